"""A file that would fill the memory or the disk is refused before it is unpacked."""

import re
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pytest
from export_files import Rows, write
from odd_files import repack, replaced, spreadsheetml

from monitor.intake.errors import IntakeError
from monitor.intake.formats import limits
from monitor.intake.sheets import read_sheets

HERE = Path(__file__).parent
ROWS: Rows = [["Mã hồ sơ", "Ngày hẹn trả", "Trạng thái"], ["HS-1", "10/09/2021", 4]]
SHEET = "xl/worksheets/sheet1.xml"
SECONDS, MEMORY = 2, 300 * limits.MB


def book(tmp_path: Path) -> Path:
    return write(tmp_path / "sound.xlsx", ROWS)


def padded(tmp_path: Path, padding: bytes, part: str = SHEET) -> Path:
    """A workbook one of whose parts has more in it."""

    def change(name: str, content: bytes) -> bytes:
        return content + padding if name == part else content

    return repack(book(tmp_path), tmp_path / "a.xlsx", change)


def with_part(tmp_path: Path, name: str, content: bytes = b"x") -> Path:
    file = book(tmp_path).rename(tmp_path / "a.xlsx")
    with ZipFile(file, "a") as package:
        package.writestr(ZipInfo(name), content)
    return file


def bursting(tmp_path: Path) -> Path:
    file = padded(tmp_path, b" " * 100 * limits.MB)
    assert file.stat().st_size < 120_000
    return file


def lying(tmp_path: Path) -> Path:
    """The list of parts says that the sheet is short."""
    file = bursting(tmp_path)
    content = bytearray(file.read_bytes())
    with ZipFile(file) as package:
        size = package.getinfo(SHEET).file_size
    claimed = struct.pack("<L", size)
    while (at := content.find(claimed)) >= 0:
        content[at : at + 4] = struct.pack("<L", 900_000)
    file.write_bytes(content)
    return file


def many_parts(tmp_path: Path) -> Path:
    file = book(tmp_path).rename(tmp_path / "a.xlsx")
    with ZipFile(file, "a") as package:
        for number in range(limits.PARTS + 1):
            package.writestr(f"xl/media/{number}.xml", b"")
    return file


def twice(tmp_path: Path) -> Path:
    with pytest.warns(UserWarning, match="Duplicate name"):
        return with_part(tmp_path, SHEET)


def far_cell(reference: bytes) -> Callable[[Path], Path]:
    def make(tmp_path: Path) -> Path:
        change = replaced(SHEET, rb'r="A2"', b'r="' + reference + b'"')
        return repack(book(tmp_path), tmp_path / "a.xlsx", change)

    return make


def far_corner(tmp_path: Path) -> Path:
    """Rows that come first and columns that come last, beyond what one look takes in."""
    cell = b'<c r="%s"><v>1</v></c>'
    rows = b'<row r="1048576">%s</row>' % (cell % b"A900000")
    rows += b"<!-- %s -->" % (b"0123456789" * 300_000)
    rows += b"<row>%s</row></sheetData>" % (cell % b"AZ1")
    change = replaced(SHEET, b"</sheetData>", rows)
    return repack(book(tmp_path), tmp_path / "a.xlsx", change)


def entities(part: str) -> Callable[[Path], Path]:
    def make(tmp_path: Path) -> Path:
        declared = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
        change = replaced(part, rb"\?>", rb"?>" + declared)
        return repack(book(tmp_path), tmp_path / "a.xlsx", change)

    return make


def ods_with(pattern: bytes, by: bytes) -> Callable[[Path], Path]:
    def make(tmp_path: Path) -> Path:
        sound = write(tmp_path / "sound.ods", ROWS)
        return repack(sound, tmp_path / "a.ods", replaced("content.xml", pattern, by))

    return make


