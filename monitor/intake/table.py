"""One sheet → canonical columns, with every row either accepted or kept aside."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from monitor.intake.broken_rows import broken_rows
from monitor.intake.cell_columns import Column, Positions, column_of, rows_at
from monitor.intake.cells import (
    Cell,
    clean,
    clean_code,
    column_letter,
    is_blank,
    raw_text,
    unguarded,
)
from monitor.intake.columns import CANONICAL, MOMENTS
from monitor.intake.date_cells import DateCells
from monitor.intake.date_order import DateOrder, month_first_of, order_of, settled
from monitor.intake.dates import DateReader
from monitor.intake.errors import IntakeError, RejectedRow, place_of
from monitor.intake.extras import extras_of
from monitor.intake.headings import Layout, is_other_heading
from monitor.intake.merged import fill_merged
from monitor.intake.pull import series_of
from monitor.intake.reasons import Reason, Said
from monitor.intake.rows import data_rows
from monitor.intake.shaped_texts import ShapedTexts
from monitor.intake.shapes import Special, format_of
from monitor.intake.sheets import Sheet
from monitor.intake.slipped_dates import slipped_dates
from monitor.intake.slipped_rows import slipped_rows
from monitor.intake.slips import slips
from monitor.intake.undecided import Exchange, exchange_in, undecided
from monitor.intake.wordings import OutOfRangeError, Wordings, wordings_of
from rules.columns import Kind
from rules.status import Status

_EXACT = 1e15  # Excel keeps 15 digits of a number
_SCIENTIFIC = re.compile(r"0(?:[.,]0+)?E[+]?0+", re.IGNORECASE)
_OFFICIAL = re.compile(r"000\.00+\.00+\.[A-Z]00+-000000-0000")  # by its shape
_AS_TEXT = "export the codes as text"

Bad = dict[int, tuple[str, Said]]  # dossier → (canonical column, reason); the first counts
Frame = TypeVar("Frame", pd.DataFrame, pd.Series)


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
        rows = data_rows(sheet.rows, layout, every_row=sheet.every_row)
        if not sheet.every_row:
            _check_one_table(sheet, layout, rows.at)
        fill_merged(sheet, layout, rows.at)
        columns = {
            name: column_of(sheet.rows, i).take(rows.at) for name, i in layout.columns.items()
        }
        bad: Bad = {}
        values: dict[str, pa.Array] = {}
        dated = {
            name: DateCells.of(columns[name], from_1904=sheet.from_1904)
            for name in MOMENTS
            if name in columns
        }
        month_first, unsure = self._read_dates(dated, values, bad)
        if "status" in columns:
            values["status"] = self._read_statuses(columns["status"], bad)
        values["code"] = _in_one_form(columns["code"].texts(_code))
        no_texts = columns["code"].by_type()[2]
        codeless = {at: ("code", why) for at, why in _no_codes(values["code"], no_texts)}
        bad |= codeless
        for at in _bare_codes(sheet, rows.at, values):
            bad.setdefault(at, ("code", Reason.CODE_ALONE.say()))
        broken = broken_rows(sheet, layout, rows.at, codeless)
        for at, name, reason in (*broken, *slips(sheet, layout, rows.at, columns)):
            bad.setdefault(at, (name, reason))
        if not sheet.every_row:
            slipped = slipped_dates(sheet, layout, rows.at, values)
            for at, name, reason in (*slipped, *slipped_rows(values)):
                bad.setdefault(at, (name, reason))
        for name, fact in CANONICAL.items():
            if name in columns and name not in values:
                values[name] = self._read_other(name, fact.kind, columns[name])
        if "unit" not in columns:
            values["unit"] = rows.group_of_each()
        dossiers = _frame(values, len(rows.at))
        dossiers["status"] = _status_or_derived(dossiers, layout)
        extras = extras_of(sheet.rows, rows.at, layout, values)
        return Table(
            file=sheet.file,
            sheet=sheet.name,
            layout=layout,
            dossiers=_without(dossiers, bad),
            extras=_without(extras, bad),
            rows=_without(pd.Series(rows.at + 1), bad),
            rejected=tuple(_rejected_rows(sheet, layout, rows.at, values["code"], bad)),
            notes=(
                *_on_1904(sheet, layout, dated),
                *_on_dates(sheet, layout, month_first, unsure),
                *_on_numbers(sheet, layout, no_texts),
            ),
        )

    def _read_dates(
        self, dated: Mapping[str, DateCells], values: dict[str, pa.Array], bad: Bad
    ) -> tuple[Collection[str], Collection[str]]:
        """Add the moments to `values`; the columns read month first, and those that may be."""
        orders = settled({name: order_of(dated[name].texts) for name in dated})
        month_first = month_first_of(orders)
        unsure = [n for n, order in orders.items() if order is DateOrder.EITHER]
        exchanges = {name: exchange_in(cells) for name, cells in dated.items()}
        unsure += [n for n, exchange in exchanges.items() if exchange is Exchange.PERHAPS]
        if self._dates.formats:
            unsure = []  # config.toml has settled it
        for name, cells in dated.items():
            dates = self._dates.read_cells(cells, month_first=name in month_first)
            values[name] = pa.array(dates.moments, from_pandas=True)
            for at, reason in dates.unreadable.items():
                bad.setdefault(at, (name, reason))
            if not self._dates.formats:
                for at, reason in undecided(cells, orders[name], exchanges[name]):
                    bad.setdefault(at, (name, reason))
        return month_first, unsure

    def _read_statuses(self, column: Column, bad: Bad) -> pa.Array:
        cells, at = column.different
        statuses: list[int | None] = []
        unknown: dict[int, Said] = {}
        for number, cell in enumerate(cells):
            try:
                statuses.append(self._statuses.read(cell))
            except ValueError as error:
                statuses.append(None)
                out_of_range = isinstance(error, OutOfRangeError)
                why = Reason.STATUS_OUT_OF_RANGE if out_of_range else Reason.STATUS_UNKNOWN
                unknown[number] = why.say(text=repr(clean(raw_text(cell))))
        for row in np.flatnonzero(np.isin(at, list(unknown))).tolist():
            bad.setdefault(row, ("status", unknown[int(at[row])]))
        return pa.array(statuses, pa.int64()).take(pa.array(at))

    def _read_other(self, name: str, kind: Kind, column: Column) -> pa.Array:
        if kind is Kind.TEXT:
            return column.texts(_text)
        if name in self._codes:
            return column.mapped(lambda cell: _code_or_none(self._codes[name], cell), pa.int64())
        return column.mapped(_whole_number, pa.int64())


def _bare_codes(sheet: Sheet, at: Positions, values: Mapping[str, pa.Array]) -> list[int]:
    """Where a row has one filled cell alone."""
    empty = np.ones(len(at), dtype=bool)
    for name, found in values.items():
        if name != "code":
            empty &= found.is_null().to_numpy(zero_copy_only=False)
    likely = np.flatnonzero(empty)
    rows = zip(likely.tolist(), rows_at(sheet.rows, at[likely]), strict=True)
    return [index for index, row in rows if sum(not is_blank(cell) for cell in row) == 1]


def _check_one_table(sheet: Sheet, layout: Layout, at: Positions) -> None:
    """Raise IntakeError for a second table of dossiers whose columns stand in other places."""
    is_other = np.ones(len(sheet.rows), dtype=bool)
    is_other[at] = False
    others = np.flatnonzero(is_other)
    for index, row in zip(others.tolist(), rows_at(sheet.rows, others), strict=True):
        if not layout.first <= index <= layout.last and is_other_heading(row, layout):
            raise IntakeError(
                f"{place_of(sheet.file, sheet.name)}: row {index + 1} and row {layout.first + 1} "
                "are headings of two tables with different columns; put each on a sheet of its own"
            )


def _text(cell: Cell) -> str | None:
    return unguarded(clean(raw_text(cell))) or None


def _code(cell: Cell) -> str | None:
    return clean_code(clean(raw_text(cell))) or None


def _in_one_form(codes: pa.Array) -> pa.Array:
    """The codes, also those that were clean already, as `clean_code` has them."""
    odd = pc.match_substring_regex(codes, "[a-z '=]").fill_null(False)
    typed = codes.filter(odd).to_pylist()
    return pc.replace_with_mask(codes, odd, pa.array(map(clean_code, typed), pa.string()))


def _no_codes(codes: pa.Array, no_texts: Sequence[tuple[int, Cell]]) -> Iterator[tuple[int, Said]]:
    """Where a text can't be a dossier's code, or one of the other cells, and why."""
    for shape, here in ShapedTexts(codes.fill_null("")).groups():
        if why := _no_code(shape):
            yield from ((at, why) for at in here.tolist())
    for at, cell in no_texts:
        if isinstance(cell, float) and abs(cell) >= _EXACT:
            yield at, Reason.CODE_ROUNDED.say()


def _no_code(shape: str) -> Said | None:
    """Why a text of this shape can't be a code: cells that slip bring others here."""
    if not shape:
        return Reason.NO_CODE.say()
    known = format_of(shape)
    if known and known.pattern is not Special.SERIAL and not shape.isdigit():
        return Reason.CODE_IS_DATE.say()
    if not any(map(str.isdigit, shape)):
        return Reason.CODE_WITHOUT_DIGIT.say()
    if _OFFICIAL.search(shape) and " " in shape:
        return Reason.CODE_WITH_TEXT.say()
    if _SCIENTIFIC.fullmatch(shape):
        return Reason.CODE_SHORTENED.say()
    return None


