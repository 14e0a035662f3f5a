"""Text from which letters with accents were dropped: "Trn Vn c" for "Trần Văn Đắc"."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from monitor.intake.cells import Row, column_letter
from monitor.intake.errors import IntakeError, place_of
from monitor.intake.formats.sheet import Sheet
from monitor.intake.formats.syllables import short_forms

_SAMPLE_ROWS = 2_000
_WORD = re.compile(r"[^\W\d_]{2,}")
_VOWELS = frozenset("aeiouy")
_KEPT = re.compile("[^\x00-\xff]")  # a letter that only Unicode has: nothing was dropped
# Of all words; four different ones are no abbreviations of an office. Words in capitals may be any.
_FEWEST, _SHARE = 4, 0.15


def check_dropped(path: Path, sheet: Sheet) -> None:
    """Raise IntakeError where words of a column have no vowels: those had accents."""
    for index, texts in _texts(sheet.rows[:_SAMPLE_ROWS]):
        if any(map(_KEPT.search, texts)):
            continue
        several = [(text, words) for text in texts if len(words := _WORD.findall(text)) > 1]
        bare = {word: text for text, words in several for word in words if _is_bare(word)}
        count = sum(_is_bare(word) for _, words in several for word in words)
        if len(bare) >= _FEWEST and count >= _SHARE * sum(len(words) for _, words in several):
            raise IntakeError(
                f"{place_of(str(path), sheet.name)}, column {column_letter(index)}: found "
                f"{next(iter(bare.values()))[:60]!r}, which has lost its letters with accents, and "
                "so have others of that column; they can't be brought back, export the list again "
                "as .xlsx or CSV UTF-8"
            )


def _texts(rows: Sequence[Row]) -> Iterator[tuple[int, list[str]]]:
    """Each column, and its different texts."""
    for index, cells in enumerate(zip_longest(*rows)):
        yield index, list(dict.fromkeys(cell for cell in cells if isinstance(cell, str)))


def _is_bare(word: str) -> bool:
    if word.isupper() or word.lower() in short_forms():
        return False
    return _VOWELS.isdisjoint(unicodedata.normalize("NFD", word.lower()))
