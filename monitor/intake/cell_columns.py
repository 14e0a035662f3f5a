"""Columns of a sheet, of texts alone or of mixed cells: each different cell is read once."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from monitor.intake.cells import Cell, Row
from monitor.intake.text_rows import TextRows, is_shared

Positions = npt.NDArray[np.int64]

# ASCII that `clean` leaves as it is: no markup, single spaces, none at the ends; and no formula.
_CLEAN = r"\A[!-%'-;>-~][!-%'-;=-~]*(?: [!-%'-;=-~]+)*\z"


class CellColumn:
    """A column of cells of any type, as workbooks have them; None where a row ends before it."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self._cells = cells

    def __len__(self) -> int:
        return len(self._cells)

    def take(self, positions: Positions) -> "CellColumn":
        """The cells at those positions."""
        return CellColumn([self._cells[at] for at in positions.tolist()])

    @cached_property
    def different(self) -> tuple[list[Cell], Positions]:
        """The different cells, equal ones of different type too, and which of them stands where."""
        known: dict[Cell | tuple[type, Cell], int] = {}
        cells: list[Cell] = []
        at = np.empty(len(self._cells), dtype=np.int64)
        for index, cell in enumerate(self._cells):
            key = cell if cell.__class__ is str else (cell.__class__, cell)
            number = known.setdefault(key, len(cells))
            if number == len(cells):
                cells.append(cell)
            at[index] = number
        return cells, at

    def mapped(self, read: Callable[[Cell], Any], kind: pa.DataType) -> pa.Array:
        """What `read` makes of each cell."""
        cells, at = self.different
        return pa.array(map(read, cells), kind).take(pa.array(at))

    def texts(self, read: Callable[[Cell], str | None]) -> pa.Array:
        """What `read` makes of each cell, where it leaves a clean text as it is."""
        return self.mapped(read, pa.string())

    def matches(self, _pattern: str, test: Callable[[Cell], bool]) -> npt.NDArray[np.bool_]:
        """Which cells pass the test; all texts do that the pattern matches."""
        return np.fromiter(map(test, self._cells), dtype=bool, count=len(self._cells))

    def absent(self) -> npt.NDArray[np.bool_]:
        """Which cells are not there, because a row ends before them."""
        return np.array([cell is None for cell in self._cells], dtype=bool)

    def dates_and(self, pattern: str) -> Positions:
        """Where cells are dates, or texts that the pattern finds something in."""
        search = re.compile(pattern, re.ASCII).search
        cells = enumerate(self._cells)
        found = [i for i, c in cells if (search(c) if isinstance(c, str) else isinstance(c, date))]
        return np.array(found, dtype=np.int64)

    def by_type(self) -> tuple[pa.Array, Positions, Sequence[tuple[int, Cell]]]:
        """The texts that are not empty, and where they stand; other cells, and where."""
        texts: list[str] = []
        at: list[int] = []
        others: list[tuple[int, Cell]] = []
        for index, cell in enumerate(self._cells):
            if isinstance(cell, str):
                if cell:
                    texts.append(cell)
                    at.append(index)
            elif cell is not None:
                others.append((index, cell))
        return pa.array(texts, pa.string()), np.array(at, dtype=np.int64), others


