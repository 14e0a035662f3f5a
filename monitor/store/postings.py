"""Which results were seen on a public list, and since when."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, func, insert, select

from monitor.store.models import Posting


def keep_postings(
    connection: Connection,
    seen: Mapping[str, tuple[date | None, str]],
    run_id: int,
    as_of: date,
) -> int:
    """Add codes that were not posted before; the number added.

    seen: code → the date on the list, if it has one, and the file. A code that has left the list
    stays posted.
    """
    known = set(connection.scalars(select(Posting.code)))
    new = [
        {"code": code, "posted_at": day or as_of, "file": file, "run_id": run_id}
        for code, (day, file) in seen.items()
        if code not in known
    ]
    if new:
        connection.execute(insert(Posting), new)
    return len(new)


def posted_dates(connection: Connection) -> dict[str, date]:
    """Code → the day of its posting."""
    rows = connection.execute(select(Posting.code, Posting.posted_at))
    return {code: day for code, day in rows}  # noqa: C416


def posted(connection: Connection) -> tuple[int, date | None]:
    """How many codes were ever seen on a public list, and the newest day of a posting."""
    row = connection.execute(select(func.count(), func.max(Posting.posted_at))).one()
    return row[0], row[1]
