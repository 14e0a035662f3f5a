"""Measuring: all indicators over all dossiers in one pass, whole or by group, on any engine."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

import narwhals as nw

from rules.facts import Facts
from rules.indicators.course import MONTHS, Appointment, Course, with_course
from rules.indicators.figure import Figure, Group
from rules.indicators.indicator import Indicator, Tally

Frame = TypeVar("Frame", nw.DataFrame, nw.LazyFrame)  # type: ignore[type-arg]

_GROUP = "group"
_SUMMED = ("numerator", "denominator", "unknown", "beside", "excused")


class By(StrEnum):
    """What figures are grouped by."""

    UNIT = "unit"
    PROCEDURE = "procedure"
    CHANNEL = "channel"
    MONTH = "month"


_KEYS = {
    By.UNIT: nw.col("unit"),
    By.PROCEDURE: nw.coalesce("procedure_code", "procedure_name"),
    By.CHANNEL: nw.col("channel"),
    By.MONTH: Course.month,
}


def measure(
    facts: Frame,
    indicators: Sequence[Indicator],
    as_of: date,
    *,
    start: date | None = None,
    by: By | None = None,
    appointment: Appointment = Appointment.NEW,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
    by_clock: bool = False,
) -> list[Figure]:
    """The figures of a period, by group, then in the order of the indicators.

    facts: a frame that `rules.frame.prepare` made for `as_of`. as_of: the last day of the period;
        what happened later is left out. start: its first day; None for all that is known.
    settings: indicator code → the settings that differ from the indicator's defaults.

    Dossiers that say no group form one of their own, which comes last. Without any dossier there
    is one figure an indicator if `by` is None, else none. A lazy frame is collected once; the
    engine must know sum and median of groups.
    """
    f = Facts(by_clock=by_clock)
    frame = with_course(facts, f, start, as_of, appointment).filter(Course.handled)
    parts: dict[str, nw.Expr] = {}
    for one in indicators:
        parts |= _parts(one, f, (settings or {}).get(one.code, {}))
    key = nw.lit(0) if by is None else _KEYS[by]
    frame = frame.select(key.alias(_GROUP), **parts)
    sums = [
        nw.col(name).median() if name.endswith("middle") else nw.col(name).sum() for name in parts
    ]
    grouped = frame.group_by(_GROUP).agg(*sums).lazy().collect()
    rows = grouped.to_arrow().to_pylist()
    if by is None and not rows:
        rows = [{_GROUP: 0}]
    rows.sort(key=lambda row: (row[_GROUP] is None, row[_GROUP]))
    return [figure for row in rows for figure in _figures(row, indicators, by)]


def _parts(one: Indicator, f: Facts, settings: Mapping[str, Any]) -> dict[str, nw.Expr]:
    """The columns to be summed for an indicator, named by its code."""
    counts = one.counts(f, **settings)
    asked = Course.handled
    if one.only_while:
        asked = asked & Course.while_in_force(one.only_while)
    counted = (asked & counts.counted).fill_null(value=False)
    unknown = counted if one.unknown_within else asked & ~counted
    found = {
        "numerator": nw.when(counted)
        .then(counts.achieved.cast(nw.Int64).fill_null(0))
        .otherwise(nw.lit(0)),
        "denominator": counted.cast(nw.Int64),
        "unknown": (unknown & counts.unknown).cast(nw.Int64),
    }
    if counts.beside is not None:
        found["beside"] = (asked & counts.beside).cast(nw.Int64)
    if counts.excused is not None:
        found["excused"] = (asked & counts.excused).cast(nw.Int64)
    if counts.middle is not None:
        found["middle"] = nw.when(counted).then(counts.middle)
    return {f"{one.code} {part}": expression for part, expression in found.items()}


def _figures(
    row: Mapping[str, Any], indicators: Sequence[Indicator], by: By | None
) -> Iterator[Figure]:
    for one in indicators:
        sums = {part: row.get(f"{one.code} {part}") for part in _SUMMED}
        tally = Tally(
            numerator=sums["numerator"] or 0,
            denominator=sums["denominator"] or 0,
            unknown=sums["unknown"] or 0,
            beside=(sums["beside"] or 0) if one.words.beside else None,
            excused=(sums["excused"] or 0) if one.words.excused else None,
            middle=row.get(f"{one.code} middle"),
        )
        yield Figure(one, _group(row[_GROUP], by), tally)


def _group(key: Any, by: By | None) -> Group:
    if by is None or key is None:
        return None
    if by is By.MONTH:
        return date(key // MONTHS, key % MONTHS + 1, 1)
    return key if by is By.UNIT or by is By.PROCEDURE else int(key)
