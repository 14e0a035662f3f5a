"""Lists of letters from before the monitor: sheets → letters, and the rows that can't be read."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from monitor.intake.cell_columns import CellColumn
from monitor.intake.cells import (
    Cell,
    Row,
    clean,
    clean_code,
    column_letter,
    fold,
    is_blank,
    raw_text,
)
from monitor.intake.date_cells import DateCells
from monitor.intake.date_order import month_first_of, order_of, settled
from monitor.intake.dates import DateColumn, DateReader
from monitor.intake.errors import IntakeError, RejectedRow, place_of
from monitor.intake.headings import known_headings
from monitor.intake.rows import is_numbers
from monitor.intake.sheets import Sheet
from monitor.letterbook.numbers import Number, read_number
from monitor.letterbook.refusals import StepError
from monitor.letterbook.texts import typed

_SEARCHED_ROWS = 60
_NEEDED = ("code", "issued_on")
_DATES = ("issued_on", "new_due_on")


@dataclass(frozen=True, slots=True)
class EarlierLetter:
    """A letter as a list names it; `row` is where, so that messages can say it."""

    dossier: str
    number: Number | None
    issued_on: date
    new_due_on: date | None
    reason: str | None
    row: RejectedRow


def read_earlier(
    sheets: Iterable[Sheet], dates: DateReader, series: str, today: date
) -> tuple[list[EarlierLetter], list[RejectedRow]]:
    """The letters of a list, and the rows that can't be read, each with its column and why.

    series: of numbers that do not name theirs. Raises IntakeError where no sheet has the headings.
    """
    letters: list[EarlierLetter] = []
    bad: list[RejectedRow] = []
    found = False
    names: list[str] = []
    for sheet in sheets:
        names.append(place_of(sheet.file, sheet.name))
        head = _heading(sheet.rows)
        if head is not None:
            found = True
            for one in _read_sheet(sheet, *head, dates, series, today):
                if isinstance(one, EarlierLetter):
                    letters.append(one)
                else:
                    bad.append(one)
    if not found:
        raise IntakeError(
            f"{', '.join(names)}: no row has headings for the dossier's code and the date of the "
            "letter; expected e.g. Mã hồ sơ, Số văn bản, Ngày ban hành, Ngày hẹn lại, Lý do"
        )
    return letters, bad


@cache
def _headings() -> Mapping[str, Sequence[str]]:
    text = files("monitor.letterbook.data").joinpath("earlier.toml").read_text(encoding="utf-8")
    own = {name: [fold(one) for one in texts] for name, texts in tomllib.loads(text).items()}
    return {"code": known_headings()["code"], **own}


def _heading(rows: Sequence[Row]) -> tuple[int, dict[str, int]] | None:
    """The index of the heading row, and the columns that are understood."""
    for at, row in enumerate(rows[:_SEARCHED_ROWS]):
        texts = [fold(cell) if isinstance(cell, str) else "" for cell in row]
        columns = {
            name: texts.index(known)
            for name, names in _headings().items()
            for known in [next((one for one in names if one in texts), None)]
            if known is not None
        }
        if all(name in columns for name in _NEEDED):
            return at, columns
    return None


class _List:
    """One sheet with its columns, read row by row."""

    def __init__(self, sheet: Sheet, at: int, columns: Mapping[str, int]) -> None:
        self._sheet = sheet
        self.columns = columns
        self._head = sheet.rows[at]
        filled = ("number", *_NEEDED)
        self.rows = [
            (index, row)
            for index, row in enumerate(sheet.rows)
            if index > at
            and not all(is_blank(_cell(row, columns, name)) for name in filled)
            and not self._is_below_heading(row)
        ]

    def _is_below_heading(self, row: Row) -> bool:
        """The numbers of the columns, or the heading again on a further page."""
        at = self.columns["code"]
        again = fold(raw_text(_cell(row, self.columns, "code"))) == fold(raw_text(self._head[at]))
        return again or is_numbers([clean(raw_text(one)) for one in row if not is_blank(one)])

    def days(self, dates: DateReader) -> dict[str, DateColumn]:
        """The columns of dates that the sheet has."""
        held = {
            name: DateCells.of(
                CellColumn([_cell(row, self.columns, name) for _, row in self.rows]),
                from_1904=self._sheet.from_1904,
            )
            for name in _DATES
            if name in self.columns
        }
        orders = settled({name: order_of(cells.texts) for name, cells in held.items()})
        month_first = month_first_of(orders)
        return {
            name: dates.read_cells(cells, month_first=name in month_first)
            for name, cells in held.items()
        }

    def place(self, index: int, row: Row, name: str, reason: str) -> RejectedRow:
        """A row with one of its columns, as messages name it."""
        column = self.columns.get(name, self.columns["code"])
        return RejectedRow(
            file=self._sheet.file,
            sheet=self._sheet.name,
            row=index + 1,
            column=f"{column_letter(column)}, {clean(raw_text(self._head[column]))}",
            value=raw_text(_cell(row, self.columns, name)),
            reason=reason,
            code=_code(row, self.columns) or None,
            cells=tuple(raw_text(one) for one in row),
        )


class _WrongError(Exception):
    """A cell that can't be read."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(reason)
        self.name = name


