"""Pulls that guards hold: what waits for a decision, what was decided, what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from monitor.review.admin.run_words import Objection, Said, notes, objections
from monitor.store.guard_models import LiftedGuard
from monitor.store.ledger import last_good
from monitor.store.lifted import awaiting, used_for
from monitor.store.run_list import LedgerRow, held_runs

_MOST = 20


@dataclass(frozen=True, slots=True)
class Watched:
    """A guard that holds the pull: what it has found, and who has lifted it, if anybody."""

    reason: str
    title: str
    found: Sequence[str]
    check: str
    lifted: LiftedGuard | None


@dataclass(frozen=True, slots=True)
class PastHold:
    """A pull that was held, and with whose word it was taken all the same later, if so."""

    id: int
    as_of: date
    titles: Sequence[str]
    lifts: Sequence[LiftedGuard]


@dataclass(frozen=True, slots=True)
class HeldView:
    """What stands at this hour.

    run, at: the pull that waits for a decision; None where none does. used_run, used_as_of: the run
    whose figures are used meanwhile. others: guards that are lifted although that pull was not held
    for them.
    """

    run: int | None
    at: datetime | None
    read: int
    used_run: int | None
    used_as_of: date | None
    watched: Sequence[Watched]
    notes: Sequence[Said]
    others: Sequence[LiftedGuard]
    past: Sequence[PastHold]

    @property
    def open_reasons(self) -> frozenset[str]:
        """The guards that still hold it."""
        return frozenset(one.reason for one in self.watched if one.lifted is None)


def held_view(connection: Connection, *, names: bool) -> HeldView:
    """What is held, and what was. names: whether values of rows may be read."""
    good, found = last_good(connection), held_runs(connection, _MOST)
    lifts = {one.reason: one for one in awaiting(connection)}
    waiting = next((run for run in found if good and run.id > good.id), None)
    report = (waiting.report if waiting else None) or {}
    watched = _watched(objections(report.get("held", [])), lifts)
    met = {one.reason for one in watched}
    return HeldView(
        run=waiting.id if waiting else None,
        at=waiting.finished_at if waiting else None,
        read=report.get("input", {}).get("read", 0),
        used_run=good.id if good else None,
        used_as_of=good.as_of if good else None,
        watched=watched,
        notes=list(notes(report.get("notes", []), names=names)),
        others=[one for reason, one in lifts.items() if reason not in met],
        past=_past(connection, [run for run in found if run is not waiting]),
    )


def _watched(held: Sequence[Objection], lifts: Mapping[str, LiftedGuard]) -> list[Watched]:
    """Each guard once, however much it has found: several divisions may be gone."""
    by_reason: dict[str, list[Objection]] = {}
    for one in held:
        by_reason.setdefault(one.reason, []).append(one)
    return [
        Watched(reason, ones[0].title, [o.words for o in ones], ones[0].check, lifts.get(reason))
        for reason, ones in by_reason.items()
    ]


def _past(connection: Connection, runs: Sequence[LedgerRow]) -> list[PastHold]:
    lifts = used_for(connection, [run.id for run in runs])
    return [
        PastHold(
            id=run.id,
            as_of=run.as_of,
            titles=sorted({o.title for o in objections((run.report or {}).get("held", []))}),
            lifts=[one for one in lifts if one.held_run_id == run.id],
        )
        for run in runs
    ]
