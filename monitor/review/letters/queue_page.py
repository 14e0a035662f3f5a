"""The page of the queue: one step's letters, and what can be done with many of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from fastapi import Form, Query, Response
from sqlalchemy import Connection

from monitor.letterbook.kinds import Fault
from monitor.letterbook.numbers import next_number, series_of
from monitor.letterbook.reasons import reasons
from monitor.letterbook.sentences import say, sentences
from monitor.letterbook.standing import working_days_late
from monitor.review.accounts.roles import Right, Scope
from monitor.review.addresses import letter_address
from monitor.review.asked_once import standing_of
from monitor.review.letters.addresses import queue_address
from monitor.review.letters.batch import Ticked
from monitor.review.letters.queue import STATIONS
from monitor.review.rendering import page
from monitor.review.visit import Visit
from monitor.store.database import reading
from monitor.store.letter_queue import Queued, Wanted, matching, queued
from monitor.store.models import LetterState
from monitor.store.workload import letters_by_state
from monitor.vietnamese import day
from rules import Calendar

PER_PAGE, MOST_PER_PAGE = 50, 200
_LONGEST = 100
_UNFIT = 422


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the queue is asked for; `many` for pages of 200 letters."""

    state: LetterState | None = None
    unit: str = ""
    q: Annotated[str, Query(max_length=_LONGEST)] = ""
    page: Annotated[int, Query(ge=1, le=100_000)] = 1
    many: Literal["", "1"] = ""

    def address(self, **other: Any) -> str:
        """The address of this part, or of another."""
        one = replace(self, **other)
        number = one.page if one.page > 1 else ""
        return queue_address(state=one.state, unit=one.unit, q=one.q, page=number, many=one.many)


@dataclass(frozen=True, slots=True)
class Undone:
    """A form for many letters that could not be used, to be shown again as it was."""

    problem: str
    boxes: Collection[str]
    typed: Mapping[str, str]


def queue_page(visit: Visit, asked: Asked, undone: Undone | None = None) -> Response:
    """The letters at one step; without one, where something waits for him."""
    own = visit.only_unit()
    unit = own if own is not None else (asked.unit or None)
    size = MOST_PER_PAGE if asked.many else PER_PAGE
    with reading(visit.site.engine) as connection:
        counts = letters_by_state(connection, unit)
        state = asked.state or _first_for(visit, counts)
        wanted = Wanted(state, unit, asked.q.strip(), _may_search_names(visit, unit))
        found = matching(connection, wanted) if wanted.text else None  # a search is made once
        total = counts.get(state, 0) if found is None else len(found)
        pages = max(1, -(-total // size))
        asked = replace(asked, state=state, page=min(asked.page, pages))
        start = (asked.page - 1) * size
        if found is None:
            rows = queued(connection, matching(connection, wanted, start, size))
        else:
            rows = queued(connection, found[start : start + size])
        units = standing_of(visit, connection).units if own is None else []
        first_number = _next_number(connection, visit, rows)
    calendar = visit.site.calendar()
    station = STATIONS[state]
    return page(
        visit,
        "letters.html",
        _UNFIT if undone else 200,
        asked=asked,
        state=state,
        station=station,
        tabs=[
            {
                "title": one.title,
                "address": asked.address(state=at, page=1),
                "count": counts.get(at, 0),
                "here": at == state,
            }
            for at, one in STATIONS.items()
        ],
        units=units,
        own=own,
        may_search_names=wanted.with_names,
        total=total,
        pages=pages,
        before=asked.address(page=asked.page - 1) if asked.page > 1 else None,
        after=asked.address(page=asked.page + 1) if asked.page < pages else None,
        more=asked.address(many="1", page=1) if pages > 1 and not asked.many else None,
        rows=[_row(visit, row, calendar, undone) for row in rows],
        channels=sentences()["channels"],
        step=station.step if station.right and visit.who.has(station.right) else None,
        prints=visit.who.has(Right.NAMES) and visit.site.pictures.are_there,
        problem=undone.problem if undone else None,
        typed={"number": first_number, "day": day(visit.site.today), "fault": "", "reason": ""}
        | {"reason_code": "", "double_sided": "true"}
        | dict(undone.typed if undone else {}),
        reasons=list(reasons().values()),
        faults={one: say("faults", one, unit="đơn vị xử lý") for one in Fault},
    )


def _first_for(visit: Visit, counts: Mapping[str, int]) -> LetterState:
    """Where something waits that he may do; else where the queue begins."""
    for state, station in STATIONS.items():
        if station.right and visit.who.has(station.right) and counts.get(state):
            return state
    return LetterState.DRAFT


def _may_search_names(visit: Visit, unit: str | None) -> bool:
    if unit is None:
        return visit.who.scope(Right.NAMES) is Scope.ALL
    return visit.may(Right.NAMES, unit)


def _next_number(connection: Connection, visit: Visit, rows: Collection[Queued]) -> str:
    """The next free number of the first letter's series."""
    today = visit.site.today
    forms = [row.form for row in rows]
    series = series_of(forms[0], visit.site.settings, today) if forms else ""
    return str(next_number(connection, series, today.year)) if series else ""


def _row(visit: Visit, row: Queued, calendar: Calendar, undone: Undone | None) -> dict[str, Any]:
    box = Ticked(row.dossier, row.version).value
    return {
        "letter": row,
        "address": letter_address(row.dossier),
        "named": visit.may(Right.NAMES, row.unit),
        "late": _late(row, visit, calendar),
        "box": box,
        "ticked": undone is not None and box in undone.boxes,
    }


def _late(row: Queued, visit: Visit, calendar: Calendar) -> int | None:
    """Working days from the appointment to the end, or to today; None where none can be told."""
    if row.due_at is None:
        return None
    try:
        return working_days_late(row, row.due_at, visit.site.today, calendar)
    except ValueError:  # a date outside the calendar
        return None


def asked_in_form(
    state: Annotated[LetterState | None, Form()] = None,
    unit: Annotated[str, Form()] = "",
    q: Annotated[str, Form(max_length=_LONGEST)] = "",
    page: Annotated[int, Form(ge=1)] = 1,
    many: Annotated[Literal["", "1"], Form()] = "",
) -> Asked:
    """The part of the queue on which a form stood."""
    return Asked(state, unit, q, page, many)
