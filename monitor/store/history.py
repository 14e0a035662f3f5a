"""What only a memory can know: facts taken from the change log."""

from datetime import datetime

import pandas as pd
from sqlalchemy import Connection, select

from monitor.intake.pull import series_of
from monitor.store.models import Change
from rules.facts import Facts

_WATCHED = ("due_at", "completed_at")


def history_of(connection: Connection) -> pd.DataFrame:
    """One row a dossier whose dates were ever changed, with the HISTORY columns of `Facts`.

    first_due_at: the first appointment ever seen. due_moves, completed_moves: how often a date
    that was there became another one or none.
    """
    changes = connection.execute(
        select(Change.dossier, Change.field, Change.old, Change.new)
        .where(Change.field.in_(_WATCHED))
        .order_by(Change.id)
    )
    first_due: dict[str, datetime] = {}
    moves: dict[str, dict[str, int]] = {name: {} for name in _WATCHED}
    codes: dict[str, None] = {}
    for code, field, old, new in changes:
        codes[code] = None
        if old is not None:
            moves[field][code] = moves[field].get(code, 0) + 1
        first = old or new
        if field == "due_at" and first:
            first_due.setdefault(code, datetime.fromisoformat(first))
    return pd.DataFrame(
        {
            "code": series_of(Facts.code, list(codes)),
            "first_due_at": series_of(Facts.first_due_at, [first_due.get(c) for c in codes]),
            "due_moves": series_of(Facts.due_moves, [moves["due_at"].get(c, 0) for c in codes]),
            "completed_moves": series_of(
                Facts.completed_moves, [moves["completed_at"].get(c, 0) for c in codes]
            ),
        }
    )
