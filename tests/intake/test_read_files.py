"""Every kind of file is read to the same dossiers, and what can't be read is refused by name."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from export_files import write, write_xlsx
from reading import at, dossier, read

from monitor.intake.errors import IntakeError

HERE = Path(__file__).parent
A, B, C = (f"000.11.22.H99-210901-000{n}" for n in (1, 2, 3))
HEAD: list[Any] = [
    "STT",
    "Mã hồ sơ",
    "Ngày tiếp nhận",
    "Ngày hẹn trả",
    "Ngày có kết quả",
    "Đơn vị giải quyết",
    "Trạng thái",
]
ROWS: list[Any] = [
    HEAD,
    [1, A, "01/09/2021 08:00:00", "10/09/2021 17:00:00", "13/09/2021 09:00:00", "Phòng A", "9"],
    [2, B, datetime(2021, 9, 1, 9), datetime(2021, 9, 15, 17), None, "Phòng A", 4],
    [3, C, "01/09/2021", "", "", "Thanh tra", "Đã xử lý xong"],
]


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods", ".csv"])
def test_the_same_rows_in_any_kind_of_file_are_the_same_dossiers(
    tmp_path: Path, suffix: str
) -> None:
    pull = read(write(tmp_path / f"ho-so{suffix}", ROWS))
    assert dossier(pull, A) == {
        "code": A,
        "received_at": at("2021-09-01 08:00"),
        "due_at": at("2021-09-10 17:00"),
        "completed_at": at("2021-09-13 09:00"),
        "unit": "Phòng A",
        "status": 9,
    }
    assert dossier(pull, B)["due_at"] == at("2021-09-15 17:00")
    assert dossier(pull, B)["status"] == 4
    assert "due_at" not in dossier(pull, C)
    assert (pull.read, pull.accepted, pull.rejected) == (3, 3, ())


def test_an_xlsb_is_read() -> None:
    pull = read(HERE / "data" / "ho-so.xlsb")
    assert pull.accepted == 3
    assert dossier(pull, B)["received_at"] == at("2021-09-01 09:00")


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_with_any_delimiter_and_unicode_encoding_is_read(
    tmp_path: Path, mark: str, encoding: str
) -> None:
    file = tmp_path / "a.csv"
    file.write_text(
        f"Mã hồ sơ{mark}Ngày hẹn trả{mark}Trạng thái\nHS-1{mark}30/09/2021{mark}Đang xử lý\n",
        encoding=encoding,
    )
    assert dossier(read(file), "HS-1") == {
        "code": "HS-1",
        "due_at": at("2021-09-30"),
        "status": 4,
    }


def test_text_in_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("a,b\nMã,x\n".encode("cp1258", errors="ignore") + b"\xe3\n")
    with pytest.raises(IntakeError, match=r"a\.csv: line \d is not utf-8 text"):
        read(file)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"not a zip", "no row has a known heading"),
        ("a.xlsx", b"", "is empty"),
        ("a.xls", b"PK\x03\x04 broken", "is a damaged archive"),
        ("a.pdf", b"%PDF-1.7", "is a PDF, .* as .xlsx or .csv"),
        ("a.csv", b"", "is empty"),
    ],
)
def test_a_broken_or_unknown_file_is_refused_by_name(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(IntakeError, match=said) as error:
        read(tmp_path / name)
    assert name in str(error.value)


def test_a_missing_file_and_an_empty_glob_are_refused(tmp_path: Path) -> None:
    for path, said in ((tmp_path / "none.xlsx", "no such file"), (tmp_path / "*.xlsx", "no file")):
        with pytest.raises(IntakeError, match=said):
            read(path)


def test_a_glob_and_a_folder_are_one_pull_without_lock_files(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.xlsx", ROWS[:2])
    write(tmp_path / "in" / "b.csv", [HEAD, ROWS[2], ROWS[3]])
    (tmp_path / "in" / "~$a.xlsx").write_bytes(b"lock")
    assert read(tmp_path / "in").accepted == 3
    assert read(tmp_path / "in" / "*.*").accepted == 3


def test_every_sheet_of_dossiers_is_read_and_a_cover_is_passed_over(tmp_path: Path) -> None:
    file = write_xlsx(
        tmp_path / "a.xlsx",
        {"Bìa": [["BÁO CÁO"], ["Quý III"]], "Phòng A": ROWS[:3], "Phòng B": [HEAD, ROWS[3]]},
    )
    pull = read(file)
    assert pull.accepted == 3
    assert any("'Bìa' passed over" in note for note in pull.notes)


def test_a_sheet_that_goes_on_without_a_heading_is_read(tmp_path: Path) -> None:
    head = ["STT", "Mã hồ sơ", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Trạng thái"]
    rows = [[n, f"HS-{n:04}", "17/09/2021", "", "4"] for n in range(1, 21)]
    others: list[Any] = [["Ghi chú", "HS-0001 đã chuyển", "ngày 10/09/2021"]] * 3
    pages: Any = {"a": [head, *rows[:10]], "b": rows[10:], "ghi chú": others}
    pull = read(write_xlsx(tmp_path / "a.xlsx", pages))
    assert pull.accepted == 20
    assert "sheet 'b': has no heading; its columns were taken as those before it" in pull.notes[0]
    assert "sheet 'ghi chú' passed over" in pull.notes[1]


def test_a_heading_without_a_dossier_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="not one dossier"):
        read(write(tmp_path / "a.xlsx", [HEAD]))


def test_a_code_that_stands_twice_is_kept_in_its_later_state_and_said(tmp_path: Path) -> None:
    later = [9, A, "01/09/2021", "10/09/2021", "14/09/2021", "Phòng A", "10"]
    pull = read(write(tmp_path / "a.xlsx", [HEAD, later, ROWS[1], ROWS[2]]))
    assert dossier(pull, A)["status"] == 10
    assert (pull.read, pull.accepted, len(pull.dossiers)) == (3, 3, 2)
    place = "a.xlsx, sheet 'Danh sách' row"
    assert f"{A} in {place} 3 (kept: {place} 2)" in pull.notes[0]
    assert read(write(tmp_path / "b.xlsx", [HEAD, later, later])).notes == ()


def test_a_file_of_which_no_row_can_be_read_is_refused(tmp_path: Path) -> None:
    bad = [1, A, "31/06/2021", "10/09/2021", "", "", "4"]
    with pytest.raises(IntakeError, match=r"not one of 2 rows(.|\n)*row 2, column C.*31/06/2021"):
        read(write(tmp_path / "a.xlsx", [HEAD, bad, bad]))


def test_rows_that_could_not_be_read_are_noted(tmp_path: Path) -> None:
    bad = [1, B, "31/06/2021", "10/09/2021", "", "", "4"]
    pull = read(write(tmp_path / "a.xlsx", [*ROWS[:2], bad]))
    assert pull.notes[-1].startswith("1 rows could not be read; the first: a.xlsx, sheet 'Danh")
