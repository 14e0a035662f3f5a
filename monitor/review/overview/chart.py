"""A line over the weeks: where its points stand in a drawing that the template makes."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import groupby

from monitor.review.overview.told import with_unit
from monitor.review.overview.wordings import span_name, wordings
from monitor.vietnamese import number
from rules.indicators import Figure, Span
from rules.indicators.indicator import PERCENT, Indicator, Shown

WIDTH, HEIGHT = 320, 130
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 310, 10, 104
_STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10), Decimal(20), Decimal(50))
_PARTS = 4  # between the lowest and the highest line, at most


@dataclass(frozen=True, slots=True)
class Point:
    """A week: where it stands, what it is, and from where to where the truth may lie.

    running: whether the week is not over.
    """

    x: float
    y: float
    low: float
    high: float
    words: str
    running: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A line across with its number, or a day below."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of one indicator.

    lines: the points that are joined; where a week has no figure the line is broken.
    """

    indicator: Indicator
    title: str
    last: str
    words: str
    lines: tuple[tuple[Point, ...], ...]
    levels: tuple[Mark, ...]
    days: tuple[Mark, ...]


def chart(one: Indicator, weeks: Sequence[tuple[Span, Figure | None]]) -> Chart | None:
    """The chart of an indicator over the weeks, the first first; None where none has a figure."""
    known = [figure for _, figure in weeks if figure is not None and figure.value is not None]
    if not known:
        return None
    bottom, top, step = _levels(one, known)

    def height(value: Decimal) -> float:
        share = float((value - bottom) / (top - bottom))
        return round(_BOTTOM - share * (_BOTTOM - _TOP), 1)

    gap = (_RIGHT - _LEFT) / max(len(weeks) - 1, 1)
    placed: list[Point | None] = []
    for place, (span, figure) in enumerate(weeks):
        if figure is None or figure.value is None:
            placed.append(None)
            continue
        y = height(figure.value)
        bounds = (figure.at_least, figure.at_most)
        low, high = (y if bound is None else height(bound) for bound in bounds)
        tally = figure.tally
        words = f"{span_name(span)}: {with_unit(figure.value, one)}"
        made_of = f"{number(tally.numerator)}/{number(tally.denominator)}"
        running = (span.end - span.start).days < 6  # noqa: PLR2004 - a week from Monday to Sunday
        x = round(_LEFT + place * gap, 1)
        placed.append(Point(x, y, low, high, f"{words} ({made_of})", running))
    lines = tuple(
        tuple(point for point in run if point)
        for there, run in groupby(placed, key=lambda point: point is not None)
        if there
    )
    levels = [bottom + step * n for n in range(int((top - bottom) / step) + 1)]
    return Chart(
        indicator=one,
        title=wordings()[one.code].short,
        last=with_unit(known[-1].value, one),
        words=_words(one, known, weeks),
        lines=lines,
        levels=tuple(
            Mark(height(level), f"{level.normalize():f}".replace(".", ",")) for level in levels
        ),
        days=tuple(
            Mark(round(_LEFT + place * gap, 1), f"{weeks[place][0].start:%d/%m}")
            for place in sorted({0, len(weeks) // 2, len(weeks) - 1})
        ),
    )


def _levels(one: Indicator, known: Sequence[Figure]) -> tuple[Decimal, Decimal, Decimal]:
    """The lowest and the highest line and the step between them, around all that is shown."""
    values = [
        value
        for figure in known
        for value in (figure.value, figure.at_least, figure.at_most)
        if value is not None
    ]
    low, high = min(values), max(values)
    step = next((s for s in _STEPS if (high - low) / s <= _PARTS - 1), _wide_step(high - low))
    bottom = (low / step).to_integral_value(ROUND_FLOOR) * step
    top = (high / step).to_integral_value(ROUND_CEILING) * step
    if bottom == top:
        full = one.shown is Shown.PERCENT and top >= PERCENT
        bottom, top = (bottom - step, top) if full else (bottom, top + step)
    return bottom, top, step


def _wide_step(distance: Decimal) -> Decimal:
    return (distance / _PARTS).to_integral_value(ROUND_CEILING)


def _words(
    one: Indicator, known: Sequence[Figure], weeks: Sequence[tuple[Span, Figure | None]]
) -> str:
    """What the chart shows, for whoever does not see it."""
    values = [figure.value for figure in known if figure.value is not None]
    first, last = with_unit(values[0], one), with_unit(values[-1], one)
    low, high = with_unit(min(values), one), with_unit(max(values), one)
    since = f"{len(weeks)} tuần từ {weeks[0][0].start:%d/%m/%Y}"
    return (
        f"{one.title}, {since}: đầu kỳ {first}, gần nhất {last}, thấp nhất {low}, cao nhất {high}."
    )