def _read_sheet(
    sheet: Sheet,
    at: int,
    columns: Mapping[str, int],
    dates: DateReader,
    series: str,
    today: date,
) -> Iterator[EarlierLetter | RejectedRow]:
    """Each row as a letter, or as one that can't be read."""
    listed = _List(sheet, at, columns)
    read = listed.days(dates)
    for position, (index, row) in enumerate(listed.rows):
        try:
            code = _code(row, columns)
            if not code and _is_below_table(listed, read, position):
                continue
            if not code:
                raise _WrongError("code", "the code of the dossier is missing")
            issued_on = _day(read, "issued_on", position)
            if issued_on is None:
                raise _WrongError("issued_on", "the date of the letter is missing")
            if issued_on > today:
                raise _WrongError("issued_on", f"lies after today, {today:%d/%m/%Y}")
            new_due_on = _day(read, "new_due_on", position)
            if new_due_on is not None and new_due_on < issued_on:
                raise _WrongError("new_due_on", f"lies before the letter, {issued_on:%d/%m/%Y}")
            number = _number(_text(row, columns, "number"), series)
            reason = _reason(_text(row, columns, "reason"))
        except _WrongError as error:
            yield listed.place(index, row, error.name, str(error))
        else:
            where = listed.place(index, row, "code", "")
            yield EarlierLetter(code, number, issued_on, new_due_on, reason, where)


def _is_below_table(listed: _List, read: Mapping[str, DateColumn], position: int) -> bool:
    """A total or a signature: neither a number nor a date of a letter stands in it."""
    row = listed.rows[position][1]
    dated = not _is_unreadable(read, "issued_on", position) and _day(read, "issued_on", position)
    return not dated and not any(char.isdigit() for char in _text(row, listed.columns, "number"))


def _is_unreadable(read: Mapping[str, DateColumn], name: str, position: int) -> bool:
    return position in read[name].unreadable


def _day(read: Mapping[str, DateColumn], name: str, position: int) -> date | None:
    if name not in read:
        return None
    if position in read[name].unreadable:
        raise _WrongError(name, read[name].unreadable[position])
    moment = read[name].moments[position].item()
    return moment.date() if moment else None


def _number(text: str, series: str) -> Number | None:
    try:
        return read_number(text, series) if text else None
    except StepError as error:
        raise _WrongError("number", str(error)) from None


def _reason(text: str) -> str | None:
    try:
        return typed("reason", text) or None
    except StepError as error:
        raise _WrongError("reason", str(error)) from None


def _text(row: Row, columns: Mapping[str, int], name: str) -> str:
    return clean(raw_text(_cell(row, columns, name)))


def _cell(row: Row, columns: Mapping[str, int], name: str) -> Cell:
    index = columns.get(name)
    return None if index is None or index >= len(row) else row[index]


def _code(row: Row, columns: Mapping[str, int]) -> str:
    return clean_code(_text(row, columns, "code"))
