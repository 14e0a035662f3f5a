"""What only a memory can know of a dossier's dates: facts taken from the change log."""

from dataclasses import dataclass
from datetime import datetime

import pandas as pd
from sqlalchemy import Connection, select

from monitor.intake.pull import series_of
from monitor.store.models import Change, Dossier
from rules.facts import Facts
from rules.status import PAUSED

_DUE, _COMPLETED, _STATUS = "due_at", "completed_at", "status"
_PAUSED = frozenset(str(status.value) for status in PAUSED)


@dataclass(slots=True)
class _Memory:
    """What the log says of one dossier."""

    first_due: datetime | None = None
    due_moves: int = 0
    completed_moves: int = 0
    latest_completed: datetime | None = None
    pauses: int = 0


def history_of(connection: Connection) -> pd.DataFrame:
    """One row a dossier that ever changed or is paused, with HISTORY columns of `Facts`.

    first_due_at: the first appointment ever seen. due_moves, completed_moves: how often a date
    that was there became another one or none. latest_completed_at: the latest end of processing
    ever seen. pauses: how often it began to wait or was stopped, or was first seen so.
    """
    known: dict[str, _Memory] = {}
    changes = connection.execute(
        select(Change.dossier, Change.field, Change.old, Change.new)
        .where(Change.field.in_((_DUE, _COMPLETED, _STATUS)))
        .order_by(Change.id)
    )
    for code, field, old, new in changes:
        memory = known.get(code)
        if memory is None:
            memory = known[code] = _Memory()
        if field == _STATUS:
            first = memory.pauses == 0 and old in _PAUSED
            memory.pauses += first + (new in _PAUSED)
            continue
        moments = [datetime.fromisoformat(text) for text in (old, new) if text]
        if field == _DUE:
            memory.due_moves += old is not None
            memory.first_due = memory.first_due or next(iter(moments), None)
        else:
            memory.completed_moves += old is not None
            latest = [m for m in (memory.latest_completed, *moments) if m]
            memory.latest_completed = max(latest, default=None)
    for code in connection.scalars(select(Dossier.code).where(Dossier.status.in_(PAUSED))):
        memory = known.setdefault(code, _Memory())
        memory.pauses = max(memory.pauses, 1)
    found = list(known.values())
    return pd.DataFrame(
        {
            "code": series_of(Facts.code, list(known)),
            "first_due_at": series_of(Facts.first_due_at, [m.first_due for m in found]),
            "due_moves": series_of(Facts.due_moves, [m.due_moves for m in found]),
            "completed_moves": series_of(Facts.completed_moves, [m.completed_moves for m in found]),
            "latest_completed_at": series_of(
                Facts.latest_completed_at, [m.latest_completed for m in found]
            ),
            "pauses": series_of(Facts.pauses, [m.pauses for m in found]),
        }
    )
