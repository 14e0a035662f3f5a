"""A catalogue of procedures: every usual way to write a legal time, and nothing guessed."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from export_files import Rows, write, write_xlsx
from reading import dates

from monitor.intake.errors import IntakeError
from monitor.intake.procedures import Catalogue, LegalTerm, Period, plain_code, read_procedures
from monitor.intake.sheets import read_sheets
from rules.worktime.terms import Unit

HEAD = ["STT", "Mã TTHC", "Tên TTHC", "Lĩnh vực", "Thời hạn giải quyết", "Mức độ"]
DAYS, WORKING_DAYS, HOURS = Unit.DAYS, Unit.WORKING_DAYS, Unit.WORKING_HOURS


def line(code: Any, term: Any, level: Any = "", name: str = "Cấp giấy phép") -> list[Any]:
    return [1, code, name, "Việc làm", term, level]


def read(file: Path, day: Unit = DAYS) -> Catalogue:
    return read_procedures(read_sheets(file), dates(), day)


def catalogue(folder: Path, *rows: list[Any], head: Any = HEAD, day: Unit = DAYS) -> Catalogue:
    return read(write(folder / "thu-tuc.xlsx", [head, *rows]), day)


def one(folder: Path, *rows: list[Any], **other: Any) -> Period:
    (period,) = catalogue(folder, *rows, **other).periods
    return period


@pytest.mark.parametrize(
    ("text", "length", "unit"),
    [
        ("10 ngày làm việc", 10, WORKING_DAYS),
        ("10 NGÀY LÀM VIỆC.", 10, WORKING_DAYS),
        ("03 (ba) ngày làm việc", 3, WORKING_DAYS),
        ("25 (hai mươi lăm) ngày làm việc", 25, WORKING_DAYS),
        ("mười lăm (15) ngày làm việc", 15, WORKING_DAYS),
        ("05 ngày (làm việc)", 5, WORKING_DAYS),
        ("05 (ngày làm việc)", 5, WORKING_DAYS),
        ("10 nga\u0300y la\u0300m vie\u0323\u0302c", 10, WORKING_DAYS),
        ("Không quá 20 ngày làm việc", 20, WORKING_DAYS),
        ("Trong thời hạn 07 ngày làm việc", 7, WORKING_DAYS),
        ("0,5 ngày làm việc", 4, HOURS),
        ("1/2 ngày làm việc", 4, HOURS),
        ("1/2 ngày", 4, HOURS),
        ("2.5 ngày làm việc", 20, HOURS),
        ("3,0 ngày làm việc", 3, WORKING_DAYS),
        ("08 giờ làm việc", 8, HOURS),
        ("24 giờ", 1, DAYS),
        ("15 ngày", 15, DAYS),
        ("30 ngày kể từ ngày nhận đủ hồ sơ hợp lệ", 30, DAYS),
        ("12 ngày làm việc, kể từ ngày tiếp nhận đầy đủ hồ sơ theo quy định", 12, WORKING_DAYS),
    ],
)
def test_a_legal_time_is_read_however_it_is_written(
    tmp_path: Path, text: str, length: int, unit: Unit
) -> None:
    found = catalogue(tmp_path, line("1.001612", text))
    assert [period.term for period in found.periods] == [LegalTerm(length, unit)]
    assert not found.unread


@pytest.mark.parametrize(
    "text",
    [
        "02 tháng",
        "Trong ngày",
        "Theo quy định của pháp luật chuyên ngành",
        "10 ngày làm việc đối với cấp mới; 05 ngày làm việc đối với cấp lại",
        "05 - 10 ngày làm việc",
        "5/10 ngày làm việc",
        "10 ngày làm việc kể từ ngày nhận được ý kiến của Bộ",
        "10 ngày làm việc sau khi họp hội đồng",
        "8 giờ",
        "0 ngày làm việc",
        "1,5 ngày",
        "0,3 ngày làm việc",
        "10",
        "-",
    ],
)
def test_a_time_that_can_not_be_told_in_whole_units_is_none_and_is_named(
    tmp_path: Path, text: str
) -> None:
    found = catalogue(tmp_path, line("1.001612", text))
    assert [period.term for period in found.periods] == [None]
    (cell,) = found.unread
    assert "sheet 'Danh sách', row 2, column E, Thời hạn giải quyết: found " in str(cell)
    assert repr(text) in str(cell)
    assert "expected" in str(cell)


def test_a_procedure_without_a_time_is_named_too(tmp_path: Path) -> None:
    found = catalogue(tmp_path, line("1.001612", None), line("1.001613", "5 ngày"))
    assert (found.procedures, found.with_term) == (2, 1)
    assert [cell.row for cell in found.unread] == [2]


def test_an_office_may_say_that_its_days_and_hours_are_those_of_work(tmp_path: Path) -> None:
    rows = [line("1.1", "15 ngày"), line("1.2", "2,5 ngày"), line("1.3", "24 giờ")]
    found = catalogue(tmp_path, *rows, day=WORKING_DAYS)
    assert [period.term for period in found.periods] == [
        LegalTerm(15, WORKING_DAYS),
        LegalTerm(20, HOURS),
        LegalTerm(24, HOURS),
    ]


def test_the_unit_may_have_a_column_of_its_own(tmp_path: Path) -> None:
    head = ["Mã thủ tục", "Thời hạn", "Đơn vị tính"]
    rows: list[list[Any]] = [
        ["1.1", 10, "Ngày làm việc"],
        ["1.2", 0.5, "ngày làm việc"],
        ["1.3", "4", "Giờ LV"],
    ]
    found = catalogue(tmp_path, *rows, ["1.4", "7 ngày", "Ngày làm việc"], head=head)
    assert [period.term for period in found.periods] == [
        LegalTerm(10, WORKING_DAYS),
        LegalTerm(4, HOURS),
        LegalTerm(4, HOURS),
        LegalTerm(7, DAYS),
    ]


def test_the_unit_may_stand_in_the_heading(tmp_path: Path) -> None:
    head = ["Mã TTHC", "Thời gian giải quyết (ngày làm việc)"]
    assert one(tmp_path, ["1.1", 10], head=head).term == LegalTerm(10, WORKING_DAYS)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Toàn trình", "full"),
        ("DVC trực tuyến toàn trình", "full"),
        ("Mức độ 4", "full"),
        (4, "full"),
        ("Một phần", "partial"),
        ("Mức độ 3", "partial"),
        ("Mức độ 2", "none"),
        ("Không", "none"),
        ("", None),
    ],
)
def test_the_online_level_is_read(tmp_path: Path, text: Any, level: str | None) -> None:
    assert one(tmp_path, line("1.001612", "5 ngày", text)).level == level


def test_an_unknown_level_is_named_and_the_rest_of_the_row_is_used(tmp_path: Path) -> None:
    found = catalogue(tmp_path, line("1.001612", "5 ngày", "Cao"))
    assert [(one.term, one.level) for one in found.periods] == [(LegalTerm(5, DAYS), None)]
    assert "row 2, column F, Mức độ: found 'Cao': expected 'Toàn trình'" in str(found.unread[0])


@pytest.mark.parametrize(
    "code",
    ["1.001612.000.00.00.H48", "1.001612", "1,001612", 1.001612, " 1.001612.000.00.00.h48\n"],
)
def test_the_suffix_of_a_code_does_not_matter(tmp_path: Path, code: Any) -> None:
    assert one(tmp_path, line(code, "5 ngày")).code == "1.001612"


def test_a_code_that_became_a_number_has_its_last_zero_again() -> None:
    assert plain_code("2.00249") == plain_code("2.002490.000.00.00.H48") == "2.002490"
    assert plain_code("sct-07") == "SCT-07"


def test_groups_numbers_totals_and_titles_are_no_procedures(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["DANH MỤC THỦ TỤC HÀNH CHÍNH"],
        [],
        HEAD,
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        ["I", None, "Lĩnh vực Việc làm"],
        line("1.001612", "5 ngày"),
        HEAD,
        ["II. Lĩnh vực Lao động"] * 6,
        line("1.001613", "7 ngày"),
        ["Tổng cộng: 2 thủ tục"],
    ]
    found = read(write(tmp_path / "thu-tuc.xlsx", rows))
    assert [period.code for period in found.periods] == ["1.001612", "1.001613"]
    assert not found.unread


def test_a_row_without_code_and_name_is_named(tmp_path: Path) -> None:
    found = catalogue(tmp_path, line(None, "5 ngày", name=""), line("1.001613", "7 ngày"))
    assert [period.code for period in found.periods] == ["1.001613"]
    assert "row 2, column B, Mã TTHC: has no code or name" in str(found.unread[0])


def test_the_same_code_twice_with_different_times_is_not_used(tmp_path: Path) -> None:
    rows = [line("1.1.000.00.00.H48", "5 ngày"), line("1.1", "7 ngày"), line("1.2", "3 ngày")]
    found = catalogue(tmp_path, *rows)
    assert {one.code: one.term for one in found.periods} == {
        "1.100000": None,
        "1.200000": LegalTerm(3, DAYS),
    }
    (note,) = found.notes
    assert note.startswith("procedure 1.100000 is not used: it has 5 days, level unknown and 7 day")


def test_the_same_row_twice_counts_once(tmp_path: Path) -> None:
    found = catalogue(tmp_path, line("1.1", "5 ngày"), line("1.1", "05 ngày", name="Tên khác"))
    assert (len(found.periods), found.notes) == (1, ())


def test_a_legal_time_may_hold_from_one_day_to_another(tmp_path: Path) -> None:
    head = [*HEAD, "Từ ngày", "Đến ngày"]
    rows = [
        [*line("1.1", "10 ngày"), None, "31/12/2020"],
        [*line("1.1", "7 ngày"), datetime(2021, 1, 1), ""],
    ]
    periods = catalogue(tmp_path, *rows, head=head).periods
    assert [(one.start, one.end, one.term and one.term.length) for one in periods] == [
        (date.min, date(2020, 12, 31), 10),
        (date(2021, 1, 1), date.max, 7),
    ]


def test_periods_that_overlap_contradict_each_other(tmp_path: Path) -> None:
    head = [*HEAD, "Từ ngày", "Đến ngày"]
    rows = [
        [*line("1.1", "10 ngày"), "", "31/12/2020"],
        [*line("1.1", "7 ngày"), "31/12/2020", ""],
    ]
    found = catalogue(tmp_path, *rows, head=head)
    assert found.with_term == 0
    assert "at the same time" in found.notes[0]


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("31/06/2021", "", "column G, Từ ngày: found '31/06/2021': no such day"),
        ("", "đến nay", "column H, Đến ngày: found 'đến nay': not a date"),
        ("02/01/2021", "01/01/2021", "found '01/01/2021': ends before it begins"),
    ],
)
def test_a_row_whose_days_can_not_be_read_is_not_used(
    tmp_path: Path, start: str, end: str, said: str
) -> None:
    head = [*HEAD, "Từ ngày", "Đến ngày"]
    rows = [[*line("1.1", "10 ngày"), start, end], [*line("1.2", "7 ngày"), "", ""]]
    found = catalogue(tmp_path, *rows, head=head)
    assert [one.code for one in found.periods] == ["1.200000"]
    assert said in str(found.unread[0])


def test_a_name_of_two_procedures_names_neither(tmp_path: Path) -> None:
    rows = [line("1.1", "5 ngày", name="Cấp mới"), line("1.2", "5 ngày"), line("1.3", "7 ngày")]
    assert catalogue(tmp_path, *rows).by_name == {"capmoi": "1.100000"}


def test_every_kind_of_file_and_every_sheet_is_read(tmp_path: Path) -> None:
    for kind in (".xls", ".ods", ".csv"):
        rows = [HEAD, line("1.001612", "5 ngày")]
        assert read(write(tmp_path / f"thu-tuc{kind}", rows)).with_term == 1
    sheets: dict[str, Rows] = {
        "Bìa": [["Danh mục"]],
        "Sở": [HEAD, line("1.1", "5 ngày")],
        "Huyện": [["Tên thủ tục", "Thời gian giải quyết"], ["Cấp giấy", "3 ngày"]],
    }
    found = read(write_xlsx(tmp_path / "hai.xlsx", sheets))
    assert [(one.code, one.name) for one in found.periods] == [
        ("1.100000", "Cấp giấy phép"),
        ("", "Cấp giấy"),
    ]
    (note,) = found.notes
    assert note.startswith(
        "hai.xlsx, sheet 'Bìa' passed over: no row has a known heading; expected"
    )


def test_a_file_that_is_no_catalogue_is_refused_with_what_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match=r"no heading for term .* among 'Mã TTHC', 'Lĩnh vực'"):
        catalogue(tmp_path, ["1.1", "Việc làm"], head=["Mã TTHC", "Lĩnh vực"])
    with pytest.raises(IntakeError, match="no procedure can be read"):
        catalogue(tmp_path)
