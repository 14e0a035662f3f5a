"""Days of an office as rows of text: what is read, what is refused and where, what is written."""

import re
from datetime import date

import pytest
from rules_frame import SHIPPED

from rules.worktime.calendar import DayKind, SpecialDay
from rules.worktime.rows import read_day, read_days, written_days

HEADING = "day,kind,name,act,announced\n"
SWAP = (
    SpecialDay(date(2026, 11, 23), DayKind.OFF, "nghỉ hoán đổi", "1/QĐ-SNV"),
    SpecialDay(date(2026, 11, 28), DayKind.WORK, "làm bù", "1/QĐ-SNV", announced=False),
)
SWAP_TEXT = (
    HEADING + "2026-11-23,off,nghỉ hoán đổi,1/QĐ-SNV,yes\n2026-11-28,work,làm bù,1/QĐ-SNV,no\n"
)


def test_a_row_is_a_day_with_its_act() -> None:
    assert read_days(SWAP_TEXT) == list(SWAP)


def test_what_is_written_is_what_is_read() -> None:
    assert written_days(SWAP) == SWAP_TEXT
    assert written_days([]) == HEADING
    assert read_days(HEADING) == []
    assert read_days(written_days(SHIPPED.special_days)) == list(SHIPPED.special_days)


def test_a_name_with_a_comma_or_a_quotation_mark_survives() -> None:
    odd = [SpecialDay(date(2026, 11, 23), DayKind.OFF, 'nghỉ "bù", một ngày', "1/QĐ")]
    assert read_days(written_days(odd)) == odd


def test_blank_lines_and_blanks_around_a_cell_are_passed_over() -> None:
    text = HEADING + "\n , ,,,\n2026-11-23 , off, nghỉ hoán đổi ,1/QĐ-SNV , yes\n"
    assert read_days(text) == [SWAP[0]]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "line 1: found the heading '', expected 'day,kind,name,act,announced'"),
        (
            "ngày,loại\n",
            "line 1: found the heading 'ngày,loại', expected 'day,kind,name,act,announced'",
        ),
        (
            HEADING + "2026-11-23,off,nghỉ,1/QĐ\n",
            "line 2: found 4 cells, expected 5: day,kind,name,act,announced",
        ),
        (
            HEADING + "\n2026-11-23,Off,nghỉ,1/QĐ,yes\n",
            "line 3: kind: found 'Off', expected off or work",
        ),
        (
            HEADING + "2026-11-23,off,nghỉ,1/QĐ,có\n",
            "line 2: announced: found 'có', expected yes or no",
        ),
        (
            HEADING + "2026-11-23,off, ,1/QĐ,yes\n",
            "line 2: name: found nothing, expected a text",
        ),
        (
            HEADING + "2026-11-23,off,nghỉ,,yes\n",
            "line 2: act: found nothing, expected a text",
        ),
        (
            HEADING + "23/11/2026,off,nghỉ,1/QĐ,yes\n",
            "line 2: found '23/11/2026', expected a day such as 2026-11-23",
        ),
        (
            HEADING + "2026-11-23,off,nghỉ,1/QĐ,yes\n1899-12-31,off,nghỉ,1/QĐ,yes\n",
            "line 3: found '1899-12-31', expected a day from 1900-01-01 to 2199-12-31",
        ),
        (HEADING + '2026-11-23,off,"nghỉ,1/QĐ,yes\n', "line 2: unexpected end of data"),
    ],
)
def test_a_row_that_says_nothing_clear_is_refused_with_its_line(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=rf"^{re.escape(problem)}$"):
        read_days(text)


def test_the_first_and_the_last_day_of_the_calendar_can_be_written() -> None:
    assert read_day("1900-01-01") == date(1900, 1, 1)
    assert read_day("2199-12-31") == date(2199, 12, 31)
    with pytest.raises(ValueError, match=r"^found '2200-01-01', expected a day from 1900-01-01"):
        read_day("2200-01-01")
