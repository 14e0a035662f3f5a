"""Dates in every form that exports have been seen to use."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from reading import at, dates

from monitor.intake.dates import DateReader

FIVE_PM = "2021-07-30 17:00:00"


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("30/7/2021", "2021-07-30"),
        ("30-07-2021", "2021-07-30"),
        ("30.07.2021", "2021-07-30"),
        ("30/07/21", "2021-07-30"),
        ("2021-07-30", "2021-07-30"),
        ("20210730", "2021-07-30"),
        ("Ngày 30 tháng 07 năm 2021", "2021-07-30"),
        ("Ngày 30/07/2021", "2021-07-30"),
        ("17:00, ngày 30/07/2021", FIVE_PM),
        ("05/09/2026", "2026-09-05"),
        ("30/07/2021 17:00:00", FIVE_PM),
        ("30/07/2021 17:00", FIVE_PM),
        ("17:00 30/07/2021", FIVE_PM),
        ("30/07/2021 5:00:00 CH", FIVE_PM),
        ("30/07/2021 05:00:00 PM", FIVE_PM),
        ("30/07/2021 5:00:00 SA", "2021-07-30 05:00:00"),
        ("30/07/2021 17h00", FIVE_PM),
        ("20210730170000", FIVE_PM),
        (20210730170000.0, FIVE_PM),
        ("2021-07-30T17:00:00.000", FIVE_PM),
        ("2021-07-30T10:00:00.000+0000", FIVE_PM),
        ("2021-07-30T10:00:00Z", FIVE_PM),
        ("2021-07-30T17:00:00.000+0000", "2021-07-31 00:00:00"),
        ("2021-07-30 17:00:00.250000+07:00", "2021-07-30 17:00:00.250000"),
        ("44407.7083333333", FIVE_PM),
        (44407.7083333333, FIVE_PM),
        ("44407,7083", FIVE_PM),
        (44407.7083, FIVE_PM),
        ("44407.70832", "2021-07-30 16:59:59"),
        (44407, "2021-07-30"),
        (datetime(2021, 7, 30, 17), FIVE_PM),
        (date(2021, 7, 30), "2021-07-30"),
    ],
)
def test_a_date_in_a_known_form_is_read(cell: Any, moment: str) -> None:
    column = dates().read([cell])
    assert column.unreadable == {}
    assert column.moments.tolist() == [at(moment)]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("17 giờ 05 phút, ngày 12/07/2021", "2021-07-12 17:05"),
        ("8 giờ 30 ngày 12/7/2021", "2021-07-12 08:30"),
        ("17 giờ ngày 12/07/2021", "2021-07-12 17:00"),
        ("Thứ hai, 12/07/2021", "2021-07-12"),
        ("T2 12/07/2021 17:00", "2021-07-12 17:00"),
        ("12/07/2021 5:00 chiều", "2021-07-12 17:00"),
        ("12/07/2021 5:00 pm", "2021-07-12 17:00"),
        ("12 / 07 / 2021", "2021-07-12"),
        ("12-Thg7-21", "2021-07-12"),
        ("12 Thg 7, 2021", "2021-07-12"),
        ("12-Jul-2021", "2021-07-12"),
        ("Jul 12, 2021", "2021-07-12"),
        ("2021.07.12", "2021-07-12"),
        ("'12/07/2021", "2021-07-12"),
        ("12/07/2021.", "2021-07-12"),
    ],
)
def test_a_date_with_words_is_read(text: str, moment: str) -> None:
    column = dates().read([text])
    assert (column.moments.tolist(), column.unreadable) == ([at(moment)], {})


@pytest.mark.parametrize(
    "cell",
    ["", "  ", None, "01/01/0001 00:00:00", "01/01/1900", "01/01/1970 07:00:00",
     "ngày....tháng....năm....", "../../....", "NULL", "-", time(0, 0), "...../...../20....",
     "ngày ... tháng ... năm 20...", "0000-00-00", "00/00/0000 00:00:00", "0", 0, "1753-01-01",
     "30/12/1899 00:00:00", "31/12/9999", "Chưa có kết quả", "không có", "undefined"],
)  # fmt: skip
def test_what_stands_for_no_date_is_no_date(cell: Any) -> None:
    column = dates().read([cell])
    assert column.unreadable == {}
    assert column.moments.tolist() == [None]


@pytest.mark.parametrize(
    "cell",
    [
        "31/06/2021",
        "7/30/2021",
        "hôm nay",
        "2021",
        "30/07",
        "9999-12-30",
        "ngày 20",
        "20",
        "chưa có 5",
        12.5,
        True,
        "1/1/1/1",
        "#N/A",
        "#REF!",
        "####",
    ],
)
def test_what_is_there_and_no_date_is_unreadable(cell: Any) -> None:
    column = dates().read([None, cell])
    assert list(column.unreadable) == [1]
    assert column.moments.tolist() == [None, None]


def test_a_column_may_mix_all_forms() -> None:
    cells: list[Any] = ["30/07/2021", 44407, "x", None, "20210730170000", "30-7-2021 17:00"]
    column = dates().read(cells)
    assert list(column.unreadable) == [2]
    assert [moment and moment.day for moment in column.moments.tolist()] == [
        30, 30, None, None, 30, 30,
    ]  # fmt: skip


def test_a_configured_format_is_tried_first() -> None:
    assert dates(["%m/%d/%Y"]).read(["05/09/2026", "30/09/2026"]).moments.tolist() == [
        at("2026-05-09"),
        at("2026-09-30"),
    ]


def test_stamps_of_another_zone_move_and_bare_dates_do_not() -> None:
    reader = dates(stamps="UTC")
    cells: list[Any] = [
        "2021-07-30 17:00:00",
        "30/07/2021",
        datetime(2021, 7, 30, 17),
        date(2021, 7, 30),
    ]
    assert reader.read(cells).moments.tolist() == [
        at("2021-07-31"),
        at("2021-07-30"),
        at("2021-07-31"),
        at("2021-07-30"),
    ]


def test_offsets_are_turned_into_the_agencys_summer_and_winter_time() -> None:
    amsterdam = ZoneInfo("Europe/Amsterdam")
    cells: list[Any] = ["2011-10-11 11:45:40.276000+00:00", "2011-12-11T11:45:40+00:00"]
    assert DateReader((), amsterdam, amsterdam).read(cells).moments.tolist() == [
        at("2011-10-11 13:45:40.276"),
        at("2011-12-11 12:45:40"),
    ]
