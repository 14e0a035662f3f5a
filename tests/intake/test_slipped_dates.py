"""Dates that stand under the heading of another date are noticed by what dossiers must have."""

from pathlib import Path
from typing import Any

import pytest
from export_files import write
from odd_files import html_page
from reading import read

from monitor.intake.errors import IntakeError

HEAD = ["STT", "Mã hồ sơ", "Trạng thái", "Ngày nộp hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả"]
HEAD += ["Ngày kết thúc xử lý"]
SUBMITTED, RECEIVED, DUE, ENDED = range(3, 7)


def sound(count: int = 20) -> list[list[Any]]:
    """Every second dossier is finished."""
    return [
        [n, f"H-{n:04}", status, "31/08/2021", "01/09/2021", "17/09/2021", end]
        for n in range(1, count + 1)
        for status, end in [(9, "16/09/2021") if n % 2 else (4, "")]
    ]


def without(row: list[Any], column: int) -> list[Any]:
    return [*row[:column], *row[column + 1 :]]


def export(folder: Path, suffix: str, rows: list[list[Any]]) -> Path:
    file = folder / f"a{suffix}"
    if suffix == ".html":
        file.write_text(html_page(rows), encoding="utf-8")
        return file
    return write(file, rows)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".html"])
def test_dates_under_their_own_headings_have_not_slipped(tmp_path: Path, suffix: str) -> None:
    assert read(export(tmp_path, suffix, [HEAD, *sound()])).accepted == 20


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".html"])
@pytest.mark.parametrize("column", [SUBMITTED, RECEIVED, DUE])
def test_twelve_headings_over_eleven_cells_are_seen_where_the_cell_is_a_date(
    tmp_path: Path, suffix: str, column: int
) -> None:
    rows = [HEAD, *(without(row, column) for row in sound())]
    with pytest.raises(
        IntakeError,
        match=r"not one of 20 rows(.|\n)*10 of 10 open dossiers have "
        r"no appointment(.|\n)*have the cells slipped",
    ):
        read(export(tmp_path, suffix, rows))


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".html"])
@pytest.mark.parametrize("column", [SUBMITTED, RECEIVED])
def test_a_heading_that_is_missing_among_those_of_dates_is_seen(
    tmp_path: Path, suffix: str, column: int
) -> None:
    with pytest.raises(IntakeError, match="dates stand in column G too, which has no heading"):
        read(export(tmp_path, suffix, [without(HEAD, column), *sound()]))


def test_it_is_seen_before_another_column_too(tmp_path: Path) -> None:
    rows = [[*without(HEAD, SUBMITTED), "Ghi chú"], *([*row, ""] for row in sound())]
    with pytest.raises(IntakeError, match="10 of 10 open dossiers have an end of processing"):
        read(export(tmp_path, ".xlsx", rows))


@pytest.mark.parametrize("column", [SUBMITTED, RECEIVED, DUE, ENDED])
@pytest.mark.parametrize("number", [7, 8])
def test_a_row_of_a_text_that_lacks_a_date_is_kept_aside(
    tmp_path: Path, column: int, number: int
) -> None:
    rows = sound()
    rows[number] = without(rows[number], column)
    pull = read(export(tmp_path, ".csv", [HEAD, *rows]))
    if (number, column) == (7, ENDED):  # only the empty end of an open dossier is gone
        assert pull.accepted == 20
        return
    (row,) = pull.rejected
    assert (row.code, row.row) == (f"H-{number + 1:04}", number + 2)
    assert "fewer cells than its neighbours" in row.reason


def test_rows_that_a_spreadsheet_has_shortened_are_read(tmp_path: Path) -> None:
    rows = sound(40)
    for row in rows[16:32]:
        row[DUE:] = [] if row[0] % 2 == 0 else ["17/09/2021"]
    lines = [",".join(map(str, row)) for row in (HEAD, *rows)]
    file = tmp_path / "a.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert read(file).accepted == 40


def test_a_column_of_dates_without_a_heading_between_others_is_left_alone(tmp_path: Path) -> None:
    head = ["Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "", "Trạng thái"]
    rows = [[row[1], row[RECEIVED], row[DUE], "20/09/2021", row[2]] for row in sound()]
    pull = read(export(tmp_path, ".xlsx", [head, *rows]))
    assert (pull.accepted, pull.extras["D"].iloc[0]) == (20, "20/09/2021")


def test_few_dossiers_may_really_be_so(tmp_path: Path) -> None:
    rows = [
        [1, "H-1", 4, "", "01/09/2021", "", ""],
        [2, "H-2", 9, "", "01/09/2021", "2/9/2021", ""],
    ]
    rows += [[n, f"H-{n}", 4, "", "1/9/2021", "2/9/2021", "3/9/2021"] for n in (3, 4, 5)]
    assert read(export(tmp_path, ".xlsx", [HEAD, *rows])).accepted == 5


CODED = ["Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày có kết quả", "Ngày trả kết quả"]
CODED += ["Trạng thái"]


def coded(count: int = 30, received: int = 0) -> list[list[Any]]:
    """Rows with the day of their reception in the code; a third is open, a third handed over."""
    rows = []
    for n in range(1, count + 1):
        status = (4, 9, 10)[n % 3]
        dates = [f"{n % 5 + 1 + received:02}/09/2021", "17/09/2021"]
        dates += ["16/09/2021" if status > 4 else "", "18/09/2021" if status > 9 else ""]
        rows.append([f"000.11.22.H99-2109{n % 5 + 1:02}-{n:04}", *dates, status])
    return rows


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".html"])
@pytest.mark.parametrize("left", [True, False])
def test_single_rows_whose_dates_have_slipped_are_kept_aside(
    tmp_path: Path, suffix: str, left: bool
) -> None:
    rows = coded()
    for n in (4, 5, 6, 20):
        dates = rows[n][1:5]
        rows[n][1:5] = [*dates[1:], ""] if left else ["", rows[n][1], *dates[1:3]]
    pull = read(export(tmp_path, suffix, [CODED, *rows]))
    assert [row.row for row in pull.rejected] == [6, 7, 8, 22]
    assert "its code is of another day" in pull.rejected[0].reason


def test_where_codes_have_a_day_of_their_own_rows_may_lack_a_date(tmp_path: Path) -> None:
    rows = coded(received=2)
    for n in (4, 5, 6, 20):
        rows[n][4] = rows[n][2] = ""
    assert read(export(tmp_path, ".xlsx", [CODED, *rows])).rejected == ()


def test_rows_that_lack_a_date_and_have_the_day_of_their_code_are_read(tmp_path: Path) -> None:
    rows = coded()
    for n in (4, 5, 6, 20):
        rows[n][4] = rows[n][2] = ""
    rows[20][1] = "09/09/2021"
    assert read(export(tmp_path, ".xlsx", [CODED, *rows])).rejected == ()
