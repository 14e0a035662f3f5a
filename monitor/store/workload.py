"""What waits for somebody: letters by step, findings by rule, what a run has newly found."""

from sqlalchemy import Connection, Select, func, select

from monitor.store.models import Finding, Letter


def letters_by_state(connection: Connection, unit: str | None) -> dict[str, int]:
    """State → number of letters of that division, None for all."""
    query = select(Letter.state, func.count()).group_by(Letter.state)
    if unit is not None:
        query = query.where(Letter.unit == unit)
    return {key: count for key, count in connection.execute(query)}  # noqa: C416 - typed so


def open_findings(connection: Connection, unit: str | None) -> dict[str, int]:
    """Rule → number of its open findings in that division, None for all."""
    return _by_rule(connection, _findings(unit))


def found_by(connection: Connection, run: int, unit: str | None) -> dict[str, int]:
    """Rule → number of open findings that this run was the first to see."""
    return _by_rule(connection, _findings(unit).where(Finding.opened_run_id == run))


def _findings(unit: str | None) -> Select[str, int]:
    query = (
        select(Finding.rule, func.count()).where(Finding.closed_at.is_(None)).group_by(Finding.rule)
    )
    if unit is not None:
        query = query.where(Finding.unit == unit)
    return query


def _by_rule(connection: Connection, query: Select[str, int]) -> dict[str, int]:
    return {key: count for key, count in connection.execute(query)}  # noqa: C416 - typed so
