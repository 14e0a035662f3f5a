"""Public lists of results: every dossier code in them, never a name."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Set
from datetime import date

from monitor.intake.cells import Row, clean, clean_code, fold, is_blank, raw_text
from monitor.intake.dates import DateReader
from monitor.intake.headings import known_headings
from monitor.intake.sheets import Sheet

# Nghị định 61/2018 codes; other codes are found because a dossier of ours bears them.
_OFFICIAL = re.compile(
    r"(?<![\w.])\d{3}\.\d{2,3}\.\d{2,3}\.[A-Z]\d{2,3}-\d{6}-\d{4,5}(?!\w)", re.IGNORECASE
)
_BROKEN = re.compile(r"(?<=\w)\s*-\s*(?=\d)")
_RUNNING_NUMBER = re.compile(r"\d{1,4}")
_SPLIT = re.compile(r"[\s,;|()\[\]<>\"']+")
_DATE_HEADINGS = frozenset(
    map(fold, ("Ngày công khai", "Ngày đăng", "Ngày đăng tải", "Ngày niêm yết"))
)
_CODE_HEADINGS = frozenset(known_headings()["code"])
_SEARCHED_ROWS = 60

Posted = dict[str, tuple[date | None, str]]


def read_postings(sheets: Iterable[Sheet], known: Set[str], dates: DateReader) -> Posted:
    """Code → (the date on the list, if it has one; the file) of every list.

    known: codes of our dossiers, found whatever their form.
    """
    posted: Posted = {}
    for sheet in sheets:
        for code, day in _codes_in(sheet, known, dates):
            before = posted.get(code, (None, ""))[0]
            if code not in posted or (day and (before is None or day < before)):
                posted[code] = (day, sheet.file)
    return posted


def _codes_in(
    sheet: Sheet, known: Set[str], dates: DateReader
) -> Iterator[tuple[str, date | None]]:
    dated = _column(sheet.rows, _DATE_HEADINGS)
    coded = _column(sheet.rows, _CODE_HEADINGS)
    days: list[date | None] = [None] * len(sheet.rows)
    if dated is not None:
        read = dates.read([row[dated] if dated < len(row) else None for row in sheet.rows])
        days = [moment.date() if moment else None for moment in read.moments.tolist()]
    unfinished = ""  # a line that ends within a code
    for row, day in zip(sheet.rows, days, strict=True):
        for index, cell in enumerate(row):
            if not is_blank(cell):
                text = unfinished + raw_text(cell)
                codes = _codes_of(text, known, bare_numbers=index == coded)
                yield from ((code, day) for code in codes)
                unfinished = text if clean_code(clean(text)).endswith("-") else ""


def _codes_of(text: str, known: Set[str], *, bare_numbers: bool) -> set[str]:
    """The codes in a text, though a line or a space breaks them.

    bare_numbers: whether a short number can be a code; elsewhere it is the number of a row.
    """
    whole = clean_code(clean(text))
    plain = _BROKEN.sub("-", unicodedata.normalize("NFKC", whole))
    tokens = {whole, *(token.strip(".:") for token in _SPLIT.split(plain))} & known
    if not bare_numbers:
        tokens = {token for token in tokens if not _RUNNING_NUMBER.fullmatch(token)}
    return tokens | {code.upper() for code in _OFFICIAL.findall(plain)}


def _column(rows: list[Row], headings: Set[str]) -> int | None:
    for row in rows[:_SEARCHED_ROWS]:
        for index, cell in enumerate(row):
            if isinstance(cell, str) and fold(cell) in headings:
                return index
    return None
