"""Public lists of results: every dossier code in them, never a name."""

import re
import unicodedata
from collections.abc import Iterator, Set
from datetime import date
from pathlib import Path

from monitor.intake.cells import Row, clean, clean_code, fold, is_blank, raw_text
from monitor.intake.dates import DateReader
from monitor.intake.read import files_of
from monitor.intake.sheets import Sheet, read_sheets

# Nghị định 61/2018 codes; other codes are found because a dossier of ours bears them.
_OFFICIAL = re.compile(r"\d{3}\.\d{2,3}\.\d{2,3}\.[A-Z]\d{2,3}-\d{6}-\d{4,5}")
_SPLIT = re.compile(r"[\s,;|()\[\]<>\"']+")
_DATE_HEADINGS = frozenset(
    map(fold, ("Ngày công khai", "Ngày đăng", "Ngày đăng tải", "Ngày niêm yết"))
)
_SEARCHED_ROWS = 60

Posted = dict[str, tuple[date | None, str]]


def read_postings(path: Path, known: Set[str], dates: DateReader) -> Posted:
    """Code → (the date on the list, if it has one; the file) of every list that `path` means.

    known: codes of our dossiers, found whatever their form.
    Raises IntakeError when there is no list or one can't be read.
    """
    posted: Posted = {}
    for file in files_of(path):
        for sheet in read_sheets(file):
            for code, day in _codes_in(sheet, known, dates):
                before = posted.get(code, (None, ""))[0]
                if code not in posted or (day and (before is None or day < before)):
                    posted[code] = (day, file.name)
    return posted


def _codes_in(
    sheet: Sheet, known: Set[str], dates: DateReader
) -> Iterator[tuple[str, date | None]]:
    column = _date_column(sheet.rows)
    days: list[date | None] = [None] * len(sheet.rows)
    if column is not None:
        read = dates.read([row[column] if column < len(row) else None for row in sheet.rows])
        days = [moment.date() if moment else None for moment in read.moments.tolist()]
    for row, day in zip(sheet.rows, days, strict=True):
        for cell in row:
            if not is_blank(cell):
                yield from ((code, day) for code in _codes_of(raw_text(cell), known))


def _codes_of(text: str, known: Set[str]) -> set[str]:
    whole = clean_code(clean(text))
    plain = unicodedata.normalize("NFKC", whole)
    tokens = {token.strip(".:") for token in _SPLIT.split(plain)}
    return ({whole, *tokens} & known) | set(_OFFICIAL.findall(plain))


def _date_column(rows: list[Row]) -> int | None:
    for row in rows[:_SEARCHED_ROWS]:
        for index, cell in enumerate(row):
            if isinstance(cell, str) and fold(cell) in _DATE_HEADINGS:
                return index
    return None
