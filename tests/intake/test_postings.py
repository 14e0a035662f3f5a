"""Every dossier code on a public list is found, and nothing else."""

from datetime import date
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
    file.write_text(text, encoding="utf-8")
    assert CODE not in posted(file, CODE)


def test_codes_of_our_dossiers_are_found_whatever_their_form(tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text("HS/21/7; case-9\n", encoding="utf-8")
    assert posted(file, "HS/21/7", "case-9", "case-8") == {"HS/21/7": None, "case-9": None}


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


def test_a_list_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IntakeError):
        posted(tmp_path / "none.txt")
