"""Which packed workbooks count their days from 1904."""

import re
from pathlib import Path
from zipfile import ZipFile

from monitor.intake.formats.xlsb_extent import records

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
    at = next((at for kind, at in records(book) if kind == _PROPERTIES), None)
    return at is not None and bool(book[at] & 1)
