"""One sheet → canonical columns, with every row either accepted or kept aside."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from monitor.intake.cells import Cell, Row, clean, clean_code, column_letter, is_blank, raw_text
from monitor.intake.columns import CANONICAL, MOMENTS, NUMBERS
from monitor.intake.date_order import order_of, settled
from monitor.intake.dates import DateReader
from monitor.intake.errors import RejectedRow, place_of
from monitor.intake.headings import Layout
from monitor.intake.pull import series_of
from monitor.intake.rows import DataRow, data_rows
from monitor.intake.shapes import Special, format_of, shape_of
from monitor.intake.sheets import Sheet
from monitor.intake.wordings import Wordings, wordings_of
from rules.columns import Kind
from rules.status import Status

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Table:
    """What was read from one sheet; `rows` are the row numbers of the accepted dossiers."""

    file: str
    sheet: str
    layout: Layout
    dossiers: pd.DataFrame
    extras: pd.DataFrame
    rows: pd.Series
    rejected: tuple[RejectedRow, ...]
    notes: tuple[str, ...]


class TableReader:
    """Reads sheets with the dates and wordings of one source."""

    def __init__(self, dates: DateReader, own_statuses: dict[str, int]) -> None:
        self._dates = dates
        self._statuses = wordings_of("status", own_statuses)
        self._codes = {name: wordings_of(name, {}) for name in ("channel", "applicant_kind")}

    def read(self, sheet: Sheet, layout: Layout) -> Table:
        """The dossiers of a sheet and its rejected rows."""
        rows = list(data_rows(sheet.rows, layout, every_row=sheet.every_row))
        columns = {
            name: [row.cells[i] if i < len(row.cells) else None for row in rows]
            for name, i in layout.columns.items()
        }
        bad: dict[int, tuple[str, str]] = {}  # row → (canonical column, reason); the first counts
        values: dict[str, Any] = {}
        moments = [name for name in MOMENTS if name in columns]
        month_first, unsure = settled({name: order_of(columns[name]) for name in moments})
        if self._dates.formats:
            unsure = []  # config.toml has settled it
        for name in moments:
            dates = self._dates.read(columns[name], month_first=name in month_first)
            values[name] = dates.moments
            for at, reason in dates.unreadable.items():
                bad.setdefault(at, (name, reason))
        if "status" in columns:
            values["status"] = self._read_statuses(columns["status"], bad)
        values["code"] = _memoised(columns["code"], _code)
        shapes = [shape_of(code or "") for code in values["code"]]
        bad |= {at: ("code", why) for at, why in enumerate(_memoised(shapes, _no_code)) if why}
        for name, fact in CANONICAL.items():
            if name in columns and name not in values:
                values[name] = self._read_other(name, fact.kind, columns[name])
        if "unit" not in columns:
            values["unit"] = [row.group for row in rows]
        kept = np.array([at not in bad for at in range(len(rows))], dtype=bool)
        dossiers = _frame(values, len(rows))
        dossiers["status"] = _status_or_derived(dossiers, layout)
        return Table(
            file=sheet.file,
            sheet=sheet.name,
            layout=layout,
            dossiers=dossiers[kept].reset_index(drop=True),
            extras=_extras([row.cells for row in rows], layout, values)[kept].reset_index(
                drop=True
            ),
            rows=pd.Series([row.index + 1 for row in rows])[kept].reset_index(drop=True),
            rejected=tuple(
                _rejected(sheet, layout, rows[at], values["code"][at], *bad[at])
                for at in sorted(bad)
            ),
            notes=tuple(_on_dates(sheet, layout, month_first, unsure)),
        )

    def _read_statuses(
        self, cells: Sequence[Cell], bad: dict[int, tuple[str, str]]
    ) -> list[int | None]:
        def read(cell: Cell) -> int | str | None:
            try:
                return self._statuses.read(cell)
            except ValueError as error:
                return str(error)

        statuses: list[int | None] = []
        for at, status in enumerate(_memoised(cells, read)):
            if isinstance(status, str):
                hint = "expected 1 to 10 or its wording; add it to config.toml, [source.statuses]"
                bad.setdefault(at, ("status", f"{status}; {hint}"))
                statuses.append(None)
            else:
                statuses.append(status)
        return statuses

    def _read_other(self, name: str, kind: Kind, cells: Sequence[Cell]) -> list[Any]:
        if kind is Kind.TEXT:
            return _memoised(cells, _text)
        if name in self._codes:
            return _memoised(cells, lambda cell: _code_or_none(self._codes[name], cell))
        return _memoised(cells, _whole_number)


def _memoised(cells: Sequence[Cell], read: Callable[[Cell], T]) -> list[T]:
    """`read` of each cell, called once for equal cells of the same type."""
    known: dict[Cell | tuple[type, Cell], T] = {}
    result = []
    for cell in cells:
        key = cell if cell.__class__ is str else (cell.__class__, cell)
        if key not in known:
            known[key] = read(cell)
        result.append(known[key])
    return result


def _text(cell: Cell) -> str | None:
    return clean(raw_text(cell)) or None


def _code(cell: Cell) -> str | None:
    return clean_code(clean(raw_text(cell))) or None


def _no_code(cell: Cell) -> str | None:
    """Why a text of this shape can't be a dossier's code: cells that slip bring others here."""
    shape = str(cell)
    if not shape:
        return "the code is missing"
    known = format_of(shape)
    if known and known.pattern is not Special.SERIAL and not shape.isdigit():
        return "a date stands where the code should be; have the cells slipped?"
    if " " in shape and "0" not in shape:
        return "a text without a digit stands where the code should be; have the cells slipped?"
    return None


def _code_or_none(wordings: Wordings, cell: Cell) -> int | None:
    """A channel or kind of applicant; what is not known stays among the extras, unjudged."""
    try:
        return wordings.read(cell)
    except ValueError:
        return None


def _whole_number(cell: Cell) -> int | None:
    text = clean(raw_text(cell))
    return int(text) if text.isascii() and text.isdigit() else None


def _frame(values: dict[str, Any], length: int) -> pd.DataFrame:
    empty = [None] * length
    return pd.DataFrame(
        {name: series_of(fact, values.get(name, empty)) for name, fact in CANONICAL.items()}
    )


def _status_or_derived(dossiers: pd.DataFrame, layout: Layout) -> pd.Series:
    """The status; where there is none, whether there is a result decides.

    An export without an end of processing has its result where it was handed over.
    """
    end = "completed_at" if "completed_at" in layout.columns else "returned_at"
    derived = np.where(dossiers[end].notna(), Status.DONE, Status.IN_PROCESS)
    return dossiers["status"].fillna(series_of(CANONICAL["status"], derived))


def _extras(rows: Sequence[Row], layout: Layout, values: Mapping[str, Any]) -> pd.DataFrame:
    """What no canonical column takes, as text: whole columns, and cells of codes not understood.

    A column without a heading goes by its letter.
    """
    named = set(layout.columns.values()) | set(layout.headings)
    width = max(map(len, rows), default=0)
    columns = dict(layout.extras)
    columns |= {column_letter(i): i for i in range(width) if i not in named}
    texts = {
        heading: [raw_text(row[i]) if i < len(row) else "" for row in rows]
        for heading, i in columns.items()
    }
    for name in NUMBERS:
        if name in layout.columns:
            i = layout.columns[name]
            texts[layout.headings[i]] = [
                raw_text(row[i]) if value is None and i < len(row) else ""
                for row, value in zip(rows, values[name], strict=True)
            ]
    kept = {heading: column for heading, column in texts.items() if any(column)}
    return pd.DataFrame(kept, index=range(len(rows)), dtype="str")


def _on_dates(
    sheet: Sheet, layout: Layout, month_first: Collection[str], unsure: Collection[str]
) -> Iterator[str]:
    """What a person should know of the order of day and month."""
    place = place_of(sheet.file, sheet.name)
    for names, how in (
        (month_first, "as month/day"),
        (unsure, "as day/month, but could be either"),
    ):
        if names:
            headings = ", ".join(layout.headings[layout.columns[name]] for name in sorted(names))
            yield f"{place}: dates of {headings} were read {how}"


def _rejected(
    sheet: Sheet, layout: Layout, row: DataRow, code: str | None, name: str, reason: str
) -> RejectedRow:
    column = layout.columns[name]
    cell = row.cells[column] if column < len(row.cells) else None
    return RejectedRow(
        file=sheet.file,
        sheet=sheet.name,
        row=row.index + 1,
        column=f"{column_letter(column)}, {layout.headings[column]}",
        value="" if is_blank(cell) else raw_text(cell),
        reason=reason,
        code=code,
        cells=tuple(raw_text(cell) for cell in row.cells),
    )
