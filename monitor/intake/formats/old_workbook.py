"""Old workbooks (xls): told apart from other old files, and looked through before they are read."""

import struct
from collections.abc import Iterator
from pathlib import Path

from monitor.intake.errors import IntakeError
from monitor.intake.formats.extent import out_of_bounds
from monitor.intake.formats.ole import DamagedContainerError, streams_of

_BOOKS = ("workbook", "book")
_OTHERS = {
    "worddocument": "a Word document",
    "powerpoint document": "a PowerPoint presentation",
    "__properties_version1.0": "a mail message",
}
_COLUMNS = 256
_RECORD = struct.Struct("<HH")
_FILE_PASS = 0x2F
_DATE_MODE = 0x22
# Records of cells; each begins with its row, which has two bytes, and its column.
_CELLS = frozenset((0x06, 0x7E, 0xBD, 0xBE, 0xD6, 0xFD, 0x201, 0x203, 0x204, 0x205, 0x27E))


def counts_from_1904(path: Path, content: bytes) -> bool:
    """Whether the days of the workbook count from 1904.

    Raises IntakeError for what is no workbook, is protected, or would lead a reader astray.
    """
    try:
        streams = streams_of(content)
    except DamagedContainerError:
        raise IntakeError(f"{path}: is a damaged Excel file (.xls); export it again") from None
    if "encryptedpackage" in streams:
        raise _protected(path)
    book = next((streams[name] for name in _BOOKS if name in streams), None)
    if book is None:
        what = next((text for name, text in _OTHERS.items() if name in streams), "another document")
        raise IntakeError(f"{path}: is {what}, not a workbook; export the list as .xlsx or .csv")
    from_1904 = False
    for kind, data in _records(book):
        if kind == _FILE_PASS:
            raise _protected(path)
        if kind == _DATE_MODE:
            from_1904 = data[:2] == b"\x01\x00"
        elif kind in _CELLS and int.from_bytes(data[2:4], "little") >= _COLUMNS:
            raise out_of_bounds(str(path), "column 257 of an .xls")
    return from_1904


def _protected(path: Path) -> IntakeError:
    return IntakeError(f"{path}: is protected by a password; export it again without one")


def _records(book: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + _RECORD.size <= len(book):
        kind, length = _RECORD.unpack_from(book, at)
        at += _RECORD.size
        yield kind, book[at : at + min(length, _RECORD.size)]
        at += length