def far_xlsb(tmp_path: Path) -> Path:
    """The first row of the sheet says that it is the four billionth."""

    def change(name: str, content: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.bin":
            return content
        changed, times = re.subn(
            rb"(?<=\x91\x01\x00\x00\x19)\x00{4}", b"\xff" * 4, content, count=1
        )
        assert times
        return changed

    return repack(HERE / "data" / "ho-so.xlsb", tmp_path / "a.xlsb", change)


def circle(tmp_path: Path) -> Path:
    """An old workbook whose chain of sectors leads back to its beginning."""
    content = bytearray(write(tmp_path / "a.xls", ROWS).read_bytes())
    table = 512 * (1 + struct.unpack_from("<L", content, 76)[0])
    end = content.index(b"\xfe\xff\xff\xff", table)
    struct.pack_into("<L", content, end, 0)
    (tmp_path / "a.xls").write_bytes(content)
    return tmp_path / "a.xls"


def laughing_page(tmp_path: Path) -> Path:
    file = tmp_path / "a.html"
    file.write_text('<!DOCTYPE html [<!ENTITY a "ha">]><table><tr><td>&a;</table>')
    return file


def laughing_2003(tmp_path: Path) -> Path:
    file = tmp_path / "a.xml"
    text = spreadsheetml(ROWS).replace("<Workbook", '<!DOCTYPE x [<!ENTITY a "ha">]><Workbook')
    file.write_text(text, encoding="utf-16")
    return file


def commas(tmp_path: Path) -> Path:
    file = tmp_path / "a.csv"
    file.write_bytes(b"a,b\n" + b"," * (limits.CELLS + 1))
    return file


def large(tmp_path: Path) -> Path:
    file = tmp_path / "a.csv"
    with file.open("wb") as opened:
        opened.truncate(limits.FILE_BYTES + 1)
    return file


UNSAFE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "bursts": (bursting, r"would unpack from [\d,]+ to 100,"),
    "lies": (lying, "is longer than it says"),
    "many parts": (many_parts, "parts, more than the"),
    "twice": (twice, "has the part .* twice"),
    "outside": (lambda p: with_part(p, "../evil.xml"), "names a file outside itself"),
    "root": (lambda p: with_part(p, "/evil.xml"), "names a file outside itself"),
    "backslash": (lambda p: with_part(p, "xl\\..\\..\\x"), "names a file outside itself"),
    "drive": (lambda p: with_part(p, "C:\\x"), "names a file outside itself"),
    "far row": (far_cell(b"A99999999"), "has a cell in row 99999999, beyond"),
    "far column": (far_cell(b"XFE2"), "has a cell in column XFE, beyond"),
    "corner": (far_cell(b"XFD1048576"), "reaches over 1,048,576 rows and 16,384 columns"),
    "late corner": (far_corner, "reaches over 1,048,576 rows and 52 columns"),
    "entities": (entities(SHEET), "declares XML entities"),
    "entities in workbook": (entities("xl/workbook.xml"), "declares XML entities"),
    "ods rows": (
        ods_with(b"<table:table-row>", b'<table:table-row table:number-rows-repeated="1048577">'),
        "a cell in row",
    ),
    "ods cells": (
        ods_with(
            b"(<table:table-row>)<table:table-cell",
            rb'<table:table-row table:number-rows-repeated="500000">'
            rb'<table:table-cell table:number-columns-repeated="16000"',
        ),
        "reaches over",
    ),
    "ods entities": (
        ods_with(b"<office:document-content", b'<!DOCTYPE x [<!ENTITY a "b">]>\\g<0>'),
        "declares XML entities",
    ),
    "xlsb": (far_xlsb, "has a cell in row 4294967296"),
    "circle": (circle, "is a damaged Excel file"),
    "page": (laughing_page, "declares XML entities"),
    "2003": (laughing_2003, "declares XML entities"),
    "commas": (commas, "more than the 50,000,000 that are read"),
    "large": (large, "has 1000 MB, more than the 1000 MB"),
}

REFUSE = """
import resource, sys
from pathlib import Path
from monitor.intake.errors import IntakeError
from monitor.intake.sheets import read_sheets
pages = int(Path("/proc/self/statm").read_text().split()[0])
most = pages * resource.getpagesize() + int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_AS, (most, most))
try:
    read_sheets(Path(sys.argv[1]))
except IntakeError:
    print("refused")
"""


@pytest.mark.parametrize("name", UNSAFE)
def test_an_unsafe_file_is_refused_quickly(tmp_path: Path, name: str) -> None:
    make, said = UNSAFE[name]
    file = make(tmp_path)
    started = time.monotonic()
    with pytest.raises(IntakeError, match=said):
        read_sheets(file)
    assert time.monotonic() - started < SECONDS


@pytest.mark.parametrize("name", ["bursts", "lies", "corner", "late corner", "ods cells", "commas"])
def test_a_refusal_needs_little_memory(tmp_path: Path, name: str) -> None:
    file = UNSAFE[name][0](tmp_path)
    command = [sys.executable, "-c", REFUSE, str(file), str(MEMORY)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    assert done.stdout == "refused\n"


def test_what_spreadsheets_repeat_at_their_end_is_no_reason_to_refuse(tmp_path: Path) -> None:
    """LibreOffice fills a sheet to its last row and column with repeated empty cells."""
    end = (
        b'<table:table-row table:number-rows-repeated="1048000">'
        b'<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    (sheet,) = read_sheets(ods_with(b"</table:table>", end)(tmp_path))
    assert len(sheet.rows) == 2
