"""The tables of a digest: each division and each procedure in numbers."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from decimal import Decimal

from monitor.digest.content import ProcedureRow, UnitRow
from monitor.digest.known import Known, value
from monitor.digest.words import nobody
from monitor.store.standing import Group
from rules.indicators import Figure

_COUNTED = ("overdue-open", "apology-missing", "due-soon")
_SHARE = "on-time-share"


def unit_rows(known: Known, *, whole: bool) -> list[UnitRow]:
    """Each division that had dossiers in the week or has open findings, the worst first.

    None in a division's own digest.
    """
    if known.unit is not None:
        return []
    now, before = _shares(known.by_unit), _shares(known.by_unit_before)
    groups: dict[str | None, list[Group]] = defaultdict(list)
    for one in known.groups:
        groups[one.unit].append(one)
    rows = []
    for unit in {*now, *groups}:
        late, missing, soon = _counts(known, groups[unit], whole=whole)
        row = UnitRow(
            name=unit or nobody("unit"),
            handled=now[unit].tally.denominator if unit in now else 0,
            share=value(now.get(unit)),
            before=value(before.get(unit)),
            late=late,
            missing=missing,
            soon=soon,
            address=known.address(unit=unit),
        )
        rows.append(row)
    return sorted(rows, key=lambda row: (*_worst(row), row.share or Decimal(0), row.name))


def procedure_rows(known: Known, *, whole: bool) -> list[ProcedureRow]:
    """Each procedure of which something is late, unapologised for or due soon, the worst first."""
    groups: dict[Hashable, list[Group]] = defaultdict(list)
    for one in known.groups:
        if one.rule in _COUNTED:
            groups[one.procedure_code or one.procedure_name].append(one)
    rows = []
    for key, own in groups.items():
        names = [one.procedure_name for one in own if one.procedure_name]
        late, missing, soon = _counts(known, own, whole=whole)
        page = known.address(procedure=str(key) if key else None, severity="violation")
        rows.append(ProcedureRow(max(names, default=str(key or "–")), late, missing, soon, page))
    return sorted(rows, key=lambda row: (*_worst(row), row.name))


def _shares(figures: list[Figure]) -> Mapping[str | None, Figure]:
    return {
        None if one.group is None else str(one.group): one
        for one in figures
        if one.indicator.code == _SHARE
    }


def _counts(known: Known, groups: list[Group], *, whole: bool) -> Iterator[int | None]:
    """How many of each rule; where there are none and the data is not whole, that is not known."""
    for rule in _COUNTED:
        count = known.count(rule, groups)
        yield count if count or whole else None


def _worst(row: UnitRow | ProcedureRow) -> tuple[int, ...]:
    return tuple(-(count or 0) for count in (row.late, row.missing, row.soon))
