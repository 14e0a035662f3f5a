"""Public lists of results: every dossier code in them and its day, never a name."""

from collections.abc import Iterable, Iterator, Set
from datetime import date
from itertools import groupby

import numpy as np

from monitor.intake.cell_columns import CellColumn
from monitor.intake.cells import Cell, Row, fold, is_blank, raw_text
from monitor.intake.date_cells import DateCells
from monitor.intake.date_order import month_first_of, order_of, settled
from monitor.intake.dates import DateColumn, DateReader
from monitor.intake.errors import IntakeError
from monitor.intake.headings import known_headings
from monitor.intake.lists.codes import CodeFinder, begun
from monitor.intake.lists.days import day_headings, day_in
from monitor.intake.sheets import Sheet
from monitor.intake.undecided import exchange_in, undecided

_CODE_HEADINGS = frozenset(known_headings()["code"])
_LONGEST_HEADING = 40

Posted = dict[str, tuple[date | None, str]]


def read_postings(sheets: Iterable[Sheet], known: Set[str], dates: DateReader) -> Posted:
    """Code → (the date on the list, if it has one; the file) of every list.

    known: codes of our dossiers, found whatever their form. Raises IntakeError for a file without
    any code: to take it for a list would make every result look unposted.
    """
    finder = CodeFinder(known)
    posted: Posted = {}
    for file, parts in groupby(sheets, key=lambda sheet: sheet.file):
        lists = [_List(sheet, finder) for sheet in parts]
        if not any(one.has_codes for one in lists):
            raise IntakeError(
                f"{file}: has no dossier code; is it the list itself, and whole? Put it right, or "
                "take it away"
            )
        for code, day in (found for one in lists for found in one.codes(dates)):
            before = posted.get(code, (None, ""))[0]
            if code not in posted or (day and (before is None or day < before)):
                posted[code] = (day, file)
    return posted


class _List:
    """The codes of one sheet by rows, and what it tells of their days.

    A day stands in the row itself or in a line above; a line below tells the day of the whole
    sheet where no other contradicts it.
    """

    def __init__(self, sheet: Sheet, finder: CodeFinder) -> None:
        self.has_codes = False
        self._finder = finder
        self._from_1904 = sheet.from_1904
        self._codes: list[set[str]] = []
        self._days: list[Cell] = []  # those of the rows
        self._lines: list[str | None] = []  # the nearest above
        self._begun = ""  # what the row before has of a code that it breaks
        coded: int | None = None
        dated: int | None = None
        line: str | None = None
        for row in sheet.rows:
            texts = [raw_text(cell) for cell in row if not is_blank(cell)]
            told = day_in(" ".join(texts))
            line = told or line
            heads = {} if told else _headings(row)
            coded, dated = heads.get("code", coded), heads.get("day", dated)
            self._days.append(row[dated] if dated is not None and dated < len(row) else None)
            self._lines.append(line)
            self._codes.append(self._codes_of(row, coded))
            has_value = coded is not None and coded < len(row) and not is_blank(row[coded])
            self.has_codes |= bool(self._codes[-1]) or (has_value and "code" not in heads)

    def codes(self, dates: DateReader) -> Iterator[tuple[str, date | None]]:
        """Each code with its day, if one is told."""
        in_rows = _days(self._column_of_days(dates))
        above = _days(dates.read(self._lines))
        told = {day for day in above if day}
        whole = told.pop() if len(told) == 1 else None
        for codes, own, line in zip(self._codes, in_rows, above, strict=True):
            yield from ((code, own or line or whole) for code in codes)

    def _column_of_days(self, dates: DateReader) -> DateColumn:
        """The days of the rows, in the order of day and month that they tell; none where unsure."""
        cells = DateCells.of(CellColumn(self._days), from_1904=self._from_1904)
        orders = settled({"": order_of(cells.texts)})
        column = dates.read_cells(cells, month_first=bool(month_first_of(orders)))
        for at, _ in () if dates.formats else undecided(cells, orders[""], exchange_in(cells)):
            column.moments[at] = np.datetime64("NaT")
        return column

    def _codes_of(self, row: Row, coded: int | None) -> set[str]:
        codes: set[str] = set()
        alone = sum(not is_blank(cell) for cell in row) == 1
        for index, cell in enumerate(row):
            if is_blank(cell):
                continue
            text = raw_text(cell)
            text = f"{self._begun}\n{text}" if self._begun else text
            codes |= self._finder.codes_in(text, bare_numbers=index == coded)
            rest = begun(text)
            # Beside other cells, digits that follow are a cell of their own.
            self._begun = rest if alone or rest.endswith(("-", ".")) else ""
        return codes


def _headings(row: Row) -> dict[str, int]:
    """The columns that a heading row names; empty for other rows."""
    found: dict[str, int] = {}
    for index, cell in enumerate(row):
        if isinstance(cell, str) and len(cell) < _LONGEST_HEADING and not _has_digit(cell):
            text = fold(cell)
            if text in day_headings():
                found.setdefault("day", index)
            elif text in _CODE_HEADINGS:
                found.setdefault("code", index)
    return found


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _days(column: DateColumn) -> list[date | None]:
    return [moment.date() if moment else None for moment in column.moments.tolist()]
