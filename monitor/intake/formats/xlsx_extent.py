"""How far the sheets of an xlsx reach, by the references of their cells."""

import re

from monitor.intake.formats import limits
from monitor.intake.formats.extent import check_cells, out_of_bounds

# What is looked at first, for speed: a million rows of A to Z are within the limit.
_FAR = re.compile(rb"r(?<=\sr)\s*=\s*[\"'](?:([A-Za-z]{2,})[0-9]|[A-Za-z]?([0-9]{7,}))")
_ANY = re.compile(rb"r(?<=\sr)\s*=\s*[\"']([A-Za-z]*)([0-9]+)")
_NEAR_COLUMNS = 26
_ALL_ROWS_COLUMNS = limits.CELLS // limits.ROWS
_BEGIN = b"sheetData"  # other parts have attributes of that name with other meanings
_OVERLAP = 64
_LETTERS = 26
_LONGEST = 3, 7  # letters and digits of XFD1048576


class XlsxExtent:
    """Measures a part; one so wide that its rows matter is measured in a second pass."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._tail = b""
        self._columns = _NEAR_COLUMNS
        self._rows = 0
        self._pattern = _FAR
        self._begun = False

    def feed(self, piece: bytes) -> None:
        """Take the next piece."""
        text = self._tail + piece
        self._tail = text[-_OVERLAP:]
        self._begun = self._begun or _BEGIN in text
        if not self._begun:
            return
        for letters, digits in set(self._pattern.findall(text)):
            self._columns = max(self._columns, self._column(letters))
            self._rows = max(self._rows, self._row(digits))

    def is_done(self) -> bool:
        """Whether the part has been measured."""
        if self._pattern is _FAR and self._columns > _ALL_ROWS_COLUMNS:
            self._pattern = _ANY
            self._tail = b""
            return False
        check_cells(self._place, self._rows, self._columns)
        return True

    def _row(self, digits: bytes) -> int:
        row = int(digits or b"0") if len(digits) <= _LONGEST[1] else limits.ROWS + 1
        if row > limits.ROWS:
            raise out_of_bounds(self._place, f"row {digits[:20].decode()}")
        return row

    def _column(self, letters: bytes) -> int:
        column = 0
        for letter in letters.upper()[: _LONGEST[0] + 1]:
            column = column * _LETTERS + letter - ord("A") + 1
        if column > limits.COLUMNS:
            raise out_of_bounds(self._place, f"column {letters[:20].decode()}")
        return column
