"""Tổng quan: the figures of the last run, for those who answer for them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from sqlalchemy import Connection

from monitor.office_figures import without_source
from monitor.review.accounts.roles import Right
from monitor.review.asked_once import freshness_of, standing_of
from monitor.review.overview.asked import Asked, Spans, one_before
from monitor.review.overview.chart import chart
from monitor.review.overview.risk import par_index
from monitor.review.overview.told import Told, told, worst_first
from monitor.review.overview.verdict import MEASURE, verdict
from monitor.review.overview.wordings import span_name, wordings
from monitor.review.refusals import MissingError
from monitor.review.rendering import page
from monitor.review.turns import PageRoute
from monitor.review.visit import Visit, with_right
from monitor.store.database import reading
from monitor.store.figures import figures_by_unit, kept_spans, unit_figures, whole_figures
from rules.indicators import INDICATORS, Figure, Span, SpanKind
from rules.indicators.indicator import Indicator

router = APIRouter(route_class=PageRoute)

_KNOWN = {one.code: one for one in INDICATORS}

Figures = Mapping[str, Figure]


@router.get("/overview")
def overview(
    visit: Annotated[Visit, Depends(with_right(Right.FIGURES))],
    asked: Annotated[Asked, Depends()],
) -> Response:
    """How the office, or a division of it, stands."""
    only = visit.only_unit(Right.FIGURES)
    if asked.by not in _KNOWN or (only is not None and asked.unit not in ("", only)):
        raise MissingError("Không có đơn vị hoặc chỉ số này, hoặc không thuộc đơn vị của bạn.")
    unit = only or asked.unit or None
    with reading(visit.site.engine) as connection:
        whole = freshness_of(visit, connection).whole
        kept = standing_of(visit, connection).overviews
        shown = kept.once(
            (asked, only, whole), lambda: _shown(connection, visit, asked, only, whole=whole)
        )
    if shown is None:
        return page(visit, "overview_empty.html", unit=unit)
    return page(visit, "overview.html", **shown)


def _shown(
    connection: Connection, visit: Visit, asked: Asked, only: str | None, *, whole: bool
) -> Mapping[str, Any] | None:
    """What the page shows; None before the first figures. only: the division he is kept to."""
    unit = only or asked.unit or None
    spans = {kind: kept_spans(connection, kind) for kind in SpanKind}
    if not spans[SpanKind.YEAR]:
        return None
    span = asked.chosen(spans)
    figures = {kind: _of(connection, kind, unit) for kind in SpanKind}
    by_unit = figures_by_unit(connection, span.kind, span.start) if unit is None else []
    now = figures[span.kind].get(span.start, {})
    before = one_before(span, spans)
    earlier = figures[span.kind].get(before.start, {}) if before else {}
    absent = without_source(visit.site.settings)
    indicators = [one for one in INDICATORS if one.code not in absent]
    year = spans[SpanKind.YEAR][-1]
    last = (before, earlier.get(MEASURE)) if before else None
    return {
        "asked": asked,
        "unit": unit,
        "sees_all": only is None,
        "tabs": list(asked.tabs(spans)),
        "span": span,
        "span_name": span_name,
        "before": before,
        "verdict": verdict(span, now.get(MEASURE), last, whole=whole),
        "rows": _told(indicators, now, earlier, span, None if only else unit),
        "absent": [(_KNOWN[code].title, why) for code, why in absent.items()],
        "indicators": indicators,
        "wordings": wordings(),
        "units": list(_units(by_unit, asked.by, indicators, span)),
        "charts": _charts(indicators, spans, figures[SpanKind.WEEK]),
        "weeks": _table(indicators, spans, SpanKind.WEEK, figures, asked),
        "months": _table(indicators, spans, SpanKind.MONTH, figures, asked),
        "year": year,
        "par": par_index(
            year,
            figures[SpanKind.YEAR].get(year.start, {}),
            None if only else unit,
            whole=whole,
        ),
    }


def _of(connection: Connection, kind: SpanKind, unit: str | None) -> Mapping[Any, Figures]:
    """First day of a span → code of an indicator → its figure."""
    found = (
        whole_figures(connection, kind) if unit is None else unit_figures(connection, kind, unit)
    )
    return {start: {one.indicator.code: one for one in figures} for start, figures in found.items()}


def _told(
    indicators: Sequence[Indicator],
    now: Figures,
    earlier: Figures,
    span: Span,
    unit: str | None,
) -> list[Told]:
    return [
        told(now[one.code], earlier.get(one.code), span, unit)
        for one in indicators
        if one.code in now
    ]


def _units(
    figures: Sequence[Figure], by: str, indicators: Sequence[Indicator], span: Span
) -> Iterator[tuple[str | None, list[Told]]]:
    """The divisions and their figures, the worst first."""
    of: dict[Any, dict[str, Figure]] = {}
    for figure in figures:
        of.setdefault(figure.group, {})[figure.indicator.code] = figure
    for unit in worst_first(figures, by):
        yield unit, _told(indicators, of[unit], {}, span, unit)


def _charts(
    indicators: Sequence[Indicator], spans: Spans, weeks: Mapping[Any, Figures]
) -> list[Any]:
    drawn = (
        chart(
            one,
            [(span, weeks.get(span.start, {}).get(one.code)) for span in spans[SpanKind.WEEK]],
        )
        for one in indicators
    )
    return [one for one in drawn if one is not None]


def _table(
    indicators: Sequence[Indicator],
    spans: Spans,
    kind: SpanKind,
    figures: Mapping[SpanKind, Mapping[Any, Figures]],
    asked: Asked,
) -> list[tuple[str, str, list[Told]]]:
    """The spans of a kind, the last first: name, address, figures; not those before any dossier."""
    rows = [
        (
            span_name(span),
            asked.of_span(span, spans),
            _told(indicators, figures[kind].get(span.start, {}), {}, span, None),
        )
        for span in reversed(spans[kind])
    ]
    while rows and not any(one.has_dossiers for one in rows[-1][2]):
        rows.pop()
    return rows