def _code_or_none(wordings: Wordings, cell: Cell) -> int | None:
    """A channel or kind of applicant; what is not known stays among the extras, unjudged."""
    try:
        return wordings.read(cell)
    except ValueError:
        return None


def _whole_number(cell: Cell) -> int | None:
    text = unguarded(clean(raw_text(cell)))
    return int(text) if text.isascii() and text.isdigit() else None


def _frame(values: Mapping[str, pa.Array], length: int) -> pd.DataFrame:
    empty = pa.nulls(length)
    return pd.DataFrame(
        {name: series_of(fact, values.get(name, empty)) for name, fact in CANONICAL.items()}
    )


def _without(rows: Frame, bad: Collection[int]) -> Frame:
    """The rows but the bad ones, numbered anew."""
    return rows.drop(rows.index[list(bad)]).reset_index(drop=True) if bad else rows


def _status_or_derived(dossiers: pd.DataFrame, layout: Layout) -> pd.Series:
    """The status; where there is none, whether there is a result decides.

    An export without an end of processing has its result where it was handed over.
    """
    end = "completed_at" if "completed_at" in layout.columns else "returned_at"
    derived = np.where(dossiers[end].notna(), Status.DONE, Status.IN_PROCESS)
    return dossiers["status"].fillna(series_of(CANONICAL["status"], derived))


