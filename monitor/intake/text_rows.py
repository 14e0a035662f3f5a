"""Rows of texts, held by columns in Arrow: a row is made only when somebody asks for it."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import overload

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from monitor.intake.cells import Row

_PORTION_ROWS = 20_000
_PORTION_CELLS = 4_000_000  # rows times the widest of them
_AT_ONCE = 1_000  # rows made at a time
_SHARED = 2  # a text stands in so many rows on average: each is held once

_DICTIONARY = pa.dictionary(pa.int32(), pa.string())
_Portion = list[pa.Array | None]


class TextRows(Sequence[Row]):
    """Rows to which texts are appended; they may differ in length.

    A million Python lists of Python texts take ten times the memory. A column is an array of texts
    or of a dictionary of texts; it is null, and nowhere else, where a row ends before it.
    """

    def __init__(self) -> None:
        self._waiting: list[Sequence[str]] = []
        self._widest = 0  # of those that wait
        self._room = 0  # how many may wait
        self._portions: list[_Portion] = []
        self._lengths: list[int] = []
        self._columns: list[pa.Array] = []
        self._length = 0

    def append(self, row: Sequence[str]) -> None:
        """Add a row."""
        if len(row) > self._widest or len(self._waiting) >= self._room:
            self._make_room(len(row))
        self._waiting.append(row)

    def extend(self, columns: Sequence[pa.Array]) -> None:
        """Add rows that all have these columns; none of the texts is null."""
        self._close_portion()
        self._portions.append([_shared(column) for column in columns])
        self._lengths.append(len(columns[0]))

    def finish(self) -> None:
        """No row will follow; only now the rows can be asked for."""
        self._close_portion()
        self._length = sum(self._lengths)
        for index in range(max(map(len, self._portions), default=0)):
            self._columns.append(self._joined(index))
        self._portions.clear()

    @property
    def width(self) -> int:
        """The number of cells of the longest row."""
        return len(self._columns)

    def column(self, index: int) -> pa.Array:
        """All texts of a column, null where a row ends before it."""
        if index >= self.width:
            return pa.nulls(self._length, pa.string())
        return self._columns[index]

    def replace_column(self, index: int, texts: Sequence[str | None]) -> None:
        """Put other texts into a column; where it is None it must stay so."""
        self._columns[index] = _shared(pa.array(texts, pa.string()))

    def rows_at(self, positions: npt.NDArray[np.int64]) -> Iterator[Row]:
        """The rows at those positions, in that order."""
        for start in range(0, len(positions), _AT_ONCE):
            some = pa.array(positions[start : start + _AT_ONCE])
            yield from _as_rows([column.take(some) for column in self._columns], len(some))

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Row]:
        for start in range(0, self._length, _AT_ONCE):
            count = min(_AT_ONCE, self._length - start)
            yield from _as_rows([c.slice(start, count) for c in self._columns], count)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        positions = range(self._length)[index]
        rows = list(self.rows_at(np.atleast_1d(np.array(positions, dtype=np.int64))))
        return rows if isinstance(index, slice) else rows[0]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # its columns can be replaced

    def _make_room(self, width: int) -> None:
        """For a row of that width."""
        widest = max(self._widest, width)
        room = min(_PORTION_ROWS, _PORTION_CELLS // max(1, widest))
        if len(self._waiting) >= room:
            self._close_portion()
            widest, room = width, max(1, min(_PORTION_ROWS, _PORTION_CELLS // max(1, width)))
        self._widest, self._room = widest, room

    def _close_portion(self) -> None:
        if self._waiting:
            columns = zip_longest(*self._waiting)
            self._portions.append([_shared(pa.array(column, pa.string())) for column in columns])
            self._lengths.append(len(self._waiting))
            self._waiting.clear()

    def _joined(self, index: int) -> pa.Array:
        """One column out of its portions, which are given up."""
        chunks: _Portion = []
        shared = 0
        for portion, length in zip(self._portions, self._lengths, strict=True):
            chunk = None
            if index < len(portion):
                chunk, portion[index] = portion[index], None
            chunks.append(chunk)
            shared += length if chunk is None or is_shared(chunk) else 0
        kind = _DICTIONARY if shared * 2 >= self._length else pa.string()
        whole = pa.chunked_array(
            [
                pa.nulls(length, kind) if chunk is None else _as_kind(chunk, kind)
                for chunk, length in zip(chunks, self._lengths, strict=True)
            ]
        )
        return (whole.unify_dictionaries() if kind == _DICTIONARY else whole).combine_chunks()


def _shared(texts: pa.Array) -> pa.Array:
    """The texts, each held once where that is worth it."""
    encoded = texts.dictionary_encode()
    return encoded if len(encoded.dictionary) * _SHARED <= len(texts) else texts


def is_shared(texts: pa.Array) -> bool:
    """Whether an array holds each text once."""
    return bool(pa.types.is_dictionary(texts.type))


def _as_kind(texts: pa.Array, kind: pa.DataType) -> pa.Array:
    if is_shared(texts):
        return texts if kind == _DICTIONARY else texts.cast(kind)
    return texts.dictionary_encode() if kind == _DICTIONARY else texts


def _as_rows(columns: Sequence[pa.Array], count: int) -> Iterator[Row]:
    if not columns:
        yield from ([] for _ in range(count))
        return
    for cells in zip(*(column.to_pylist() for column in columns), strict=True):
        row = list(cells)
        while row and row[-1] is None:
            row.pop()
        yield row
