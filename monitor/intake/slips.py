"""Rows whose cells have slipped against the headings: told by dates where none belong."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from monitor.intake.cell_columns import Column, Positions, column_of, rows_at, width_at
from monitor.intake.cells import Row, clean, column_letter, fold, is_blank, raw_text
from monitor.intake.columns import CANONICAL, MOMENTS
from monitor.intake.headings import Layout
from monitor.intake.reasons import Reason, Said
from monitor.intake.shapes import Special, format_of, shape_of
from monitor.intake.sheets import Sheet
from rules.columns import Kind

Slip = tuple[int, str, Said]  # dossier, canonical column, reason

# What a date begins with; bare digits and numbers of days say nothing.
_DATE = r"^\s*(?:\d{1,4}[/.-]\d{1,2}[/.-]\d|\d{1,2}(?:[:hg]\d\d)+\D+\d{1,2}[/.-])"
_SOUNDS_DATED = ("ngay", "thoi", "han", "gio", "nam", "sinh", "date", "time")
_MOST_ODD = 0.2  # a larger share is no accident: a column of dates, one without a heading


def slips(
    sheet: Sheet, layout: Layout, at: Positions, columns: Mapping[str, Column]
) -> Iterator[Slip]:
    """The dossiers whose cells do not stand under their headings.

    at: where the dossiers stand in the sheet. columns: those that are understood, of the dossiers.
    """
    for name, column in columns.items():
        if CANONICAL[name].kind is Kind.TEXT and name != "code":
            for index in is_dated(column):
                yield index, name, Reason.TEXT_IS_DATE.say(column=name)
    for first, last in _runs([layout.columns[name] for name in MOMENTS if name in columns]):
        yield from _beside(sheet, layout, at, first - 1, first, last)
        yield from _beside(sheet, layout, at, last + 1, last, first)
    if sheet.in_order:
        yield from _too_long(sheet, layout, at)


def _beside(
    sheet: Sheet, layout: Layout, at: Positions, beside: int, near: int, far: int
) -> Iterator[Slip]:
    """Dates beside a run of date columns, where the run has none at its other end."""
    heading = layout.headings.get(beside, "")
    if (
        beside < 0
        or beside in layout.columns.values()
        or any(word in fold(heading) for word in _SOUNDS_DATED)
    ):
        return
    found = is_dated(column_of(sheet.rows, beside).take(at))
    ends = rows_at(sheet.rows, at[found])
    open_ends = [
        index
        for index, row in zip(found, ends, strict=True)
        if far >= len(row) or is_blank(row[far])
    ]
    if len(found) - len(open_ends) > _MOST_ODD * len(found):
        return
    name = next(name for name, index in layout.columns.items() if index == near)
    there = f"{column_letter(beside)}, {heading!r}"
    empty = f"{column_letter(far)}, {layout.headings.get(far, '')!r}"
    why = Reason.DATE_BESIDE.say(there=there, empty=empty)
    for index in open_ends:
        yield index, name, why


def _too_long(sheet: Sheet, layout: Layout, at: Positions) -> Iterator[Slip]:
    """Cells beyond the headings in a few rows, of a text or a page: one cell was taken for two."""
    width = width_of(sheet.rows, layout)
    filled = np.zeros(len(at), dtype=bool)
    for index in range(width, width_at(sheet.rows, at)):
        texts = column_of(sheet.rows, index).take(at).mapped(raw_text, pa.string())
        filled |= pc.not_equal(pc.utf8_trim_whitespace(texts), "").to_numpy(zero_copy_only=False)
    if 0 < filled.sum() <= _MOST_ODD * len(at):
        for index in np.flatnonzero(filled).tolist():
            yield index, "code", Reason.TOO_MANY_CELLS.say()


def width_of(rows: Sequence[Row], layout: Layout) -> int:
    """The number of columns that the heading takes; it may stand on another sheet."""
    heads = np.arange(max(layout.first, 0), layout.last + 1)
    return max(width_at(rows, heads), max(layout.headings) + 1)


def _runs(indices: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and last of each row of neighbouring columns."""
    ordered = sorted(indices)
    breaks = [0, *(i + 1 for i, (a, b) in enumerate(pairwise(ordered)) if b > a + 1), len(ordered)]
    for start, end in pairwise(breaks):
        yield ordered[start], ordered[end - 1]


def is_dated(column: Column) -> list[int]:
    """The places where a cell is a date and nothing else."""
    likely = column.dates_and(_DATE)
    texts = column.take(likely).mapped(raw_text, pa.string()).to_pylist()
    return [int(at) for at, text in zip(likely, texts, strict=True) if _is_date(text)]


def _is_date(text: str) -> bool:
    known = format_of(shape_of(clean(text)))
    return known is not None and known.pattern is not Special.SERIAL
