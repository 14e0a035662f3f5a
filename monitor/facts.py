"""The facts frame of a run: the pull, what is kept beside it, and what we alone remember."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals as nw
import pandas as pd
from sqlalchemy import Connection

from monitor.intake.pull import Pull, series_of
from monitor.store.dossiers import stored_beside
from monitor.store.history import history_of
from monitor.store.letters import issued_dates
from monitor.store.postings import posted_dates
from rules import Calendar, Facts, prepare
from rules.facts import Fact
from rules.worktime.table import calendar_table


@dataclass(frozen=True, slots=True)
class FactsFrame:
    """All dossiers of a run with every fact that a rule may look at."""

    frame: nw.DataFrame[pd.DataFrame]
    calendar: Calendar
    as_of: date

    def rows(self, mask: "pd.Series[bool]", columns: Sequence[str]) -> list[dict[str, Any]]:
        """The facts of the dossiers where the mask holds, as plain Python values."""
        some = self.frame.to_native().loc[mask.to_numpy(dtype=bool)]
        values = [some[name].array.__arrow_array__().to_pylist() for name in columns]
        return [dict(zip(columns, row, strict=True)) for row in zip(*values, strict=True)]


def facts_frame(
    connection: Connection, pull: Pull, calendar: Calendar, as_of: date, *, by_clock: bool
) -> FactsFrame:
    """The facts of the dossiers of the pull and of those that are no longer in it."""
    beside = stored_beside(connection, pull)
    dossiers = pull.dossiers
    if len(beside):
        dossiers = pd.concat([dossiers, beside], ignore_index=True)
    dossiers = dossiers.merge(history_of(connection), on="code", how="left")
    first_due = dossiers["first_due_at"].fillna(dossiers["due_at"])
    issued = _looked_up(dossiers, Facts.apology_issued_at, issued_dates(connection))
    dossiers = dossiers.assign(
        first_due_at=first_due,
        due_moves=dossiers["due_moves"].fillna(0),
        completed_moves=dossiers["completed_moves"].fillna(0),
        posted_at=_looked_up(dossiers, Facts.posted_at, posted_dates(connection)),
        apology_issued_at=issued.fillna(dossiers["apology_issued_at"]),
    )
    days = pd.DataFrame(calendar_table(calendar)).astype("int64[pyarrow]")
    frame = prepare(
        nw.from_native(dossiers, eager_only=True),
        nw.from_native(days, eager_only=True),
        calendar,
        as_of,
        by_clock=by_clock,
    )
    return FactsFrame(frame, calendar, as_of)


def _looked_up(dossiers: pd.DataFrame, fact: Fact, days: dict[str, date]) -> pd.Series:
    return series_of(fact, [days.get(code) for code in dossiers["code"]])
