"""The figures that the last run measured: kept, and found again by span.

They are of the year so far, of its months and the one before, and of the last twelve weeks (see
`rules.indicators.spans_until`), each as of its last day by what the run knew. Last week against the
one before it, of all dossiers and by division:

    *_, before, last, this = kept_spans(connection, SpanKind.WEEK)
    weeks = whole_figures(connection, SpanKind.WEEK)
    weeks[before.start], weeks[last.start]
    figures_by_unit(connection, SpanKind.WEEK, last.start)

The week that runs ends on the day of reckoning: on a Monday it is one day long.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from monitor.store.figure_models import KeptFigure
from rules.indicators import INDICATORS, Figure, Measured, Span, SpanKind, Tally

_KNOWN = {one.code: one for one in INDICATORS}
_SUMS = tuple(Tally.__slots__)


def keep_figures(connection: Connection, measured: Iterable[Measured], run_id: int) -> None:
    """Put the figures of this run in the place of those of the run before.

    To be called in the transaction of the run, so that they stand for what it has landed.
    """
    rows = [
        _values(run_id, one.span, figure, whole=whole)
        for one in measured
        for whole, figures in ((True, one.whole), (False, one.by_unit))
        for figure in figures
    ]
    connection.execute(delete(KeptFigure))
    if rows:
        connection.execute(insert(KeptFigure), rows)


def kept_spans(connection: Connection, kind: SpanKind) -> list[Span]:
    """The spans of that kind that have figures, the earliest first; none before the first run."""
    rows = connection.execute(
        select(KeptFigure.start, KeptFigure.end)
        .where(KeptFigure.kind == kind, KeptFigure.whole.is_(True))
        .distinct()
        .order_by(KeptFigure.start)
    )
    return [Span(kind, start, end) for start, end in rows]


def whole_figures(connection: Connection, kind: SpanKind) -> dict[date, list[Figure]]:
    """First day of a span of that kind → the figures of all dossiers, in the indicators' order.

    An indicator whose source the office does not have has none.
    """
    return _by_start(connection, KeptFigure.kind == kind, KeptFigure.whole.is_(True))


def unit_figures(connection: Connection, kind: SpanKind, unit: str) -> dict[date, list[Figure]]:
    """First day of a span of that kind → the figures of one division."""
    of_unit = (KeptFigure.whole.is_(False), KeptFigure.unit == unit)
    return _by_start(connection, KeptFigure.kind == kind, *of_unit)


def figures_by_unit(connection: Connection, kind: SpanKind, start: date) -> list[Figure]:
    """The figures of each division in that span, by its name; the group is the division.

    Dossiers that say no division come last. A division without a dossier has none.
    """
    that = (KeptFigure.kind == kind, KeptFigure.start == start, KeptFigure.whole.is_(False))
    return _by_start(connection, *that).get(start, [])


def _by_start(connection: Connection, *conditions: Any) -> dict[date, list[Figure]]:
    columns = [getattr(KeptFigure, name) for name in _SUMS]
    rows = connection.execute(
        select(KeptFigure.start, KeptFigure.unit, KeptFigure.indicator, *columns)
        .where(*conditions)
        .order_by(KeptFigure.id)
    )
    found: dict[date, list[Figure]] = {}
    for start, unit, code, *sums in rows:
        figures = found.setdefault(start, [])
        # A version before may have kept an indicator that there is no more.
        if code in _KNOWN:
            figures.append(Figure(_KNOWN[code], unit, Tally(*sums)))
    return found


def _values(run_id: int, span: Span, figure: Figure, *, whole: bool) -> dict[str, Any]:
    tally = {name: getattr(figure.tally, name) for name in _SUMS}
    return {
        "run_id": run_id,
        "kind": span.kind,
        "start": span.start,
        "end": span.end,
        "whole": whole,
        "unit": figure.group,
        "indicator": figure.indicator.code,
        **tally,
    }
