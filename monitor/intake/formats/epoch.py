"""Workbooks that count their days from 1904: days that came as bare numbers are moved."""

import re
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

from monitor.intake.cells import Cell, Row, column_letter, fold
from monitor.intake.columns import MOMENTS
from monitor.intake.formats.sheet import Sheet
from monitor.intake.formats.xlsb_extent import HEADER_BYTES, record_header
from monitor.intake.headings import known_headings

# Days between 1 January 1904 and the day from which other workbooks count.
_SHIFT = 1_462
_SERIALS = (20_000 - _SHIFT, 80_000 - _SHIFT)  # 1954 to 2119, as for other bare numbers
_SEARCHED_ROWS = 60
_PART, _BINARY_PART = "xl/workbook.xml", "xl/workbook.bin"
_PROPERTIES = 153  # the record BrtWbProp of an xlsb; the first bit of its flags is f1904
_FLAG = re.compile(rb"\bdate1904\s*=\s*[\"'](?:1|true)[\"']")


def package_counts_from_1904(path: Path) -> bool:
    """Whether an xlsx or xlsb counts its days from 1904."""
    with ZipFile(path) as package:
        names = package.namelist()
        if _BINARY_PART in names:
            return _binary_flag(package.read(_BINARY_PART))
        return _PART in names and bool(_FLAG.search(package.read(_PART)))


def _binary_flag(book: bytes) -> bool:
    at = 0
    while at + HEADER_BYTES < len(book):
        kind, length, at = record_header(book, at)
        if kind == _PROPERTIES:
            return bool(book[at] & 1)
        at += length
    return False


def move_from_1904(sheet: Sheet) -> tuple[str, ...]:
    """Move the bare numbers under headings of dates, in place; say which columns that were.

    Cells that are formatted as dates come right already.
    """
    notes = []
    for column, first in _date_columns(sheet.rows).items():
        moved = 0
        for row in sheet.rows[first:]:
            if column < len(row) and _is_serial(row[column]):
                row[column] += _SHIFT  # type: ignore[index, operator]
                moved += 1
        if moved:
            notes.append(
                f"column {column_letter(column)}: {moved} numbers count days from 1904 and "
                "were read so"
            )
    return tuple(notes)


def _is_serial(cell: Cell) -> bool:
    return (
        isinstance(cell, int | float)
        and not isinstance(cell, bool)
        and _SERIALS[0] <= cell <= _SERIALS[1]
    )


def _date_columns(rows: Sequence[Row]) -> dict[int, int]:
    """Column of dates → index of the first row below its heading."""
    names = {heading for name in MOMENTS for heading in known_headings()[name]}
    found: dict[int, int] = {}
    for at, row in enumerate(rows[:_SEARCHED_ROWS]):
        for column, cell in enumerate(row):
            if isinstance(cell, str) and ((key := fold(cell)) in names or key.startswith("ngay")):
                found[column] = at + 1
    return found
