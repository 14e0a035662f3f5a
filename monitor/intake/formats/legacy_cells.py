"""Columns of Unicode workbooks whose text is TCVN3 or VNI, as only the font used to show."""

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto

import numpy as np
import numpy.typing as npt

from monitor.intake.cell_columns import column_of
from monitor.intake.cells import Cell, Row, column_letter
from monitor.intake.formats.legacy import Legacy, legacy_encodings
from monitor.intake.formats.odd_texts import odd_texts
from monitor.intake.formats.sheet import Sheet
from monitor.intake.formats.syllables import Share, share_of
from monitor.intake.text_rows import TextRows

# Letters that neither Latin-1 nor any legacy text has: a cell with one of them is Unicode already.
_UNICODE = re.compile("[ĂăĐđĨĩŨũƠơƯư\u0300-\u0323Ạ-ỹ]")
# A twin of Đ, a soft hyphen, a hard space stray into Unicode texts; in TCVN3 the first two are
# letters. A column without other signs beyond ASCII is Unicode.
_STRAY = re.compile("[\x00-\x7f\u00d0\u00ad\u00a0]*")
_SAMPLE = 2_000  # different cells of a column; more would not change the verdict
# Legacy text read as it stands is rarely Vietnamese, and nearly always when it is converted.
_MOST_AS_IS, _LEAST_CONVERTED = 0.6, 0.9
_FEWEST_WORDS = 5

Columns = dict[int, list[str]]


def convert_legacy_cells(sheet: Sheet) -> tuple[str, ...]:
    """Convert, in place, the columns that are legacy text; say which ones those were.

    A cell with letters that only Unicode has is never touched. Among such cells, one that reads
    well as it stands is not touched either.
    """
    columns = _candidates(sheet.rows)
    if not columns:
        return ()
    whole = _verdict([text for texts in columns.values() for text in texts])
    notes = []
    for column, texts in sorted(columns.items()):
        legacy = _verdict(texts) or (whole if whole and _agrees(texts, whole) else None)
        if legacy and _convert(sheet.rows, column, legacy):
            notes.append(
                f"the text of column {column_letter(column)} was {legacy.name} "
                "and has been converted to Unicode"
            )
    return tuple(notes)


def _candidates(rows: Sequence[Row]) -> Columns:
    """Column → different cells that may be legacy text."""
    columns: Columns = {}
    for column, odd in odd_texts(rows):
        texts = [text for text in odd if not text.isascii() and not _UNICODE.search(text)]
        if not all(map(_STRAY.fullmatch, texts)):
            columns[column] = sorted(texts)[:_SAMPLE]
    return columns


def _verdict(texts: list[str]) -> Legacy | None:
    """The encoding that texts are in, when they are enough to tell."""
    as_is = share_of(texts)
    if as_is.words < _FEWEST_WORDS or float(as_is) > _MOST_AS_IS:
        return None
    share, legacy = max(_readings(texts), key=lambda reading: float(reading[0]))
    return legacy if float(share) >= _LEAST_CONVERTED else None


def _readings(texts: list[str]) -> Iterator[tuple[Share, Legacy]]:
    for legacy in legacy_encodings():
        yield share_of(map(legacy.convert, texts)), legacy


def _agrees(texts: list[str], legacy: Legacy) -> bool:
    """Whether a short column reads better in the encoding of its sheet than as it stands."""
    return float(share_of(map(legacy.convert, texts))) > float(share_of(texts))


def _convert(rows: Sequence[Row], column: int, legacy: Legacy) -> int:
    """Convert what is legacy text in a column; how many cells that were."""
    cells, at = column_of(rows, column).different
    converted = [legacy.convert(cell) if isinstance(cell, str) else "" for cell in cells]
    places = [(index, converted[at[index]]) for index in _places(list(map(_kind, cells)), at)]
    if isinstance(rows, TextRows):
        texts = rows.column(column).to_pylist()
        for index, text in places:
            texts[index] = text
        rows.replace_column(column, texts)
    else:
        for index, text in places:
            rows[index][column] = text  # type: ignore[index]
    return len(places)


def _places(kinds: Sequence["_Kind"], at: npt.NDArray[np.int64]) -> list[int]:
    """Where the cells stand that are to be converted.

    kinds: of the different cells. at: which of them stands where.
    """
    places: list[int] = []
    among_unicode = False
    for index, number in enumerate(at.tolist()):
        kind = kinds[number]
        if kind is _Kind.UNICODE:
            among_unicode = bool(places)  # above the first legacy cell it is a heading
        elif kind is _Kind.LEGACY or (kind is _Kind.EITHER and not among_unicode):
            places.append(index)
    return places


class _Kind(Enum):
    """What a cell of a column of legacy text can be."""

    PLAIN = auto()
    UNICODE = auto()
    LEGACY = auto()
    EITHER = auto()
    """It reads well as it stands."""


def _kind(cell: Cell) -> _Kind:
    if not isinstance(cell, str) or cell.isascii():
        return _Kind.PLAIN
    if _UNICODE.search(cell):
        return _Kind.UNICODE
    as_is = share_of([cell])
    return _Kind.EITHER if as_is.words == as_is.syllables else _Kind.LEGACY
