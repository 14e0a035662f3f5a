"""A row that can't be read is kept aside with its place, its value and the reason."""

from pathlib import Path
from typing import Any

import pytest
from export_files import write
from reading import at, dossier, read

HEAD: list[Any] = ["STT", "Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái", "Chủ hồ sơ"]
GOOD: list[Any] = [1, "HS1", "01/09/2021", "10/09/2021", "Đang xử lý", "Trần Văn A"]


def with_bad(column: int, value: Any) -> list[Any]:
    row: list[Any] = [2, "HS2", "01/09/2021", "10/09/2021", "Đang xử lý", "Lê Thị B"]
    row[column] = value
    return row


@pytest.mark.parametrize(
    ("column", "value", "place", "reason"),
    [
        (1, None, "B, Mã hồ sơ", "the code is missing"),
        (1, "Đã xử lý xong", "B, Mã hồ sơ", "have the cells slipped?"),
        (1, "UBND", "B, Mã hồ sơ", "a text without a digit"),
        (1, "01/09/2021 08:00:00", "B, Mã hồ sơ", "a date stands where the code should be"),
        (2, "hôm qua", "C, Ngày tiếp nhận", "not a date"),
        (3, "31/06/2021", "D, Ngày hẹn trả", "no such day"),
        (3, "9/10", "D, Ngày hẹn trả", "not a date"),
        (3, "01/01/2921", "D, Ngày hẹn trả", "between 1900 and 2199"),
        (3, 12, "D, Ngày hẹn trả", "not a date"),
        (4, "Đã biến mất", "E, Trạng thái", "not a known wording"),
        (4, 11, "E, Trạng thái", "not one of 1 to 10"),
        (4, "4 - Đã trả kết quả", "E, Trạng thái", "not a known wording"),
    ],
)
def test_a_row_that_can_not_be_read_is_rejected_with_its_place_and_reason(
    tmp_path: Path, column: int, value: Any, place: str, reason: str
) -> None:
    pull = read(write(tmp_path / "a.xlsx", [HEAD, GOOD, with_bad(column, value)]))
    (row,) = pull.rejected
    assert (pull.read, pull.accepted) == (2, 1)
    assert (row.file, row.sheet, row.row, row.column) == ("a.xlsx", "Danh sách", 3, place)
    assert reason in row.reason
    assert row.value == ("" if value is None else str(value))
    assert "Lê Thị B" in row.cells
    assert row.code == (value if column == 1 else "HS2")


@pytest.mark.parametrize("footer", ["1/4", "Trang:1/4", "30/09/2021", "HS2"])
def test_a_row_with_nothing_but_a_code_is_kept_aside(tmp_path: Path, footer: str) -> None:
    pull = read(write(tmp_path / "a.xlsx", [HEAD, GOOD, [None, footer]]))
    assert (pull.accepted, len(pull.rejected)) == (1, 1)


def test_codes_with_twins_of_a_letter_are_one_code(tmp_path: Path) -> None:
    rows = [[1, code, *GOOD[2:]] for code in ("H.Đ-1", "H.\u00d0-1", "H.\u0189\u20101")]
    assert read(write(tmp_path / "a.xlsx", [HEAD, *rows])).dossiers["code"].tolist() == ["H.Đ-1"]


@pytest.mark.parametrize(
    "typed",
    ["000.11.22.h99-210830-0001", "000.11.22.H99 - 210830 - 0001", " 000.11.22.h99-210830–0001"],
)
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_an_official_code_is_the_same_however_it_was_typed(
    tmp_path: Path, typed: str, suffix: str
) -> None:
    file = write(tmp_path / f"a{suffix}", [HEAD, [1, typed, *GOOD[2:]], [2, "hs 2-x", *GOOD[2:]]])
    assert read(file).dossiers["code"].tolist() == ["000.11.22.H99-210830-0001", "hs 2-x"]


@pytest.mark.parametrize("guarded", ["'000123", '="000123"', '= "000123"'])
def test_signs_that_keep_a_code_from_becoming_a_number_are_none_of_it(
    tmp_path: Path, guarded: str
) -> None:
    day = '="01/09/2021"'
    rows = [HEAD, [1, guarded, day, *GOOD[3:]]]
    found = dossier(read(write(tmp_path / "a.csv", rows)), "000123")
    assert found["received_at"] == at("2021-09-01")


