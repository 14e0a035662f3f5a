"""Every dossier code on a public list is found, and nothing else."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from export_files import write
from reading import dates

from monitor.intake.errors import IntakeError
from monitor.intake.postings import read_postings
from monitor.sources.files import FileSource

CODE = "000.00.22.H56-210901-0001"


def posted(file: Path, *known: str) -> dict[str, date | None]:
    sheets = [sheet for batch in FileSource(file).batches() for sheet in batch.sheets]
    return {code: day for code, (day, _) in read_postings(sheets, set(known), dates()).items()}


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        f"Hồ sơ {CODE}, đã có kết quả.",
        f"({CODE})",
        CODE.lower(),
        CODE.replace("-", "–"),
        CODE.replace("-", " - "),
        CODE.replace("-", "-\n"),
        CODE.replace("H56-", "H56-\u00a0"),
    ],
)
def test_an_official_code_is_found_however_it_is_set(tmp_path: Path, text: str) -> None:
    file = tmp_path / "list.txt"
    file.write_text(f"Danh sách\n{text}\n", encoding="utf-8")
    assert posted(file) == {CODE: None}


@pytest.mark.parametrize("text", [f"1{CODE}", f"{CODE}9", f"{CODE}2345", f"x.{CODE}", CODE[:-1]])
def test_a_longer_or_shorter_code_is_another_one(tmp_path: Path, text: str) -> None:
    file = tmp_path / "list.txt"
    file.write_text(f"{text}\nA-1\n", encoding="utf-8")
    assert CODE not in posted(file, CODE, "A-1")


@pytest.mark.parametrize(
    "text",
    [
        "Điện thoại 0203.3825.001, 098-210901-0001",
        "Ngày 10.09.2021-210901-0001",
        "Số 000.00.22 ngày 01/09/2021",
        "000.00.22.H56-2109\n0001",
        "000.00.22.H56-210901-000\nNguyễn Văn A",
    ],
)
def test_numbers_of_other_kinds_are_no_codes(tmp_path: Path, text: str) -> None:
    file = tmp_path / "list.txt"
    file.write_text(f"{text}\n\n{CODE}\n", encoding="utf-8")
    assert posted(file) == {CODE: None}


@pytest.mark.parametrize("at", range(4, len(CODE)))
def test_the_end_of_a_line_may_break_a_code_anywhere_after_the_unit(
    tmp_path: Path, at: int
) -> None:
    file = tmp_path / "list.txt"
    file.write_text(f"{CODE[:at]}\r\n{CODE[at:]}\r\n2\r\n", encoding="utf-8")
    assert posted(file) == {CODE: None}


def test_the_number_of_the_next_row_is_not_taken_for_a_digit_of_the_code(tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text(f"1\n{CODE}\n2\n{CODE}5\n", encoding="utf-8")
    assert posted(file) == {CODE: None, f"{CODE}5": None}


def test_in_a_row_of_cells_only_a_code_that_ends_with_a_sign_goes_on(tmp_path: Path) -> None:
    rows: list[Any] = [[CODE[:-1], "1"], ["000.00.22.H56-", "210901-0002"]]
    assert posted(write(tmp_path / "list.xlsx", rows)) == {"000.00.22.H56-210901-0002": None}


def test_codes_of_our_dossiers_are_found_whatever_their_form(tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text("HS/21/7; Case-9 – b-1\n", encoding="utf-8")
    found = {"HS/21/7": None, "case-9": None, "b-1": None}
    assert posted(file, "HS/21/7", "case-9", "case-8", "b-1", "B-1") == found


def test_a_code_is_given_as_our_dossier_bears_it(tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text(CODE, encoding="utf-8")
    assert posted(file, CODE.lower()) == {CODE.lower(): None}


def test_the_number_of_a_row_is_no_code(tmp_path: Path) -> None:
    rows: list[Any] = [["STT", "Mã hồ sơ", "Chủ hồ sơ"], [1, 15, "A"], [2, 99, "B"]]
    assert posted(write(tmp_path / "list.xlsx", rows), "1", "2", "15") == {"15": None}


def test_the_date_on_the_list_is_that_of_the_posting(tmp_path: Path) -> None:
    rows: list[Any] = [
        ["Mã hồ sơ", "Chủ hồ sơ", "Ngày công khai"],
        [CODE, "Trần Văn A", "10/09/2021"],
        [CODE, "Trần Văn A", "08/09/2021"],
    ]
    assert posted(write(tmp_path / "list.xlsx", rows)) == {CODE: date(2021, 9, 8)}


@pytest.mark.parametrize(
    "line",
    [
        "Ngày đăng: 12/08/2021",
        "Đăng ngày 12/8/2021",
        "Quản trị | Ngày đăng tải : 12-08-2021 | Lượt xem: 7",
        "Đăng lúc 08:15, Thứ Năm, ngày 12/08/2021",
        "Ngày công khai: 12 tháng 8 năm 2021",
        "Ngày niêm yết: 2021-08-11T23:30:00+00:00",
    ],
)
def test_a_line_tells_the_day_of_what_follows(tmp_path: Path, line: str) -> None:
    file = tmp_path / "list.txt"
    file.write_text(f"{line}\n{CODE}\n", encoding="utf-8")
    assert posted(file) == {CODE: date(2021, 8, 12)}


@pytest.mark.parametrize(
    "line", ["Ngày đăng ký: 12/08/2021", "Ngày tiếp nhận: 12/08/2021", "Ngày đăng: 31/02/2021"]
)
def test_other_days_are_not_that_of_the_posting(tmp_path: Path, line: str) -> None:
    file = tmp_path / "list.txt"
    file.write_text(f"{line}\n{CODE}\n", encoding="utf-8")
    assert posted(file) == {CODE: None}


def test_each_part_of_a_list_has_its_own_day(tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    other = CODE.replace("0001", "0002")
    file.write_text(f"Ngày đăng: 12/08/2021\n{CODE}\nNgày đăng: 13/08/2021\n{other}\n")
    assert posted(file) == {CODE: date(2021, 8, 12), other: date(2021, 8, 13)}


def test_a_line_below_tells_the_day_unless_another_contradicts_it(tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text(f"{CODE}\nNgày đăng: 12/08/2021\n")
    assert posted(file) == {CODE: date(2021, 8, 12)}
    file.write_text(f"{CODE}\nNgày đăng: 12/08/2021\nTin khác. Ngày đăng: 01/08/2021\n")
    assert posted(file) == {CODE: None}


def test_a_day_beside_its_name_is_no_heading(tmp_path: Path) -> None:
    rows: list[Any] = [["Ngày đăng:", datetime(2021, 8, 12)], ["STT", "Mã hồ sơ"], [1, CODE]]
    assert posted(write(tmp_path / "list.xlsx", rows)) == {CODE: date(2021, 8, 12)}


@pytest.mark.parametrize("text", ["khác\n", "Mã hồ sơ,Chủ hồ sơ\n", "Mã hồ sơ,Chủ hồ sơ\n,Lê A\n"])
def test_a_file_without_any_code_is_refused_by_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    (tmp_path / "b.txt").write_text(CODE, encoding="utf-8")
    with pytest.raises(IntakeError, match=r"^a\.csv: has no dossier code"):
        posted(tmp_path)


def test_a_list_of_dossiers_that_are_not_ours_is_a_list(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Mã hồ sơ,Chủ hồ sơ\nHS/20/7,Lê A\n", encoding="utf-8")
    assert posted(tmp_path / "a.csv", "HS/21/7") == {}


def test_a_list_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IntakeError):
        posted(tmp_path / "none.txt")


@pytest.mark.parametrize("both", [False, True])
def test_days_that_are_written_month_first_are_read_so_or_not_at_all(
    tmp_path: Path, both: bool
) -> None:
    file = tmp_path / "list.csv"
    days = ["09/10/2021", "09/29/2021", "09/30/2021", *["29/09/2021"] * both]
    lines = [f"{CODE[:-1]}{n},{day}" for n, day in enumerate(days)]
    file.write_text("\n".join(["Mã hồ sơ,Ngày công khai", *lines]), encoding="utf-8")
    assert posted(file)[f"{CODE[:-1]}0"] == (None if both else date(2021, 9, 10))
