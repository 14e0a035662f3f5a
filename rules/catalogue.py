"""The list of all rules, in the order in which reports show them."""

from rules.apology import (
    apology_due,
    apology_late,
    apology_missing,
    new_date_broken,
    reappointed_twice,
)
from rules.appointments import deadline_disagrees
from rules.deadlines import due_soon, no_deadline, overdue_finished, overdue_open, refused_late
from rules.publicity import (
    posted_unfinished,
    progress_stale,
    result_file_missing,
    result_not_posted,
)
from rules.reception import intake_late, supplement_late, supplement_repeated, supplement_waiting
from rules.records import dates_contradict, status_contradicts
from rules.rule import Rule
from rules.watching import completion_rewritten, deadline_moved, reopened, vanished

RULES: tuple[Rule, ...] = (
    overdue_open,
    overdue_finished,
    due_soon,
    no_deadline,
    refused_late,
    deadline_disagrees,
    intake_late,
    supplement_late,
    supplement_repeated,
    supplement_waiting,
    apology_missing,
    apology_due,
    apology_late,
    reappointed_twice,
    new_date_broken,
    result_not_posted,
    posted_unfinished,
    result_file_missing,
    progress_stale,
    dates_contradict,
    status_contradicts,
    deadline_moved,
    completion_rewritten,
    vanished,
    reopened,
)