def test_a_code_with_another_text_in_its_cell_is_kept_aside(tmp_path: Path) -> None:
    cells = ["000.11.22.H99-210830-0001 Lê Thị B", "000.11.22.H99-210830-0002 / H2"]
    rows = [HEAD, GOOD, *([2, cell, *GOOD[2:]] for cell in cells)]
    pull = read(write(tmp_path / "a.xlsx", rows))
    assert ["in one cell" in row.reason for row in pull.rejected] == [True, True]


def test_a_twin_of_a_letter_makes_no_other_division(tmp_path: Path) -> None:
    rows = [[*HEAD, "Phòng xử lý"]]
    rows += [[n, f"HS{n}", *GOOD[2:], f"Phòng {d}ào tạo"] for n, d in enumerate("Đ\u00d0\u0189", 1)]
    assert read(write(tmp_path / "a.xlsx", rows)).dossiers["unit"].unique().tolist() == [
        "Phòng Đào tạo"
    ]


def test_a_row_whose_values_contradict_each_other_is_accepted(tmp_path: Path) -> None:
    row = [2, "HS2", "10/09/2021", "01/09/2021", "4", ""]
    assert read(write(tmp_path / "a.xlsx", [HEAD, row])).accepted == 1


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (9, 9),
        (9.0, 9),
        ("9", 9),
        ("9.0", 9),
        (" đã XỬ lý  xong", 9),
        ("Da xu ly xong", 9),
        ("9. Đã xử lý xong", 9),
        ("Chờ ký số", 4),
        ("", 4),
    ],
)
def test_a_status_is_read_as_number_as_text_and_as_the_office_says_it(
    tmp_path: Path, value: Any, status: int
) -> None:
    file = write(tmp_path / "a.xlsx", [HEAD, with_bad(4, value)])
    assert dossier(read(file, statuses={"Chờ ký số": 4}), "HS2")["status"] == status


def test_texts_keep_their_zeros_their_marks_and_what_looks_like_nothing(tmp_path: Path) -> None:
    rows: list[Any] = [HEAD, ["1", "000123", "01/09/2021", "10/09/2021", "4", "NULL"]]
    found = dossier(read(write(tmp_path / "a.csv", rows)), "000123")
    assert found["applicant"] == "NULL"
    decomposed = "Nguye\u0302\u0303n Thi\u0323 Hoa\u0300"
    rows = [HEAD, [1, "HS9", "", "10/09/2021", "4", f" {decomposed}\u00a0 "]]
    assert dossier(read(write(tmp_path / "b.csv", rows)), "HS9")["applicant"] == "Nguyễn Thị Hoà"


@pytest.mark.parametrize("cut", ["\n", "\r"])
def test_both_halves_of_a_row_that_a_line_break_cuts_are_kept_aside(
    tmp_path: Path, cut: str
) -> None:
    head = [*HEAD[:2], "Tên thủ tục", *HEAD[2:]]
    rows = [[n, f"HS-{n:04}", "Cấp phép", *GOOD[2:]] for n in range(1, 61)]
    lines = [",".join(map(str, row)) for row in (head, *rows)]
    lines[55] = lines[55].replace("Cấp phép", f"Cấp{cut}phép")
    lines[57] = lines[57].replace(",10/09", f"{cut},10/09")
    file = tmp_path / "a.csv"
    file.write_bytes("\n".join(lines).encode())
    pull = read(file)
    assert [row.row for row in pull.rejected] == [56, 57, 59, 60]
    assert "is there a line break in a cell?" in pull.rejected[0].reason
    assert pull.accepted == 58


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_dossiers_below_in_one_cell_each_are_not_lost(tmp_path: Path, suffix: str) -> None:
    line = "2;000.17.22.H56-210901-0002;01/09/2021;10/09/2021;4;Lê Thị B"
    for rows in ([HEAD, GOOD, [line], [line]], [HEAD, GOOD, [line], GOOD]):
        pull = read(write(tmp_path / f"a{suffix}", rows))
        assert len(pull.rejected) == sum(row == [line] for row in rows)
        assert pull.rejected[0].cells[0] == line


def test_a_text_that_a_formula_keeps_from_being_a_number_is_the_text(tmp_path: Path) -> None:
    row = [1, '="HS1"', '="01/09/2021"', "10/09/2021", '="4"', '="Trần ""A"" Văn"']
    pull = read(write(tmp_path / "a.csv", [HEAD, row, [2, "HS2", *row[2:5], '="A 1"']]))
    assert dossier(pull, "HS1")["applicant"] == 'Trần "A" Văn'
    assert dossier(pull, "HS2")["applicant"] == "A 1"
    assert dossier(pull, "HS1")["status"] == 4
