"""The law as code: pure rules over one frame of facts, usable without the service around them."""

from rules.catalogue import RULES
from rules.facts import Facts
from rules.frame import prepare
from rules.judge import Judgement, judge
from rules.rule import Rule, rule
from rules.status import Status
from rules.worktime.calendar import Calendar

__all__ = [
    "RULES",
    "Calendar",
    "Facts",
    "Judgement",
    "Rule",
    "Status",
    "judge",
    "prepare",
    "rule",
]
