"""What a file is, is told by its bytes, and what it is not is refused by name."""

import re
import struct
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import xlsxwriter
import xlwt
from docx import Document
from export_files import write, write_xlsx
from odd_files import html_page, repack, replaced, spreadsheetml
from reading import at, dossier, read

from monitor.intake.errors import IntakeError
from monitor.intake.sheets import read_sheets

CODE = "000.11.22.H99-210901-0001"
HEAD: list[Any] = ["Mã hồ sơ", "Chủ hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái"]
ROWS: list[Any] = [
    HEAD,
    [CODE, "Nguyễn Văn Đệ", datetime(2021, 9, 1, 8), "10/09/2021 17:00:00", "Đang xử lý"],
    ["000.11.22.H99-210901-0002", "Đặng Thị Ỷ", "02/09/2021", "10/09/2021", 9],
]
SHEET = "xl/worksheets/sheet1.xml"


def is_read(path: Path) -> None:
    pull = read(path)
    found = dossier(pull, CODE)
    assert pull.accepted == 2
    assert found["received_at"] == at("2021-09-01 08:00")
    assert found["applicant"] == "Nguyễn Văn Đệ"
    assert found["status"] == 4


@pytest.mark.parametrize("kind", [".xlsx", ".xls", ".ods", ".csv"])
@pytest.mark.parametrize("name", ["a.xls", "a.xlsx", "a.csv", "a.txt", "a"])
def test_a_file_is_read_under_any_name(tmp_path: Path, kind: str, name: str) -> None:
    file = write(tmp_path / f"b{kind}", ROWS)
    is_read(file.rename(tmp_path / name))


