"""The sentence of a finding: a rule's message with the dossier's own figures."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from string import Formatter
from typing import Any

from rules.facts import Facts
from rules.rule import REASONS, Rule
from rules.worktime.calendar import Calendar

_PROVISIONAL = " (Tạm tính: chưa có lịch nghỉ chính thức năm {years}.)"
# Figures that days are counted for: from which fact to which, None for the day of reckoning. What
# is late is counted to the end, or to the day of reckoning while there is none.
_COUNTED: Mapping[str, tuple[str | None, str | None]] = {
    Facts.working_days_since_end.name: (Facts.end_at.name, None),
    Facts.working_days_left.name: (None, Facts.due_at.name),
    Facts.working_days_to_supplement.name: (
        Facts.received_at.name,
        Facts.supplement_requested_at.name,
    ),
    Facts.working_hours_to_intake.name: (Facts.submitted_at.name, Facts.received_at.name),
    Facts.legal_due_on.name: (Facts.legal_from_on.name, Facts.legal_due_on.name),
    Facts.apology_by.name: (Facts.apology_by.name, Facts.due_at.name),
    Facts.working_days_untouched.name: (Facts.touched_on.name, None),
    Facts.working_days_late.name: (Facts.due_at.name, Facts.end_at.name),
}
# Figures of a term that may have passed, or be left, by less than a working day: due on Friday and
# finished on Saturday, or due today.
_OF_A_TERM = {Facts.working_days_late.name, Facts.working_days_left.name}
_LESS_THAN_ONE = "chưa đến 1"
# The facts that every finding keeps besides those that its message names.
_ALWAYS = {"due_at", "end_at", "working_days_late"}


def facts_needed(rule: Rule) -> list[str]:
    """The facts that `finding_message` takes for this rule, in a fixed order."""
    counted = {name for pair in _counted(rule) for name in pair if name}
    return sorted(_named(rule) - {REASONS} | _ALWAYS | counted)


def finding_message(
    rule: Rule,
    facts: Mapping[str, Any],
    calendar: Calendar,
    as_of: date,
    reasons: Sequence[str] = (),
) -> str:
    """The Vietnamese sentence that an officer reads, marked where its figure is provisional.

    facts: the dossier's values, those that `facts_needed` lists; moments as datetime, days as date.
    reasons: the words of those that hold, for a rule that has several.
    """
    values = {name: _shown(value) for name, value in facts.items()}
    values |= {name: _LESS_THAN_ONE for name in _OF_A_TERM & facts.keys() if facts[name] == 0}
    values[REASONS] = "; ".join(reasons)
    return rule.message.format_map(values) + _provisional(rule, facts, calendar, as_of)


def provisional_years(
    rule: Rule, facts: Mapping[str, Any], calendar: Calendar, as_of: date
) -> list[int]:
    """Years that the message's figure rests on and whose days off have not been announced."""
    for start, end in _counted(rule):
        days = [_day(facts[name]) if name else as_of for name in (start, end)]
        known = [day or as_of for day in days]
        return calendar.provisional_years(min(known), max(known))
    return []


def years_told(years: Sequence[int]) -> str:
    """2028, or 2011–2013: a mistyped appointment may be centuries away."""
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def _counted(rule: Rule) -> list[tuple[str | None, str | None]]:
    """The ends of what the message's figure counts; the first figure that it names decides."""
    named = _named(rule)
    return [ends for figure, ends in _COUNTED.items() if figure in named][:1]


def _provisional(rule: Rule, facts: Mapping[str, Any], calendar: Calendar, as_of: date) -> str:
    years = provisional_years(rule, facts, calendar, as_of)
    return _PROVISIONAL.format(years=years_told(years)) if years else ""


def _named(rule: Rule) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(rule.message) if name}


def _day(value: date | None) -> date | None:
    return value.date() if isinstance(value, datetime) else value


def _shown(value: Any) -> str:
    if value is None:
        return "chưa rõ"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value)
