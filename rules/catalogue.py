"""The list of all rules, in the order in which reports show them."""

from rules.apology import apology_missing
from rules.deadlines import due_soon, no_deadline, overdue_finished, overdue_open
from rules.publicity import result_not_posted
from rules.rule import Rule

RULES: tuple[Rule, ...] = (
    overdue_open,
    overdue_finished,
    due_soon,
    no_deadline,
    apology_missing,
    result_not_posted,
)
