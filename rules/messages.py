"""The sentence of a finding: a rule's message with the dossier's own figures."""

from collections.abc import Mapping, Sequence
from datetime import date
from string import Formatter
from typing import Any

from rules.rule import Rule
from rules.worktime.calendar import Calendar

_PROVISIONAL = " (Tạm tính: chưa có lịch nghỉ chính thức năm {years}.)"
# The facts that every message needs besides those it names, to tell which days were counted.
_ALWAYS = {"due_at", "end_at", "working_days_late"}


def facts_needed(rule: Rule) -> list[str]:
    """The facts that `finding_message` takes for this rule, in a fixed order."""
    return sorted(_named(rule) | _ALWAYS)


def finding_message(rule: Rule, facts: Mapping[str, Any], calendar: Calendar, as_of: date) -> str:
    """The Vietnamese sentence that an officer reads, marked where its figure is provisional.

    facts: the dossier's values, those that `facts_needed` lists; moments as datetime.
    """
    values = {name: _shown(value) for name, value in facts.items()}
    return rule.message.format_map(values) + _provisional(rule, facts, calendar, as_of)


def provisional_years(
    rule: Rule, facts: Mapping[str, Any], calendar: Calendar, as_of: date
) -> list[int]:
    """Years that the message's figure rests on and whose days off have not been announced."""
    due, end, named = facts["due_at"], facts["end_at"], _named(rule)
    if "working_days_since_end" in named:
        counted = (end.date(), as_of)
    elif "working_days_left" in named:
        counted = (as_of, due.date())
    elif "working_days_late" in named:
        counted = (due.date(), end.date() if end else as_of)
    else:
        return []
    return calendar.provisional_years(*counted)


def _provisional(rule: Rule, facts: Mapping[str, Any], calendar: Calendar, as_of: date) -> str:
    years = provisional_years(rule, facts, calendar, as_of)
    return _PROVISIONAL.format(years=years_told(years)) if years else ""


def years_told(years: Sequence[int]) -> str:
    """2028, or 2011–2013: a mistyped appointment may be centuries away."""
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def _named(rule: Rule) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(rule.message) if name}


def _shown(value: Any) -> str:
    if value is None:
        return "chưa rõ"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value)
