"""Text that has lost letters for good: refused where it is systematic, noted where it is not."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from monitor.intake.cell_columns import Column, column_of
from monitor.intake.cells import Row, column_letter
from monitor.intake.errors import IntakeError, place_of
from monitor.intake.formats.odd_texts import odd_texts
from monitor.intake.formats.sheet import Sheet

# One odd cell is a slip of the pen; three in a column, and one in a hundred, are a faulty export.
_FEWEST, _SHARE = 3, 0.01
_SHOWN_CHARS = 60
_REPLACED = "\ufffd"
# A word of an address or a formula may have a question mark within.
_ADDRESS = re.compile(r"\S*[/=@&\\]\S*")
_LETTER = r"[^\W\d_]"
_QUESTION = re.compile(
    rf"(?<={_LETTER})\?(?={_LETTER})"  # Nguy?n
    rf"|(?<!\S)\?(?={_LETTER})"  # ?ang
    rf"|(?<={_LETTER})\?(?= (?:[^\W\d_A-ZĐ]|\?))"  # tr? k?t
)
# UTF-8 read as Windows-1252 begins each Vietnamese letter with one of these.
_LEADS = re.compile("[ÃÄÅÆÊáâ][\x80-\xbf\u0152-\u2122]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_SUSPECT = re.compile("[?\ufffd]|" + _LEADS.pattern)


@dataclass(frozen=True, slots=True)
class _Column:
    """How many of a column's texts are damaged, and the first of those."""

    damaged: int
    texts: int
    row: int
    cell: str
    how: str


def check_letters(path: Path, sheet: Sheet) -> tuple[str, ...]:
    """Notes on single damaged cells.

    Raises IntakeError where a column has lost letters throughout: they can't be brought back, and
    a guess would turn a name into another name.
    """
    notes = []
    for index, column in _damaged_columns(sheet.rows):
        place = f"row {column.row + 1}, column {column_letter(index)}"
        found = f"{column.cell[:_SHOWN_CHARS]!r}"
        if column.damaged >= _FEWEST and column.damaged >= _SHARE * column.texts:
            where = place_of(str(path), sheet.name)
            raise IntakeError(
                f"{where}, {place}: found {found}, {column.how}, and so in {column.damaged} cells "
                "of that column; the letters can't be brought back, export the list again "
                "as .xlsx or CSV UTF-8"
            )
        notes.append(f"{place}: {found} {column.how}")
    return tuple(notes)


def _damaged_columns(rows: Sequence[Row]) -> Iterator[tuple[int, _Column]]:
    for index, texts in odd_texts(rows):
        if not _SUSPECT.search("\n".join(texts)):
            continue
        damage = {text: how for text in texts if (how := _damage(text))}
        if damage:
            yield index, _column(column_of(rows, index), damage)


def _column(column: Column, damage: Mapping[str, str]) -> _Column:
    """damage: each damaged text → how it is damaged."""
    cells, at = column.different
    is_text = np.array([isinstance(cell, str) for cell in cells])
    is_damaged = np.array([isinstance(cell, str) and cell in damage for cell in cells])
    places = np.flatnonzero(is_damaged[at])
    first = str(cells[at[places[0]]])
    return _Column(len(places), int(is_text[at].sum()), int(places[0]), first, damage[first])


def _damage(cell: str) -> str | None:
    """How a cell has lost letters; None for a sound one."""
    if _REPLACED in cell:
        return "has lost letters (\ufffd)"
    if "?" in cell and _QUESTION.search(_ADDRESS.sub("", cell)):
        return "has question marks in place of letters"
    if _LEADS.search(cell) and any(map(_is_mistaken, _NOT_ASCII.findall(cell))):
        return "is UTF-8 that was read as Windows-1252"
    return None


def _is_mistaken(run: str) -> bool:
    """Whether characters, as bytes of Windows-1252, are UTF-8."""
    try:
        content = b"".join(
            char.encode("latin-1") if char < "\xa0" else char.encode("cp1252") for char in run
        )
        return len(content.decode("utf-8")) < len(content)
    except UnicodeError:
        return False
