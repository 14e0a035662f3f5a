"""A cell that is merged over several rows is meant for each of them, in every kind of workbook."""

import re
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from export_files import write
from odd_files import repack, replaced, spreadsheetml
from reading import at, dossier, read

from monitor.intake.errors import IntakeError

HEAD = ["Đơn vị xử lý", "Mã hồ sơ", "Ngày hẹn trả", "Trạng thái"]
ROWS = [[f"HS{n}", f"1{n}/09/2021", "4"] for n in range(1, 6)]
MERGED = ((1, 3, "Phòng A"), (4, 5, "Phòng B"))
XLSB = Path(__file__).parent / "data" / "ho-so.xlsb"


def xlsx(folder: Path) -> Path:
    with xlsxwriter.Workbook(folder / "a.xlsx") as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEAD)
        for at_, row in enumerate(ROWS, 1):
            page.write_row(at_, 1, row)
        for first, last, text in MERGED:
            page.merge_range(first, 0, last, 0, text)
    return folder / "a.xlsx"


def xls(folder: Path) -> Path:
    old = xlwt.Workbook()
    sheet = old.add_sheet("a")
    for at_, text in enumerate(HEAD):
        sheet.write(0, at_, text)
    for first, last, text in MERGED:
        sheet.write_merge(first, last, 0, 0, text)
    for at_, row in enumerate(ROWS, 1):
        for column, text in enumerate(row, 1):
            sheet.write(at_, column, text)
    old.save(str(folder / "a.xls"))
    return folder / "a.xls"


def html(folder: Path) -> Path:
    lines = ["".join(f"<td>{cell}" for cell in row) for row in ROWS]
    for first, last, text in MERGED:
        lines[first - 1] = f"<td rowspan={last - first + 1}>{text}{lines[first - 1]}"
    titles = "".join(f"<th>{text}" for text in HEAD)
    page = f"<table><tr>{titles}<tr>{'<tr>'.join(lines)}</table>"
    (folder / "a.html").write_text(page, encoding="utf-8")
    return folder / "a.html"


def ods(folder: Path) -> Path:
    """As LibreOffice saves it: what a merged cell covers is there, and covered."""
    rows = [[None, *row] for row in ROWS]
    for first, _, text in MERGED:
        rows[first - 1][0] = text
    file = write(folder / "plain.ods", [["Danh sách"], [], HEAD, *rows])
    blank_rows = b'<table:table-row table:number-rows-repeated="3"></table:table-row>'
    for first, last, text in MERGED:
        start = b"<table:table-cell (?=[^>]*><text:p>%s)" % text.encode()
        span = b'<table:table-cell table:number-rows-spanned="%d" ' % (last - first + 1)
        file = repack(file, folder / f"{first}.ods", replaced("content.xml", start, span))
    covered = replaced(
        "content.xml", b"<table:table-row><table:table-cell/>", b"<table:table-row>"
        b'<table:covered-table-cell/>',
    )  # fmt: skip
    file = repack(file, folder / "covered.ods", covered)
    empty = replaced("content.xml", b"<table:table-row></table:table-row>", blank_rows)
    return repack(file, folder / "a.ods", empty)


def markup(folder: Path) -> Path:
    """XML of Excel 2003, which leaves out what is covered."""
    rows = [["", *row] for row in ROWS]
    for first, last, text in MERGED:
        rows[first - 1][0] = f"{text}>{last - first}"
    content = re.sub(
        '<Cell><Data ss:Type="String">(Phòng .)&gt;(.)',
        r'<Cell ss:MergeDown="\2"><Data ss:Type="String">\1',
        spreadsheetml([HEAD, *rows]),
    )
    (folder / "a.xml").write_text(content, encoding="utf-8")
    return folder / "a.xml"


@pytest.mark.parametrize("make", [xlsx, xls, html, ods, markup])
def test_it_is_meant_for_each(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    units = read(make(tmp_path)).dossiers["unit"].tolist()
    assert units == ["Phòng A"] * 3 + ["Phòng B"] * 2


def merged_xlsb(folder: Path, *ranges: tuple[int, int, int, int]) -> Path:
    records = b"".join(b"\xb0\x01\x10" + struct.pack("<4L", *one) for one in ranges)
    begin = b"\x92\x01\x00\xb1\x01\x04" + struct.pack("<L", len(ranges))
    change = replaced("xl/worksheets/sheet1.bin", rb"\x92\x01\x00", _plain(begin + records))
    return repack(XLSB, folder / "a.xlsb", change)


def _plain(text: bytes) -> bytes:
    return re.sub(rb"\\", rb"\\\\", text + b"\xb2\x01\x00")


def test_in_a_binary_workbook_too(tmp_path: Path) -> None:
    code = "000.11.22.H99-210901-0003"
    assert "due_at" not in dossier(read(XLSB), code)
    pull = read(merged_xlsb(tmp_path, (2, 3, 3, 3), (2, 3, 4, 4)))
    assert dossier(pull, code)["due_at"] == at("2021-09-15 17:00")
    assert dossier(pull, "000.11.22.H99-210901-0001")["due_at"] == at("2021-09-10 17:00")


def test_a_span_that_is_no_number_is_damage(tmp_path: Path) -> None:
    span = replaced("content.xml", b'rows-spanned="3"', b'rows-spanned="x"')
    file = repack(ods(tmp_path), tmp_path / "b.ods", span)
    with pytest.raises(IntakeError, match=r"b\.ods: can't be read, it is damaged"):
        read(file)
