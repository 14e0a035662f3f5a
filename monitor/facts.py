"""The facts frame of a run: the pull, what is kept beside it, and what we alone remember."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import narwhals as nw
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection

from monitor.config import Settings
from monitor.intake.procedures import Catalogue
from monitor.intake.pull import ARROW_TYPES, Pull, array_of, series_of
from monitor.procedures import catalogue_facts
from monitor.store.dossiers import stored_beside
from monitor.store.history import history_of
from monitor.store.letters import excused_dates, issued_dates, new_dates
from monitor.store.postings import posted_dates
from monitor.store.sightings import sightings
from rules import Calendar, Facts, prepare
from rules.columns import Fact, Kind
from rules.facts import FACTS
from rules.worktime.calendar import EPOCH
from rules.worktime.table import calendar_table

Mask = nw.Series[Any]
"""A truth of each dossier, in the order of the frame."""

_FACTS = {fact.name: fact for fact in FACTS}
_DAYS = {fact.name for fact in FACTS if fact.kind is Kind.DAY}


@dataclass(frozen=True, slots=True)
class FactsFrame:
    """All dossiers of a run with every fact that a rule may look at."""

    frame: nw.DataFrame[pa.Table]
    calendar: Calendar
    as_of: date

    def rows(self, mask: Mask, columns: Sequence[str]) -> list[dict[str, Any]]:
        """The facts of the dossiers where the mask holds, as plain Python values."""
        some = self.frame.select(*columns).filter(mask).to_native()
        values = [_plain(name, some[name]) for name in columns]
        return [dict(zip(columns, row, strict=True)) for row in zip(*values, strict=True)]

    def reasons(self, mask: Mask, holding: Mapping[str, nw.Expr]) -> list[list[str]]:
        """For each dossier where the mask holds, the words of the reasons that hold of it."""
        held = self.frame.filter(mask).select(*holding.values()).rows()
        return [[w for w, holds in zip(holding, row, strict=True) if holds] for row in held]


def facts_frame(
    connection: Connection,
    pull: Pull,
    calendar: Calendar,
    catalogue: Catalogue,
    as_of: date,
    settings: Settings,
) -> FactsFrame:
    """The facts of the dossiers of the pull and of those that are no longer in it."""
    beside = stored_beside(connection, pull)
    dossiers = pull.dossiers
    if len(beside):
        dossiers = pd.concat([dossiers, beside], ignore_index=True)
    dossiers = dossiers.merge(history_of(connection), on="code", how="left")
    first_due = dossiers["first_due_at"].fillna(dossiers["due_at"])
    issued = _looked_up(dossiers, Facts.apology_issued_at, issued_dates(connection))
    given = new_dates(connection)
    times = _looked_up(dossiers, Facts.reappointments, {c: n for c, (n, _) in given.items()})
    new_due = _looked_up(dossiers, Facts.new_due_on, {c: day for c, (_, day) in given.items()})
    said = dossiers["reappointments"]
    seen = {
        name: _looked_up(dossiers, _FACTS[name], days)
        for name, days in sightings(connection).items()
    }
    dossiers = dossiers.assign(
        first_due_at=first_due,
        due_moves=dossiers["due_moves"].fillna(0),
        completed_moves=dossiers["completed_moves"].fillna(0),
        posted_at=_looked_up(dossiers, Facts.posted_at, posted_dates(connection)),
        apology_issued_at=issued.fillna(dossiers["apology_issued_at"]),
        excused_on=_looked_up(dossiers, Facts.excused_on, excused_dates(connection)),
        reappointments=times.where((times >= said).fillna(said.isna()), said),
        new_due_on=new_due.fillna(dossiers["new_due_on"]),
        **seen,
        **catalogue_facts(dossiers, catalogue),
    )
    # On Arrow tables an expression costs a fifth of what it does on pandas, over a few dossiers as
    # over a million.
    frame = prepare(
        nw.from_native(pa.Table.from_pandas(dossiers, preserve_index=False), eager_only=True),
        nw.from_native(pa.table(calendar_table(calendar)), eager_only=True),
        calendar,
        as_of,
        by_clock=settings.late_by_clock,
        letter_before=settings.letters.latest_before,
        hours=settings.calendar.working_hours,
    )
    return FactsFrame(frame, calendar, as_of)


def _plain(name: str, column: pa.ChunkedArray) -> list[Any]:
    values: list[Any] = column.to_pylist()
    if name not in _DAYS:
        return values
    return [None if day is None else EPOCH + timedelta(days=day) for day in values]


def _looked_up(dossiers: pd.DataFrame, fact: Fact, known: Mapping[str, object]) -> pd.Series:
    codes = array_of(dossiers["code"])
    at = pc.index_in(codes, value_set=pa.array(known.keys(), pa.string()))
    return series_of(fact, pa.array(known.values(), ARROW_TYPES[fact.kind]).take(at))
