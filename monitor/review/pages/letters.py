"""Thư xin lỗi: the queue of letters, a tab for each step."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from monitor.letterbook.sentences import sentences
from monitor.letterbook.standing import working_days_late
from monitor.review.accounts.roles import Right, Scope
from monitor.review.letters.addresses import letter_address, queue_address
from monitor.review.letters.queue import STATIONS
from monitor.review.rendering import page as shown_page
from monitor.review.visit import Visit, with_right
from monitor.store.letter_queue import Queued, Wanted, count_queued, letter_units, queued
from monitor.store.models import Dossier, LetterState
from monitor.store.workload import letters_by_state
from rules import Calendar

router = APIRouter()

PER_PAGE = 50
_LONGEST = 100

Looker = Annotated[Visit, Depends(with_right(Right.LOOK))]


@router.get("/letters")
def letters(
    visit: Looker,
    state: LetterState | None = None,
    unit: str = "",
    q: Annotated[str, Query(max_length=_LONGEST)] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """The letters at one step; without one, where something waits for him."""
    own = visit.only_unit()
    kept_to = own if own is not None else (unit or None)
    with visit.site.engine.connect() as connection:
        counts = letters_by_state(connection, kept_to)
        state = state or _first_for(visit, counts)
        wanted = Wanted(state, kept_to, q.strip(), _may_search_names(visit, kept_to))
        total = count_queued(connection, wanted)
        pages = max(1, -(-total // PER_PAGE))
        page = min(page, pages)
        rows = queued(connection, wanted, (page - 1) * PER_PAGE, PER_PAGE)
        units = letter_units(connection) if own is None else []
    calendar = visit.site.calendar()
    chosen = {"unit": unit if own is None else "", "q": q}
    return shown_page(
        visit,
        "letters.html",
        state=state,
        tabs=[
            {
                "title": station.title,
                "address": queue_address(state=at, **chosen),
                "count": counts.get(at, 0),
                "here": at == state,
            }
            for at, station in STATIONS.items()
        ],
        station=STATIONS[state],
        chosen=chosen,
        units=units,
        own=own,
        may_search_names=wanted.with_names,
        total=total,
        page_number=page,
        pages=pages,
        before=queue_address(state=state, **chosen, page=page - 1) if page > 1 else None,
        after=queue_address(state=state, **chosen, page=page + 1) if page < pages else None,
        rows=[_row(visit, row, calendar) for row in rows],
        channels=sentences()["channels"],
    )


def _first_for(visit: Visit, counts: dict[str, int]) -> LetterState:
    """Where something waits that he may do; else where the queue begins."""
    for state, station in STATIONS.items():
        if station.right and visit.who.has(station.right) and counts.get(state):
            return state
    return LetterState.DRAFT


def _may_search_names(visit: Visit, unit: str | None) -> bool:
    if unit is None:
        return visit.who.scope(Right.NAMES) is Scope.ALL
    return visit.may(Right.NAMES, unit)


def _row(visit: Visit, row: Queued, calendar: Calendar) -> dict[str, Any]:
    return {
        "letter": row,
        "address": letter_address(row.dossier),
        "named": visit.may(Right.NAMES, row.unit),
        "late": _late(row, visit, calendar),
    }


def _late(row: Queued, visit: Visit, calendar: Calendar) -> int | None:
    """Working days from the appointment to the end, or to today; None where none can be told."""
    if row.due_at is None:
        return None
    ends = {"completed_at": row.completed_at, "returned_at": row.returned_at}
    dossier = Dossier(status=row.status, **ends)
    try:
        return working_days_late(dossier, row.due_at, visit.site.today, calendar)
    except ValueError:  # a date outside the calendar
        return None
