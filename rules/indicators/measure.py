"""Measuring: all indicators over all dossiers in one pass, whole or by group, on any engine."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

import narwhals as nw

from rules.facts import Facts
from rules.indicators.course import MONTHS, Appointment, Course, month, with_course
from rules.indicators.figure import Figure, Group
from rules.indicators.indicator import Indicator, Tally

Frame = TypeVar("Frame", nw.DataFrame, nw.LazyFrame)  # type: ignore[type-arg]

_GROUP = "group"
_MIDDLE = " middle"
_SUMMED = ("numerator", "denominator", "unknown", "beside", "excused")


class By(StrEnum):
    """What figures are grouped by."""

    UNIT = "unit"
    PROCEDURE = "procedure"
    CHANNEL = "channel"
    MONTH = "month"


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
    course = with_course(facts, f, start, appointment)
    counted = count(course, indicators, {_GROUP: _key(by, f, as_of)}, settings or {}, f)
    rows = sums(counted, [_GROUP])
    if by is None and not rows:
        rows = [{_GROUP: 0}]
    return [figure for row in rows for figure in figures(row, indicators, _group(row[_GROUP], by))]


def count(
    course: Frame,
    indicators: Sequence[Indicator],
    keys: Mapping[str, nw.Expr],
    settings: Mapping[str, Mapping[str, Any]],
    f: Facts,
) -> Frame:
    """The keys of each dossier of the period and what it adds to each indicator."""
    parts: dict[str, nw.Expr] = {}
    for one in indicators:
        parts |= _parts(one, f, settings.get(one.code, {}))
    return course.filter(Course.handled).select(**keys, **parts)


def sums(counted: Frame, keys: Sequence[str]) -> list[dict[str, Any]]:
    """What `count` gave, summed by these keys and in their order; what has no key comes last."""
    parts = [name for name in counted.collect_schema().names() if " " in name]
    summed = {name: nw.col(name).sum() for name in parts if not name.endswith(_MIDDLE)}
    middle = {name: nw.col(name).median() for name in parts if name.endswith(_MIDDLE)}
    if middle and isinstance(counted, nw.DataFrame) and counted.implementation.is_pyarrow():
        # It knows the median of a group only roughly, pandas knows it.
        few = nw.from_native(counted.select(*keys, *middle).to_pandas(), eager_only=True)
        middles = {_key_of(row, keys): row for row in _grouped(few, keys, middle)}
        rows = [
            middles[_key_of(row, keys)] | row  # whose keys are not pandas' own
            for row in _grouped(counted, keys, summed)
        ]
    else:
        rows = _grouped(counted, keys, summed | middle)
    return sorted(rows, key=lambda row: [(row[key] is None, row[key]) for key in keys])


def _grouped(
    counted: Frame, keys: Sequence[str], parts: Mapping[str, nw.Expr]
) -> list[dict[str, Any]]:
    grouped = counted.select(*keys, *parts).group_by(*keys).agg(*parts.values()).lazy().collect()
    rows: list[dict[str, Any]] = grouped.to_arrow().to_pylist()
    return rows


def _key_of(row: Mapping[str, Any], keys: Sequence[str]) -> tuple[Any, ...]:
    return tuple(row[key] for key in keys)


def figures(
    row: Mapping[str, Any], indicators: Sequence[Indicator], group: Group
) -> Iterator[Figure]:
    """The figures of one group, from a row of `sums`."""
    for one in indicators:
        found = {part: row.get(f"{one.code} {part}") for part in _SUMMED}
        tally = Tally(
            numerator=found["numerator"] or 0,
            denominator=found["denominator"] or 0,
            unknown=found["unknown"] or 0,
            beside=(found["beside"] or 0) if one.words.beside else None,
            excused=(found["excused"] or 0) if one.words.excused else None,
            middle=row.get(f"{one.code}{_MIDDLE}"),
        )
        yield Figure(one, group, tally)


def _key(by: By | None, f: Facts, as_of: date) -> nw.Expr:
    if by is By.MONTH:
        return month(f, as_of)
    keys = {
        None: nw.lit(0),
        By.UNIT: nw.col("unit"),
        By.PROCEDURE: nw.coalesce("procedure_code", "procedure_name"),
        By.CHANNEL: nw.col("channel"),
    }
    return keys[by]


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


def _group(key: Any, by: By | None) -> Group:
    if by is None or key is None:
        return None
    if by is By.MONTH:
        return date(key // MONTHS, key % MONTHS + 1, 1)
    return key if by is By.UNIT or by is By.PROCEDURE else int(key)
