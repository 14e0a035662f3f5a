"""The figures that the last run measured, for dashboards of others."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from sqlalchemy import Connection

from monitor.review.accounts.roles import Right
from monitor.review.api.access import Asking, with_right
from monitor.review.api.lists import Day, Unit
from monitor.review.api.records import FigureRecord, Figures
from monitor.store.database import reading
from monitor.store.figures import figures_by_unit, kept_spans, unit_figures, whole_figures
from rules.indicators import Figure, Span, SpanKind

router = APIRouter()


@router.get("/figures")
def figures(
    asking: Annotated[Asking, Depends(with_right(Right.FIGURES))],
    kind: SpanKind = SpanKind.MONTH,
    start: Annotated[Day, Query(description="only the span that begins on this day")] = None,
    unit: Unit = None,
    by_unit: Annotated[
        bool, Query(description="of each division instead of the whole office")
    ] = False,
) -> Figures:
    """The indicators of the weeks, months or the year that the last run measured."""
    only = asking.unit(unit, Right.FIGURES)
    with reading(asking.site.engine) as connection:
        spans = [one for one in kept_spans(connection, kind) if start is None or one.start == start]
        items = [
            _record(span, figure, whole=only is None and not by_unit)
            for span, figure in _figures(connection, kind, spans, only, by_unit=by_unit)
        ]
    return Figures(data=asking.data(), items=items)


def _figures(
    connection: Connection, kind: SpanKind, spans: list[Span], only: str | None, *, by_unit: bool
) -> Iterator[tuple[Span, Figure]]:
    if only is None and by_unit:
        for span in spans:
            yield from ((span, one) for one in figures_by_unit(connection, kind, span.start))
        return
    found = (
        whole_figures(connection, kind) if only is None else unit_figures(connection, kind, only)
    )
    for span in spans:
        yield from ((span, one) for one in found.get(span.start, []))


def _record(span: Span, figure: Figure, *, whole: bool) -> FigureRecord:
    one, tally = figure.indicator, figure.tally
    return FigureRecord(
        kind=span.kind,
        start=span.start,
        end=span.end,
        unit=str(figure.group) if figure.group is not None else None,
        whole=whole,
        indicator=one.code,
        title=one.title,
        value=_number(figure.value),
        shown=one.shown,
        numerator=tally.numerator,
        denominator=tally.denominator,
        unknown=tally.unknown,
        beside=tally.beside,
        excused=tally.excused,
        at_least=_number(figure.at_least),
        at_most=_number(figure.at_most),
        score=_number(figure.score),
    )


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
