"""Three new dates to choose from: how long such dossiers take, else a few working days ahead."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, select

from monitor.letterbook.sentences import say
from monitor.store.models import Dossier
from rules import Calendar
from rules.status import FINISHED

ENOUGH = 10
"""So many finished dossiers say something of the next one."""
_SHARES = (("median", 0.5), ("three-quarters", 0.75), ("nine-tenths", 0.9))
_AHEAD = (3, 5, 10)  # working days
_LOOK_BACK, _MOST = timedelta(days=365), 1_000

Days = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A new date and why, in Vietnamese."""

    day: date
    why: str


def proposals(
    connection: Connection, dossier: Dossier, due: datetime, calendar: Calendar, today: date
) -> list[Proposal]:
    """Three different worked days after the appointment and not before today.

    They are the median, 75th and 90th percentile of the working days that dossiers of the same
    procedure took from reception to end: the last 1,000 of the last 12 months; those of the whole
    office where these are fewer than 10. Where the median of them lies behind, only those count
    that took longer than this one has. Where that leaves too few: 3, 5 and 10 working days ahead.
    None for an appointment from which these lie beyond the calendar.
    """
    try:
        return list(_distinct(_found(connection, dossier, due, calendar, today), calendar))
    except ValueError:
        return []


def _found(
    connection: Connection, dossier: Dossier, due: datetime, calendar: Calendar, today: date
) -> list[Proposal]:
    eve = max(due.date(), today - timedelta(days=1))
    found = _from_others(connection, dossier, calendar, today, eve)
    if found is None:
        start = max(due.date(), today)
        first = calendar.workdays_until(start)
        found = [
            Proposal(
                calendar.nth_workday(first + n), say("proposals", "ahead", days=n, start=start)
            )
            for n in _AHEAD
        ]
    return found


def _from_others(
    connection: Connection, dossier: Dossier, calendar: Calendar, today: date, eve: date
) -> list[Proposal] | None:
    if dossier.received_at is None:
        return None
    begun = calendar.workdays_until(dossier.received_at.date())
    behind = calendar.workdays_until(eve) - begun
    for whose, sample in _samples(connection, dossier, calendar, today):
        taken, beyond = sample, ""
        if len(taken) >= ENOUGH and _quantile(taken, _SHARES[0][1]) <= behind:
            taken, beyond = taken[taken > behind], say("proposals", "beyond")
        if len(taken) >= ENOUGH:
            words = {"count": len(taken), "whose": say("proposals", whose), "beyond": beyond}
            days = [(name, _quantile(taken, share)) for name, share in _SHARES]
            return [
                Proposal(calendar.nth_workday(begun + n), say("proposals", name, days=n, **words))
                for name, n in days
            ]
    return None


def _samples(
    connection: Connection, dossier: Dossier, calendar: Calendar, today: date
) -> Iterator[tuple[str, Days]]:
    """Working days that others took: of the same procedure, then of the whole office."""
    same = None
    if dossier.procedure_code:
        same = Dossier.procedure_code == dossier.procedure_code
    elif dossier.procedure_name:
        same = Dossier.procedure_name == dossier.procedure_name
    ended = (
        select(Dossier.received_at, Dossier.completed_at)
        .where(Dossier.status.in_(FINISHED), Dossier.received_at.is_not(None))
        .where(Dossier.completed_at >= today - _LOOK_BACK, Dossier.code != dossier.code)
        .order_by(Dossier.completed_at.desc().nulls_last(), Dossier.code)
        .limit(_MOST)
    )
    if same is not None:
        yield "same-procedure", _taken(connection.execute(ended.where(same)), calendar)
    yield "whole-office", _taken(connection.execute(ended), calendar)


def _taken(rows: Iterable[tuple[datetime | None, datetime | None]], calendar: Calendar) -> Days:
    days = [calendar.working_days(start.date(), end.date()) for start, end in rows if start and end]
    return np.array([n for n in days if n >= 0], dtype=np.int64)


def _quantile(days: Days, share: float) -> int:
    """The fewest days within which that share of them was finished."""
    return int(np.quantile(days, share, method="inverted_cdf"))


def _distinct(found: Iterable[Proposal], calendar: Calendar) -> Iterator[Proposal]:
    """Two shares that fall on the same day are no choice: the later one gives way."""
    last: date | None = None
    for one in found:
        day, why = one.day, one.why
        if last is not None and day <= last:
            day = calendar.nth_workday(calendar.workdays_until(last) + 1)
            why = say("proposals", "next", day=last, why=one.why)
        yield Proposal(day, why)
        last = day
