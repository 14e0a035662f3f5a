"""Columns of Unicode workbooks whose text is TCVN3 or VNI, as only the font used to show."""

import re
from collections.abc import Iterator
from itertools import zip_longest

from monitor.intake.cells import Row, column_letter
from monitor.intake.formats.legacy import Legacy, legacy_encodings
from monitor.intake.formats.sheet import Sheet
from monitor.intake.formats.syllables import Share, share_of

# Letters that neither Latin-1 nor any legacy text has: a cell with one of them is Unicode already.
_UNICODE = re.compile("[ĂăĐđĨĩŨũƠơƯư\u0300-\u0323Ạ-ỹ]")
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


def _candidates(rows: list[Row]) -> Columns:
    """Column → different cells that may be legacy text."""
    columns: Columns = {}
    for column, cells in enumerate(zip_longest(*rows)):
        texts = {
            cell
            for cell in set(cells)
            if isinstance(cell, str) and not cell.isascii() and not _UNICODE.search(cell)
        }
        if texts:
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


def _convert(rows: list[Row], column: int, legacy: Legacy) -> int:
    converted = 0
    among_unicode = False
    for row in rows:
        cell = row[column] if column < len(row) else None
        if not isinstance(cell, str) or cell.isascii():
            continue
        if _UNICODE.search(cell):
            among_unicode = converted > 0  # above the first legacy cell it is a heading
            continue
        as_is = share_of([cell])
        if among_unicode and as_is.words == as_is.syllables:
            continue
        row[column] = legacy.convert(cell)  # type: ignore[index]
        converted += 1
    return converted