def _on_1904(sheet: Sheet, layout: Layout, dated: Mapping[str, DateCells]) -> Iterator[str]:
    """Which columns hold days that count from 1904."""
    place = place_of(sheet.file, sheet.name)
    for name, cells in dated.items():
        if cells.moved:
            column = column_letter(layout.columns[name])
            yield f"{place}: column {column}: {cells.moved} numbers count days from 1904"


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


def _on_numbers(
    sheet: Sheet, layout: Layout, no_texts: Sequence[tuple[int, Cell]]
) -> Iterator[str]:
    """That codes are numbers, of which a workbook may show more than it holds."""
    numbers = [cell for _, cell in no_texts if isinstance(cell, int | float)]
    if numbers and not sheet.every_row:
        column = column_letter(layout.columns["code"])
        yield (
            f"{place_of(sheet.file, sheet.name)}: {len(numbers)} codes in column {column} are "
            f"numbers, e.g. {raw_text(numbers[0])}: zeros that a cell's format puts before its "
            f"number are not part of it; {_AS_TEXT}"
        )


def _rejected_rows(
    sheet: Sheet, layout: Layout, at: Positions, codes: pa.Array, bad: Bad
) -> Iterator[RejectedRow]:
    places = sorted(bad)
    rows = rows_at(sheet.rows, at[places])
    for place, row in zip(places, rows, strict=True):
        name, reason = bad[place]
        column = layout.columns[name]
        cell = row[column] if column < len(row) else None
        yield RejectedRow(
            file=sheet.file,
            sheet=sheet.name,
            row=int(at[place]) + 1,
            column=f"{column_letter(column)}, {layout.headings[column]}",
            value="" if is_blank(cell) else raw_text(cell),
            reason=reason,
            code=codes[place].as_py(),
            cells=tuple(raw_text(cell) for cell in row),
        )
