"""Keeping a pull: what is new, what changed, what vanished, each change in the log."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from sqlalchemy import Connection, RowMapping, bindparam, insert, select, update

from monitor.intake.columns import CANONICAL
from monitor.intake.pull import Pull, array_of, series_of
from monitor.store.bulk import indexed_at_the_end
from monitor.store.digest import digests_of
from monitor.store.models import CANONICAL_COLUMNS, Change, Dossier
from monitor.store.new_dossiers import insert_new
from monitor.store.search_text import search_texts

PRESENCE = "presence"
HERE, GONE = "present", "vanished"
_EXTRA = "extra: "
_ASKED_AT_ONCE = 500  # bound parameters of one IN (...)


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept:
    """What a pull changed: how many dossiers it added and left as they were, codes of the others.

    missing: codes that a pull which is not whole did not bring; nothing is claimed of them.
    """

    added: int
    changed: frozenset[str]
    vanished: frozenset[str]
    missing: frozenset[str]
    unchanged: int


def keep(connection: Connection, pull: Pull, run_id: int) -> Kept:
    """Bring the stored dossiers to the state of the pull and log each field that changed.

    A dossier that is not in the pull is marked as vanished, unless one of the rejected rows bears
    its code or the pull is not whole. Only rows that differ are written.
    """
    stored = connection.execute(
        select(Dossier.code, Dossier.digest, Dossier.vanished_run_id.is_not(None))
    ).all()
    codes = pd.Index(pull.dossiers["code"].astype(object))
    digests = digests_of(pull)
    known = pd.Index([row[0] for row in stored], dtype=object)
    at = known.get_indexer(codes)
    is_new = at < 0
    was = np.array([row[1] for row in stored], dtype=np.int64)
    was_gone = np.array([bool(row[2]) for row in stored], dtype=bool)
    differs = np.zeros(len(codes), dtype=bool)
    differs[~is_new] = (was[at[~is_new]] != digests[~is_new]) | was_gone[at[~is_new]]

    new = np.flatnonzero(is_new)
    first_time = indexed_at_the_end(connection, "dossier") if not stored else nullcontext()
    with first_time:
        insert_new(connection, pull, new, digests, run_id)
    changed = _update(
        connection, list(_records(pull, np.flatnonzero(differs).tolist(), digests)), run_id
    )
    still_there = codes.append(pd.Index([row.code for row in pull.rejected], dtype=object))
    missing = list(known[~was_gone].difference(still_there, sort=False))
    vanished = missing if pull.whole else []
    _mark_vanished(connection, vanished, run_id)
    return Kept(
        added=len(new),
        changed=changed,
        vanished=frozenset(vanished),
        missing=frozenset(missing).difference(vanished),
        unchanged=len(codes) - len(new) - len(changed),
    )


def stored_beside(connection: Connection, pull: Pull) -> pd.DataFrame:
    """The last known state of dossiers that are kept but not in the pull, as canonical columns."""
    gone = select(*CANONICAL_COLUMNS).where(Dossier.vanished_run_id.is_not(None))
    rows = list(connection.execute(gone).mappings())
    left = {row.code for row in pull.rejected if row.code}
    if not pull.whole:
        left |= set(connection.scalars(select(Dossier.code)))
    codes = pull.dossiers["code"]
    left -= {*codes[codes.isin(left)], *(row["code"] for row in rows)}
    rows += _by_code(connection, sorted(left), CANONICAL_COLUMNS)
    return pd.DataFrame(
        {name: series_of(fact, [row[name] for row in rows]) for name, fact in CANONICAL.items()}
    )


def divisions_without(connection: Connection, pull: Pull) -> dict[str, list[str]]:
    """Divisions that are not in the pull → codes of the dossiers that each had in the last one."""
    missing = set(known_units(connection)).difference(pull.dossiers["unit"].unique())
    rows = connection.execute(
        select(Dossier.unit, Dossier.code).where(
            Dossier.vanished_run_id.is_(None), Dossier.unit.in_(missing)
        )
    )
    found: dict[str, list[str]] = {}
    for unit, code in rows:
        found.setdefault(str(unit), []).append(code)
    return found


def known_units(connection: Connection) -> list[str]:
    """The divisions that handle or handled dossiers."""
    return sorted(unit for unit in connection.scalars(select(Dossier.unit).distinct()) if unit)


def _records(
    pull: Pull, positions: Sequence[int], digests: np.ndarray[Any, Any]
) -> Iterator[dict[str, Any]]:
    """The rows at those positions as values of the dossier table."""
    dossiers = pull.dossiers.take(positions)
    columns = {name: array_of(dossiers[name]) for name in CANONICAL}
    searched = search_texts(columns["code"], columns["applicant"]).to_pylist()
    extras = pull.extras.take(positions)
    headings = list(extras)
    texts = zip(*(extras[heading].fillna("") for heading in headings), strict=True)
    none: Iterable[tuple[str, ...]] = (() for _ in range(len(dossiers)))
    rows = zip(
        zip(*(column.to_pylist() for column in columns.values()), strict=True),
        texts if headings else none,
        searched,
        strict=True,
    )
    for position, (values, beside, words) in zip(positions, rows, strict=True):
        record = dict(zip(CANONICAL, values, strict=True))
        record["extras"] = {h: t for h, t in zip(headings, beside, strict=True) if t}
        record["digest"] = int(digests[position])
        record["vanished_run_id"] = None
        record["search_text"] = words
        yield record


def _update(connection: Connection, rows: list[dict[str, Any]], run_id: int) -> frozenset[str]:
    """Write the rows that differ from what is stored, and log how; the codes that did."""
    if not rows:
        return frozenset()
    stored = {row["code"]: row for row in _by_code(connection, [row["code"] for row in rows])}
    log: list[dict[str, Any]] = []
    for row in rows:
        for field, old, new in _differences(stored[row["code"]], row):
            log.append(_entry(run_id, row["code"], field, old, new))
    columns = [name for name in rows[0] if name != "code"]
    statement = (
        update(Dossier.__table__)  # type: ignore[arg-type]
        .where(Dossier.__table__.c.code == bindparam("of_code"))
        .values({name: bindparam(name) for name in columns})
    )
    connection.execute(
        statement,
        [{**{name: row[name] for name in columns}, "of_code": row["code"]} for row in rows],
    )
    if log:
        connection.execute(insert(Change), log)
    return frozenset(entry["dossier"] for entry in log)


def _differences(
    old: RowMapping, new: dict[str, Any]
) -> Iterator[tuple[str, str | None, str | None]]:
    if old["vanished_run_id"] is not None:
        yield PRESENCE, GONE, HERE
    for name in CANONICAL:
        if old[name] != new[name]:
            yield name, _text(old[name]), _text(new[name])
    before, after = old["extras"], new["extras"]
    for heading in sorted(before.keys() | after.keys()):
        if before.get(heading) != after.get(heading):
            yield f"{_EXTRA}{heading}", before.get(heading), after.get(heading)


def _mark_vanished(connection: Connection, codes: Sequence[str], run_id: int) -> None:
    for some in _portions(codes):
        connection.execute(
            update(Dossier).where(Dossier.code.in_(some)).values(vanished_run_id=run_id)
        )
    if codes:
        log = [_entry(run_id, code, PRESENCE, HERE, GONE) for code in codes]
        connection.execute(insert(Change), log)


def _by_code(
    connection: Connection, codes: Sequence[str], columns: Sequence[Any] = ()
) -> list[RowMapping]:
    wanted = columns or tuple(Dossier.__table__.c)
    return [
        row
        for some in _portions(codes)
        for row in connection.execute(select(*wanted).where(Dossier.code.in_(some))).mappings()
    ]


def _portions(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), _ASKED_AT_ONCE):
        yield items[start : start + _ASKED_AT_ONCE]


def _entry(run_id: int, code: str, field: str, old: str | None, new: str | None) -> dict[str, Any]:
    return {"run_id": run_id, "dossier": code, "field": field, "old": old, "new": new}


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else str(value)
