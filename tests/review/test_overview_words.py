"""What the overview says in a sentence and draws as a line."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from monitor.review.overview.chart import HEIGHT, WIDTH, chart
from monitor.review.overview.told import change, told, worst_first
from monitor.review.overview.verdict import verdict
from monitor.review.overview.wordings import wordings
from rules.indicators import INDICATORS, Figure, Span, SpanKind, Tally

KNOWN = {one.code: one for one in INDICATORS}
SEPTEMBER = Span(SpanKind.MONTH, date(2021, 9, 1), date(2021, 9, 30))
AUGUST = Span(SpanKind.MONTH, date(2021, 8, 1), date(2021, 8, 31))
ON_TIME = "on-time-share"
MONDAY = date(2021, 7, 12)


def figure(
    numerator: int, denominator: int, unknown: int = 0, *, code: str = ON_TIME, unit: str = ""
) -> Figure:
    return Figure(KNOWN[code], unit or None, Tally(numerator, denominator, unknown))


def weeks(*figures: Figure | None) -> list[tuple[Span, Figure | None]]:
    return [
        (Span(SpanKind.WEEK, start, start + timedelta(days=6)), one)
        for one, start in zip(
            figures, (MONDAY + timedelta(days=7 * n) for n in range(20)), strict=False
        )
    ]


@pytest.mark.parametrize(
    ("now", "whole", "words"),
    [
        (figure(8, 10), True, "80,00% đúng hạn; 2 hồ sơ quá hạn trong 10"),
        (figure(8, 10, 1), True, "80,00% đúng hạn; 1 hồ sơ quá hạn trong 10, 1 hồ sơ không rõ"),
        (figure(10, 10), True, "không có hồ sơ quá hạn trong 10 hồ sơ"),
        (
            figure(9, 10, 1),
            True,
            "chưa thấy hồ sơ quá hạn, nhưng có 1 hồ sơ không rõ đúng hạn hay quá hạn",
        ),
        (figure(10, 10), False, "số liệu chưa đủ để kết luận"),
        (figure(8, 10), False, "số liệu chưa đủ để kết luận; ít nhất 2 hồ sơ quá hạn"),
        (figure(0, 0), True, "không có hồ sơ nào trong số liệu"),
        (figure(0, 0), False, "chưa đủ số liệu để kết luận"),
        (None, False, "chưa đủ số liệu để kết luận"),
    ],
)
def test_the_verdict_is_a_sentence_that_never_says_more_than_is_known(
    now: Figure | None, whole: bool, words: str
) -> None:
    found = verdict(SEPTEMBER, now, None, whole=whole)
    assert found.words == f"Tháng 9/2021: {words}."
    claims_none = words.startswith("không có")
    assert found.bad is not claims_none


def test_the_verdict_tells_the_change_since_the_span_before() -> None:
    def compared(before: Figure | None) -> str:
        return verdict(SEPTEMBER, figure(8, 10), (AUGUST, before), whole=True).words

    assert ", giảm 10,00\u00a0điểm phần trăm so với tháng 8/2021;" in compared(figure(9, 10))
    assert ", không đổi so với tháng 8/2021;" in compared(figure(4, 5))
    assert "tháng 8" not in compared(None)
    assert "tháng 8" not in compared(figure(0, 0))


def test_more_days_are_worse_and_more_in_time_is_better() -> None:
    more = change(figure(9, 10), figure(8, 10))
    days = [
        Figure(KNOWN["median-days"], None, Tally(10, 2, 0, middle=middle)) for middle in (3.0, 4.0)
    ]
    longer = change(days[1], days[0])
    assert more is not None
    assert more.better is True
    assert longer is not None
    assert longer.better is False
    same = change(days[0], days[0])
    assert same is not None
    assert same.better is None


def test_divisions_are_ranked_with_what_is_unknown_against_them() -> None:
    code = "apology-coverage"
    those = [
        figure(1, 2, code=code, unit="half"),
        figure(2, 2, 3, code=code, unit="unknown"),
        figure(0, 0, code=code, unit="none"),
        figure(3, 3, code=code, unit="all"),
    ]
    assert worst_first(those, code) == ["unknown", "half", "all", "none"]


def test_a_figure_of_nothing_is_a_dash_without_lists() -> None:
    found = told(figure(0, 0), None, SEPTEMBER, None)
    assert (found.value, found.lists, found.change) == ("–", (), None)


def test_every_indicator_has_words() -> None:
    assert set(wordings()) == set(KNOWN)


def test_a_line_is_broken_where_a_week_has_no_figure() -> None:
    drawn = chart(
        KNOWN[ON_TIME], weeks(figure(1, 2), None, figure(2, 2), figure(0, 0), figure(1, 4))
    )
    assert drawn is not None
    assert [len(line) for line in drawn.lines] == [1, 1, 1]
    assert "đầu kỳ 50,00%, gần nhất 25,00%, thấp nhất 25,00%, cao nhất 100,00%" in drawn.words


@pytest.mark.parametrize(
    "figures",
    [
        [figure(2, 2), figure(3, 3)],
        [figure(0, 2), figure(0, 3)],
        [figure(0, 9, 9), figure(9, 9)],
        [figure(935, 1000), figure(936, 1000)],
        [figure(1, 3, code="on-time-points"), figure(4, 3, code="on-time-points")],
        [
            Figure(KNOWN["median-days"], None, Tally(1, 1, 0, middle=middle))
            for middle in (2.0, 901.5)
        ],
        [figure(5, 10)],
    ],
)
def test_points_and_lines_stand_within_the_drawing(figures: list[Figure]) -> None:
    drawn = chart(figures[0].indicator, weeks(*figures))
    assert drawn is not None
    points = [point for line in drawn.lines for point in line]
    assert len(points) == len(figures)
    for point in points:
        assert 0 < point.x < WIDTH
        assert all(0 < y < HEIGHT for y in (point.y, point.low, point.high))
    levels = [Decimal(one.words.replace(",", ".")) for one in drawn.levels]
    assert 2 <= len(levels) <= 6
    assert levels == sorted(set(levels))
    if figures[0].indicator.code == ON_TIME:
        assert levels[-1] <= 100


def test_the_week_that_is_not_over_is_told_apart() -> None:
    over, running = weeks(figure(1, 2), figure(1, 2))
    short = Span(SpanKind.WEEK, running[0].start, running[0].start + timedelta(days=3))
    drawn = chart(KNOWN[ON_TIME], [over, (short, running[1])])
    assert drawn is not None
    assert [point.running for point in drawn.lines[0]] == [False, True]


def test_without_any_figure_there_is_no_chart() -> None:
    assert chart(KNOWN[ON_TIME], weeks(None, figure(0, 0))) is None
