"""Which packed workbooks count their days from 1904."""

import re
from pathlib import Path
from zipfile import ZipFile

from monitor.intake.formats.xlsb_extent import HEADER_BYTES, record_header

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
