"""Rows whose cells have slipped against the headings are refused, told by their values."""

from pathlib import Path
from typing import Any

import pytest
from export_files import write
from odd_files import html_page
from reading import read

from monitor.intake.errors import IntakeError

HEAD: list[Any] = [
    "STT", "Mã hồ sơ", "Chủ hồ sơ", "Số điện thoại",
    "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Ghi chú",
]  # fmt: skip


def sound(count: int = 20) -> list[list[Any]]:
    return [
        [n, f"H-{n:04}", "Lê Thị B", "", "01/09/2021", "17/09/2021", "16/09/2021", ""]
        for n in range(1, count + 1)
    ]


@pytest.mark.parametrize(
    ("cells", "place", "reason"),
    [
        (  # the telephone is missing: the dates stand one to the left
            ["H-9", "Lê C", "01/09/2021", "17/09/2021", "16/09/2021", "", ""],
            "E, Ngày tiếp nhận",
            "stands in column D, 'Số điện thoại', and column G, 'Ngày kết thúc xử lý', is empty",
        ),
        (  # a comma in the name: one to the right
            ["H-9", "Lê", " Văn C", "", "01/09/2021", "17/09/2021", "16/09/2021"],
            "G, Ngày kết thúc xử lý",
            "stands in column H, 'Ghi chú', and column E, 'Ngày tiếp nhận', is empty",
        ),
        (["H-9", "01/09/2021 08:00", "", "17/09/2021", ""], "C, Chủ hồ sơ", "applicant should be"),
        (["UBND", "Lê C", "", "01/09/2021", "17/09/2021", ""], "B, Mã hồ sơ", "without a digit"),
    ],
)
@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".html"])
def test_a_row_that_has_slipped_is_kept_aside_and_the_others_are_read(
    tmp_path: Path, cells: list[Any], place: str, reason: str, suffix: str
) -> None:
    rows = [HEAD, *sound(), [21, *cells]]
    file = tmp_path / f"a{suffix}"
    if suffix == ".html":
        file.write_text(html_page(rows), encoding="utf-8")
    else:
        write(file, rows)
    pull = read(file)
    (row,) = pull.rejected
    assert (pull.accepted, row.row, row.column) == (20, 22, place)
    assert reason in row.reason
    assert "have the cells slipped?" in row.reason


def test_twelve_headings_over_eleven_cells_are_refused(tmp_path: Path) -> None:
    rows = [[*row[:3], *row[4:]] for row in sound()]
    with pytest.raises(IntakeError, match=r"not one of 20 rows can be read(.|\n)*cells slipped"):
        read(write(tmp_path / "a.xlsx", [HEAD, *rows]))


def test_a_cell_beyond_the_headings_of_a_text_means_a_delimiter_without_quotes(
    tmp_path: Path,
) -> None:
    lines = [",".join(map(str, row)) for row in (HEAD, *sound())]
    lines += ["21,H-0021,Lê C,0912,Hà Nội, 01/09/2021,17/09/2021,16/09/2021,x"]
    file = tmp_path / "a.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert [row.code for row in read(file).rejected] == ["H-0021"]
    lines[-1] = "21,H-0021,Lê C,0912,01/09/2021,17/09/2021,16/09/2021,x,y"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (row,) = read(file).rejected
    assert "more cells than headings" in row.reason


def test_a_column_without_a_heading_and_trailing_delimiters_are_none(tmp_path: Path) -> None:
    pull = read(write(tmp_path / "a.csv", [HEAD, *([*row, f"x{row[0]}"] for row in sound())]))
    assert (pull.accepted, pull.extras["I"].iloc[0]) == (20, "x1")
    assert read(write(tmp_path / "b.csv", [HEAD, *sound(), [*sound()[0], "", " "]])).accepted == 21


def test_a_date_among_the_remarks_of_a_dated_row_has_not_slipped(tmp_path: Path) -> None:
    row = [1, "H-1", "Lê B", "", "01/09/2021", "17/09/2021", "", "16/09/2021"]
    assert read(write(tmp_path / "a.xlsx", [HEAD, row])).accepted == 1


def test_a_column_of_dates_with_an_odd_name_has_not_slipped(tmp_path: Path) -> None:
    rows = [
        [*row[:3], "12/08/2021", *row[4:6], row[6] if row[0] % 2 else "", ""] for row in sound()
    ]
    assert read(write(tmp_path / "a.xlsx", [HEAD, *rows])).accepted == 20
    head = [*HEAD[:3], "Năm sinh", *HEAD[4:]]
    rows = [[*row[:3], "12/08/1980", *row[4:6], "", ""] for row in sound()]
    assert read(write(tmp_path / "b.xlsx", [head, *rows])).accepted == 20


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_a_code_that_a_workbook_holds_as_a_long_number_has_lost_its_end(
    tmp_path: Path, suffix: str
) -> None:
    rows: list[list[Any]] = sound(3)
    rows[1][1], rows[2][1] = 100_000_217_010_900_001, 999_999_999_999_999
    pull = read(write(tmp_path / f"a{suffix}", [HEAD, *rows]))
    (row,) = pull.rejected
    assert "only the first 15 digits" in row.reason
    assert "999999999999999" in set(pull.dossiers["code"])


@pytest.mark.parametrize("code", ["1.00002E+17", "1,00002E+17", "1E17"])
def test_a_code_that_was_shortened_is_refused(tmp_path: Path, code: str) -> None:
    rows = sound(3)
    rows[1][1] = code
    (row,) = read(write(tmp_path / "a.csv", [HEAD, *rows])).rejected
    assert (row.value, "last digits are lost" in row.reason) == (code, True)
