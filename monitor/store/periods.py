"""Rows of a period, of tables that only grow: their numbers stand in the order of their moments."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

_DAY = timedelta(days=1)


def in_period(
    connection: Connection, key: Any, at: Any, start: date | None, end: date | None
) -> Iterator[ColumnElement[bool]]:
    """That a row is of these days, the last one included; None for no limit.

    key, at: its columns. The first and the last row of the period say where to stop: one of long
    ago is not looked for through all that came after it.
    """
    if start is not None:
        since = datetime.combine(start, datetime.min.time())
        first = select(key).where(at >= since).order_by(at, key).limit(1)
        yield at >= since
        yield key >= (connection.scalar(first) or 0)
    if end is not None and end < date.max:
        until = datetime.combine(end + _DAY, datetime.min.time())
        last = select(key).where(at < until).order_by(at.desc(), key.desc()).limit(1)
        yield at < until
        yield key <= (connection.scalar(last) or 0)
