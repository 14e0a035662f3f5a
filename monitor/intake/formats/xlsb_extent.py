"""How far the sheets of an xlsb reach, by the records of their rows and cells."""

import struct
from collections.abc import Iterator

from monitor.intake.formats import limits
from monitor.intake.formats.extent import check_cells, out_of_bounds

_BEGIN = 145  # the cells begin; the records of other parts mean something else
_ROW = 0
_CELLS = range(1, 12)
_NUMBER = struct.Struct("<L")
HEADER_BYTES = 6  # a kind of one or two bytes, a length of one to four
_LENGTH_BYTES = 4
_MORE = 0x80


class XlsbExtent:
    """Measures a part; only the first bytes of each record are kept."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._rest = b""
        self._skip = 0
        self._begun = False
        self._rows = 0
        self._columns = 0

    def feed(self, piece: bytes) -> None:
        """Take the next piece."""
        if self._skip >= len(piece):
            self._skip -= len(piece)
            return
        data = self._rest + piece[self._skip :]
        self._skip = 0
        at = 0
        while at + HEADER_BYTES + _NUMBER.size <= len(data):
            kind, length, start = record_header(data, at)
            self._begun = self._begun or kind == _BEGIN
            if not self._begun:
                pass
            elif kind == _ROW and length >= _NUMBER.size:
                self._rows = max(self._rows, self._number(data, start, "row", limits.ROWS))
            elif kind in _CELLS and length >= _NUMBER.size:
                column = self._number(data, start, "column", limits.COLUMNS)
                self._columns = max(self._columns, column)
            at = start + length
        self._skip = max(0, at - len(data))
        self._rest = data[at:]

    def is_done(self) -> bool:
        """Whether the part has been measured."""
        check_cells(self._place, self._rows, self._columns)
        return True

    def _number(self, data: bytes, at: int, what: str, most: int) -> int:
        number = int(_NUMBER.unpack_from(data, at)[0]) + 1
        if number > most:
            raise out_of_bounds(self._place, f"{what} {number}")
        return number


def records(part: bytes) -> Iterator[tuple[int, int]]:
    """The kind of each record of a part, and where what it holds starts."""
    at = 0
    while at + HEADER_BYTES < len(part):
        kind, length, at = record_header(part, at)
        yield kind, at
        at += length


def record_header(data: bytes, at: int) -> tuple[int, int, int]:
    """The kind of a record, the length of what it holds, and where that starts."""
    kind = data[at]
    at += 1
    if kind & _MORE:
        kind = (kind & ~_MORE) | (data[at] << 7)
        at += 1
    length = 0
    for step in range(_LENGTH_BYTES):
        byte = data[at]
        at += 1
        length |= (byte & ~_MORE & 0xFF) << (7 * step)
        if not byte & _MORE:
            break
    return kind, length, at
