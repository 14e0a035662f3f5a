"""The audit log: who did what and when, each row bound to the one before by SHA-256."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, insert, select, text
from sqlalchemy.exc import OperationalError

from monitor.store.database import DatabaseError
from monitor.store.models import Audit

_ONE_ROW_AT_A_TIME = 7_408_844  # key of the advisory lock, any number that nobody else uses
_BEFORE_THE_FIRST = "0" * 64
_READ_AT_ONCE = 1000
_EVENT = ("at", "actor", "action", "detail")
_HISTORY = (
    select(*(getattr(Audit, name) for name in _EVENT))
    .where(Audit.subject_kind == bindparam("kind"), Audit.subject_key == bindparam("key"))
    .order_by(Audit.id)
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What was done, by whom and when.

    at: local time of the agency. detail: old and new values and whatever else must be known;
    days may stand in it.
    """

    at: datetime
    actor: str
    action: str
    subject_kind: str
    subject_key: str
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the log is whole.

    rows: so many are sound, from the first on. head, last: hash and id of the last of them; an
    office that notes the hash down elsewhere can prove later that none was cut off. tampered: id
    of the first row that is not as it was written; None if all are.
    """

    rows: int
    head: str
    tampered: int | None
    last: int


FROM_THE_FIRST = Verdict(0, _BEFORE_THE_FIRST, None, 0)


@contextmanager
def deciding(engine: Engine) -> Iterator[Connection]:
    """One transaction for one decision: all of it and its audit row, or nothing.

    Raises DatabaseError where the database does not let it begin, e.g. because a run is at work.
    """
    with ExitStack() as stack:
        immediate = engine.execution_options(sqlite_begin="IMMEDIATE")
        try:
            connection = stack.enter_context(immediate.begin())
        except OperationalError as error:
            raise DatabaseError(
                f"the database is busy or can't be reached: {error.__cause__ or error}"
            ) from None
        yield connection


def append(connection: Connection, entry: Entry) -> None:
    """Add a row at the end of the log, in the transaction of what it tells.

    Others wait until that transaction ends, so this is the last thing to do in it: whoever holds
    the end of the log and then waits for a letter could wait for ever.
    """
    if connection.dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(:key)")
        connection.execute(lock, {"key": _ONE_ROW_AT_A_TIME})
    last = select(Audit.hash).order_by(Audit.id.desc()).limit(1)
    previous = connection.scalar(last) or _BEFORE_THE_FIRST
    connection.execute(insert(Audit).values(**chained(previous, entry)))


def chained(previous: str, entry: Entry) -> dict[str, Any]:
    """The row that follows the one with that hash."""
    values = {name: getattr(entry, name) for name in Entry.__slots__}
    values["detail"] = json.loads(json.dumps(dict(entry.detail), default=_as_text))
    return {**values, "previous_hash": previous, "hash": _hash(previous, values)}


def verify(
    connection: Connection, before: Verdict = FROM_THE_FIRST, most: int | None = None
) -> Verdict:
    """Follow the chain and find the first row that was tampered with.

    before: sound rows from which to go on; where the last of them is no longer there as it was,
    that one is named. most: so many rows are looked at, from there.
    """
    query = select(Audit.__table__).order_by(Audit.id).limit(_READ_AT_ONCE)
    rows, head, last = before.rows, before.head, before.last
    if before != FROM_THE_FIRST:
        stands = connection.scalar(select(Audit.hash).where(Audit.id == last))
        if stands != head:
            return replace(before, tampered=last)
    while most is None or rows - before.rows < most:
        found = connection.execute(query.where(Audit.id > last)).mappings().all()
        for row in found:
            values = {name: row[name] for name in Entry.__slots__}
            if row["previous_hash"] != head or row["hash"] != _hash(head, values):
                return Verdict(rows, head, row["id"], last)
            rows, head, last = rows + 1, row["hash"], row["id"]
        if len(found) < _READ_AT_ONCE:
            break
    return Verdict(rows, head, None, last)


def history(connection: Connection, subject_kind: str, subject_key: str) -> list[dict[str, Any]]:
    """What was done to a subject, the first first: at, actor, action, detail."""
    rows = connection.execute(_HISTORY, {"kind": subject_kind, "key": subject_key})
    return [dict(zip(_EVENT, row, strict=True)) for row in rows]


def _hash(previous: str, values: Mapping[str, Any]) -> str:
    """SHA-256 of the hash before and the row as JSON in one agreed form."""
    row = json.dumps(
        dict(values), sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_as_text
    )
    return hashlib.sha256(f"{previous}\n{row}".encode()).hexdigest()


def _as_text(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} can't stand in the audit log")