@pytest.mark.parametrize("name", ["a.xls", "a.xlsx", "a.html", "a.csv"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_a_page_and_a_workbook_of_2003_are_read_under_any_name(
    tmp_path: Path, name: str, encoding: str
) -> None:
    for text in (html_page(ROWS), spreadsheetml(ROWS)):
        (tmp_path / name).write_text(text, encoding=encoding)
        is_read(tmp_path / name)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_text_of_excel_is_read_with_and_without_a_mark(
    tmp_path: Path, encoding: str
) -> None:
    file = write(tmp_path / "a.csv", ROWS)
    text = file.read_text(encoding="utf-8-sig").replace(",", "\t")
    (tmp_path / "a.xls").write_text(text, encoding=encoding)
    is_read(tmp_path / "a.xls")


def test_a_workbook_with_macros_is_read_and_a_document_with_macros_is_refused(
    tmp_path: Path,
) -> None:
    book = write(tmp_path / "a.xlsx", ROWS)
    with ZipFile(book, "a") as package:
        package.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 macros")
    is_read(book.rename(tmp_path / "a.xlsm"))

    Document().save(str(tmp_path / "a.docx"))
    with pytest.raises(IntakeError, match=r"a\.docx: is a Word document, not a workbook"):
        read_sheets(tmp_path / "a.docx")
    with ZipFile(tmp_path / "a.docx", "a") as package:
        package.writestr("word/vbaProject.bin", b"")
    with pytest.raises(IntakeError, match="is a Word document with macros"):
        read_sheets(tmp_path / "a.docx")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \r\n ", "is empty"),
        (b"%PDF-1.7\n", "is a PDF"),
        (b"\x89PNG\r\n\x1a\n", "is a picture"),
        (b"\x1f\x8b\x08", "is a gzip archive"),
        (b"MIME-Version: 1.0\r\n", "is a web archive"),
        (b"<?xml version='1.0'?><data><a/></data>", "is XML of another kind"),
        (b"<html><body><p>Not found</p></body></html>", "is a web page without a table"),
        (b"\x00\x01\x02" * 50, "is neither a workbook nor a text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "is a damaged Excel file"),
    ],
)
def test_what_is_no_export_is_refused_by_name(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(content)
    with pytest.raises(IntakeError, match=f"a.xlsx: {said}.*export"):
        read_sheets(file)


def test_other_zip_files_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    with ZipFile(file, "w") as package:
        package.writestr("a.txt", "text")
    with pytest.raises(IntakeError, match="is a zip archive, not a workbook"):
        read_sheets(file)


def container(*names: str) -> bytes:
    """An old container with empty streams of these names."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<LLLLLLLLLL", header, 40, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    struct.pack_into("<109L", header, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128L", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    directory = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HBB", len(name) * 2 + 2, 5 if name == "Root Entry" else 2, 1)
        + b"\xff" * 12
        + b"\0" * 36
        + struct.pack("<LLL", 0xFFFFFFFE, 1, 0)
        for name in ("Root Entry", *names)
    )
    return bytes(header) + table + directory.ljust(512, b"\0")


@pytest.mark.parametrize(
    ("streams", "said"),
    [
        (("EncryptionInfo", "EncryptedPackage"), "is protected by a password"),
        (("WordDocument",), "is a Word document, not a workbook"),
        (("Something",), "is another document"),
    ],
)
def test_an_old_container_is_told_by_its_streams(
    tmp_path: Path, streams: tuple[str, ...], said: str
) -> None:
    (tmp_path / "a.xlsx").write_bytes(container(*streams))
    with pytest.raises(IntakeError, match=said):
        read_sheets(tmp_path / "a.xlsx")


def test_hidden_sheets_and_rows_are_read_and_the_sheet_is_noted(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("shown").write(0, 0, "x")
        page = book.add_worksheet("kept")
        page.write_column(0, 0, ["a", "b", "c"])
        page.set_row(1, options={"hidden": True})
        page.hide()
    shown, kept = read_sheets(tmp_path / "a.xlsx")
    assert shown.notes == ()
    assert kept.rows == [["a"], ["b"], ["c"]]
    assert "hidden" in kept.notes[0]


def test_a_wrong_dimension_hides_no_row(tmp_path: Path) -> None:
    file = write(tmp_path / "a.xlsx", ROWS)
    wrong = replaced(SHEET, rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1"/>')
    is_read(repack(file, tmp_path / "b.xlsx", wrong))


def with_1904(path: Path, heading: str) -> Path:
    rows = [["Mã hồ sơ", "Ngày tiếp nhận", heading, "Trạng thái", "Số"]]
    serial = 42945.75  # 30/07/2021 18:00, counted from 1904
    if path.suffix == ".xls":
        old = xlwt.Workbook()
        old.dates_1904 = True
        sheet = old.add_sheet("x")
        day = xlwt.easyxf(num_format_str="dd/mm/yyyy hh:mm")
        for at_, head in enumerate(rows[0]):
            sheet.write(0, at_, head)
        sheet.write(1, 1, datetime(2021, 7, 30, 17), day)
        for at_, value in ((0, "HS-1"), (2, serial), (3, 4), (4, serial)):
            sheet.write(1, at_, value)
        old.save(str(path))
        return path
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        page = book.add_worksheet("x")
        page.write_row(0, 0, rows[0])
        page.write_row(1, 0, ["HS-1", None, serial, 4, serial])
        day = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        page.write_datetime(1, 1, datetime(2021, 7, 30, 17), day)
    return path


@pytest.mark.parametrize("heading", ["Ngày hẹn trả", "Đến hạn"])
@pytest.mark.parametrize("suffix", [".xlsx", ".xls"])
def test_days_that_count_from_1904_are_right_with_and_without_a_format(
    tmp_path: Path, suffix: str, heading: str
) -> None:
    file = with_1904(tmp_path / f"a{suffix}", heading)
    pull = read(file, {"due_at": [heading]})
    found = dossier(pull, "HS-1")
    assert found["received_at"] == at("2021-07-30 17:00")
    assert found["due_at"] == at("2021-07-30 18:00")
    assert pull.extras["Số"].tolist() == ["42945.75"]
    assert pull.notes[0].endswith("column C: 1 numbers count days from 1904")


def test_a_binary_workbook_that_counts_from_1904_is_right_too(tmp_path: Path) -> None:
    plain = Path(__file__).parent / "data" / "ho-so.xlsb"
    code = "000.11.22.H99-210901-0002"
    set_the_flag = replaced("xl/workbook.bin", rb"\x99\x01\x0c\x20\x00", b"\x99\x01\x0c\x21\x00")
    # The appointment, 15/09/2021 17:00, loses its format: a bare number, counted from 1904.
    cell = struct.Struct("<BBLLd")
    formatted = cell.pack(5, 16, 3, 1, 44454.708333333336)
    bare = cell.pack(5, 16, 3, 0, 44454.708333333336 - 1462)
    unformat = replaced("xl/worksheets/sheet1.bin", re.escape(formatted), bare)
    flagged = repack(plain, tmp_path / "a.xlsb", set_the_flag)
    file = repack(flagged, tmp_path / "b.xlsb", unformat)
    assert dossier(read(file), code)["due_at"] == at("2021-09-15 17:00")
    assert dossier(read(file), code)["received_at"] == at("2025-09-02 09:00")  # formatted, in 1904
    assert "column D: 1 numbers count days from 1904" in read(file).notes[0]
    assert not any("1904" in note for note in read(plain).notes)


def test_an_ordinary_workbook_has_no_notes(tmp_path: Path) -> None:
    for suffix in (".xlsx", ".xls", ".ods", ".csv"):
        assert [s.notes for s in read_sheets(write(tmp_path / f"a{suffix}", ROWS))] == [()]
    assert len(read_sheets(write_xlsx(tmp_path / "b.xlsx", {"a": ROWS, "b": ROWS}))) == 2
