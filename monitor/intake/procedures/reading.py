"""The sheets of a catalogue of procedures → one catalogue without contradictions."""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from monitor.intake.cells import fold
from monitor.intake.dates import DateReader
from monitor.intake.errors import IntakeError, RejectedRow, place_of
from monitor.intake.procedures.catalogue import Catalogue, Period
from monitor.intake.procedures.headings import best_layout, why_no_catalogue
from monitor.intake.procedures.sheet import SheetReader
from monitor.intake.procedures.terms import TermReader
from monitor.intake.sheets import Sheet
from rules.worktime.terms import Unit


def read_procedures(sheets: Iterable[Sheet], dates: DateReader, day: Unit) -> Catalogue:
    """Read a catalogue.

    day: what a time in plain "ngày" is counted in, days or working days.
    Raises IntakeError when no sheet has the headings of a catalogue, or none a procedure.
    """
    wordings = _wordings()
    terms = TermReader(wordings["term"], day)
    levels = {fold(text): level for level, texts in wordings["levels"].items() for text in texts}
    periods: list[Period] = []
    unread: list[RejectedRow] = []
    notes: list[str] = []
    for sheet in sheets:
        place = place_of(sheet.file, sheet.name)
        notes += [f"{place}: {note}" for note in sheet.notes]
        layout = best_layout(sheet.rows, wordings["headings"], terms)
        if not layout.lacking:
            periods += SheetReader(sheet, layout, terms, levels, dates).periods(unread)
        elif any(any(row) for row in sheet.rows):
            notes.append(f"{place} passed over: {why_no_catalogue(layout, wordings['headings'])}")
    if not periods:
        raise IntakeError("; ".join(["no procedure can be read", *notes, *map(str, unread[:1])]))
    agreed = list(_agreed(periods, notes))
    return Catalogue(tuple(agreed), _by_name(periods), tuple(unread), tuple(notes))


def _by_name(periods: Iterable[Period]) -> dict[str, str]:
    bearers: dict[str, set[str]] = {}
    for period in periods:
        bearers.setdefault(fold(period.name), set()).add(period.procedure)
    return {name: min(who) for name, who in bearers.items() if name and len(who) == 1}


def _agreed(periods: Sequence[Period], notes: list[str]) -> Iterator[Period]:
    """The periods; a procedure that the catalogue contradicts itself about has no legal time.

    Rows that say the same count once, whatever the name that they give.
    """
    of_procedure: dict[str, list[Period]] = {}
    for period in periods:
        of_procedure.setdefault(period.procedure, []).append(period)
    for group in of_procedure.values():
        distinct = {(one.start, one.end, one.term, one.level): one for one in group}
        ordered = sorted(distinct.values(), key=lambda one: (one.start, one.end))
        clash = next((pair for pair in pairwise(ordered) if pair[1].start <= pair[0].end), None)
        if clash is None:
            yield from ordered
        else:
            told = " and ".join(map(_told, clash))
            yield Period(group[0].code, group[0].name)
            notes.append(f"procedure {group[0].shown} is not used: it has {told} at the same time")


def _told(period: Period) -> str:
    time = f"{period.term.length} {period.term.unit}" if period.term else "no legal time"
    return f"{time}, level {period.level or 'unknown'}"


@cache
def _wordings() -> dict[str, Any]:
    text = files("monitor.intake.data").joinpath("procedures.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