class TextColumn:
    """A column of texts, as `TextRows` has them; null where a row ends before it."""

    def __init__(self, values: pa.Array) -> None:
        self._values = values

    def __len__(self) -> int:
        return len(self._values)

    def take(self, positions: Positions) -> "TextColumn":
        """The texts at those positions."""
        if len(positions) and len(positions) == positions[-1] - positions[0] + 1:
            return TextColumn(self._values.slice(positions[0], len(positions)))
        return TextColumn(self._values.take(pa.array(positions)))

    @property
    def different(self) -> tuple[list[Cell], Positions]:
        """The different texts, perhaps some that stand nowhere, and which of them stands where."""
        encoded = _encoded(self._values)
        cells = [*encoded.dictionary.to_pylist(), None]
        at = encoded.indices.fill_null(len(cells) - 1).to_numpy(zero_copy_only=False)
        return cells, at.astype(np.int64)

    def mapped(self, read: Callable[[Cell], Any], kind: pa.DataType) -> pa.Array:
        """What `read` makes of each text."""
        cells, at = self.different
        return pa.array(map(read, cells), kind).take(pa.array(at))

    def texts(self, read: Callable[[Cell], str | None]) -> pa.Array:
        """What `read` makes of each text, where it leaves a clean text as it is."""
        if is_shared(self._values):
            return self.mapped(read, pa.string())
        is_clean = pc.match_substring_regex(self._values, _CLEAN).fill_null(False)
        odd = pc.invert(is_clean)
        rest = TextColumn(self._values.filter(odd)).mapped(read, pa.string())
        return pc.replace_with_mask(self._values, odd, rest) if len(rest) else self._values

    def matches(self, pattern: str, test: Callable[[Cell], bool]) -> npt.NDArray[np.bool_]:
        """Which cells pass the test; all texts do that the pattern matches."""
        found = pc.match_substring_regex(plain(self._values), rf"\A(?:{pattern})\z")
        passed: npt.NDArray[np.bool_] = found.fill_null(False).to_numpy(zero_copy_only=False).copy()
        left = np.flatnonzero(~passed)
        if len(left):
            cells, at = self.take(left).different
            passed[left] = np.array([test(cell) for cell in cells], dtype=bool)[at]
        return passed

    def absent(self) -> npt.NDArray[np.bool_]:
        """Which texts are not there, because a row ends before them."""
        absent: npt.NDArray[np.bool_] = self._values.is_null().to_numpy(zero_copy_only=False)
        return absent

    def dates_and(self, pattern: str) -> Positions:
        """Where texts stand that the pattern finds something in; there are no other cells."""
        shared = is_shared(self._values)
        texts = self._values.dictionary if shared else self._values
        found = pc.match_substring_regex(texts, pattern)
        if shared:
            found = found.take(self._values.indices)
        return np.flatnonzero(found.fill_null(False).to_numpy(zero_copy_only=False))

    def by_type(self) -> tuple[pa.Array, Positions, Sequence[tuple[int, Cell]]]:
        """The texts that are not empty, and where they stand; there are no other cells."""
        values = plain(self._values)
        filled = pc.greater(pc.binary_length(values), 0).fill_null(False)
        at = np.flatnonzero(filled.to_numpy(zero_copy_only=False)).astype(np.int64)
        return (values if len(at) == len(values) else values.filter(filled)), at, ()


Column = CellColumn | TextColumn


def column_of(rows: Sequence[Row], index: int) -> Column:
    """One column of all rows."""
    if isinstance(rows, TextRows):
        return TextColumn(rows.column(index))
    return CellColumn([row[index] if index < len(row) else None for row in rows])


def rows_at(rows: Sequence[Row], positions: Positions) -> Iterator[Row]:
    """The rows at those positions, in that order."""
    if isinstance(rows, TextRows):
        return rows.rows_at(positions)
    return (rows[at] for at in positions.tolist())


def width_at(rows: Sequence[Row], positions: Positions) -> int:
    """The number of cells of the longest of the rows at those positions."""
    if not isinstance(rows, TextRows):
        return max((len(rows[at]) for at in positions.tolist()), default=0)
    width = rows.width if len(positions) else 0
    while width and (taken := rows.column(width - 1).take(pa.array(positions))).null_count == len(
        taken
    ):
        width -= 1
    return width


def plain(values: pa.Array) -> pa.Array:
    """An array of texts, whether or not it was one of a dictionary."""
    return values.cast(pa.string()) if is_shared(values) else values


def _encoded(values: pa.Array) -> pa.Array:
    return values if is_shared(values) else values.dictionary_encode()
