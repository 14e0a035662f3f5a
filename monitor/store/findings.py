"""Findings over time: opened when first seen, refreshed while they hold, closed, never deleted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, func, insert, select, update

from monitor.store.models import Dossier, Finding


@dataclass(frozen=True, slots=True)
class Found:
    """A rule that holds of a dossier in this run, with the values that make it."""

    rule: str
    dossier: str
    severity: str
    working_days_late: int
    message: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tally:
    """Findings of one rule: open after this run, opened by it, closed by it."""

    open: int
    new: int
    closed: int


def record(
    connection: Connection,
    found: Sequence[Found],
    judged: Sequence[str],
    run_id: int,
    as_of: date,
) -> dict[str, Tally]:
    """Compare what was found with the open findings of the judged rules; a tally a rule.

    Findings of rules that were not judged in this run stay as they are. A finding is not closed
    before it was opened, even if a run looks back.
    """
    table = Finding.__table__
    before = {
        (row["rule"], row["dossier"]): row
        for row in connection.execute(
            select(table).where(table.c.closed_at.is_(None), table.c.rule.in_(judged))
        ).mappings()
    }
    now = {(one.rule, one.dossier): one for one in found}
    new = [one for key, one in now.items() if key not in before]
    gone = [row for key, row in before.items() if key not in now]
    altered = [
        (before[key]["id"], one)
        for key, one in now.items()
        if key in before and _differs(before[key], one)
    ]
    if new:
        opened = {"opened_at": as_of, "opened_run_id": run_id, "last_seen_at": as_of}
        connection.execute(insert(Finding), [{**_values(one), **opened} for one in new])
    if altered:
        names = ("severity", "working_days_late", "message", "facts")
        connection.execute(
            update(table)  # type: ignore[arg-type]
            .where(table.c.id == bindparam("of_id"))
            .values({name: bindparam(name) for name in names}),
            [{"of_id": key, **{n: getattr(one, n) for n in names}} for key, one in altered],
        )
    if gone:
        connection.execute(
            update(table)  # type: ignore[arg-type]
            .where(table.c.id == bindparam("of_id"))
            .values(closed_at=bindparam("day"), closed_run_id=run_id),
            [{"of_id": row["id"], "day": max(as_of, row["opened_at"])} for row in gone],
        )
    connection.execute(
        update(Finding)
        .where(Finding.closed_at.is_(None), Finding.rule.in_(judged))
        .values(last_seen_at=as_of)
    )
    _follow_the_dossiers(connection)
    return {
        rule: Tally(
            open=sum(key[0] == rule for key in now),
            new=sum(one.rule == rule for one in new),
            closed=sum(row["rule"] == rule for row in gone),
        )
        for rule in judged
    }


def _follow_the_dossiers(connection: Connection) -> None:
    """Note the division that each dossier has now at its open findings."""
    unit = select(Dossier.unit).where(Dossier.code == Finding.dossier).scalar_subquery()
    connection.execute(
        update(Finding)
        .where(Finding.closed_at.is_(None), Finding.unit.is_distinct_from(unit))
        .values(unit=unit)
    )


def standing(connection: Connection) -> dict[str, Tally]:
    """The open findings of each rule, of which this run has opened and closed none."""
    rows = connection.execute(
        select(Finding.rule, func.count()).where(Finding.closed_at.is_(None)).group_by(Finding.rule)
    )
    return {rule: Tally(open=count, new=0, closed=0) for rule, count in rows}


def list_findings(
    connection: Connection,
    *,
    rules: Iterable[str] = (),
    unit: str | None = None,
    dossier: str | None = None,
    closed_too: bool = False,
) -> list[dict[str, Any]]:
    """Findings with the division and officer that the dossier has now.

    Each has the keys rule, dossier, unit, officer, severity, working_days_late, opened_at,
    closed_at, message.
    """
    query = select(
        Finding.rule,
        Finding.dossier,
        Dossier.unit,
        Dossier.officer,
        Finding.severity,
        Finding.working_days_late,
        Finding.opened_at,
        Finding.closed_at,
        Finding.message,
    ).join(Dossier, Dossier.code == Finding.dossier)
    if not closed_too:
        query = query.where(Finding.closed_at.is_(None))
    if wanted := list(rules):
        query = query.where(Finding.rule.in_(wanted))
    if unit is not None:
        query = query.where(Dossier.unit == unit)
    if dossier is not None:
        query = query.where(Finding.dossier == dossier)
    return [dict(row) for row in connection.execute(query.order_by(Finding.id)).mappings()]


def _values(one: Found) -> dict[str, Any]:
    return {name: getattr(one, name) for name in Found.__slots__}


def _differs(row: RowMapping, one: Found) -> bool:
    return any(row[name] != getattr(one, name) for name in ("severity", "message", "facts"))
