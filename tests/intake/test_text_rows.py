"""A text that is read by columns says what its cells say as lists, cell for cell."""

import csv
import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Literal

import pandas as pd
import pytest
from odd_tables import drawn
from reading import dates

from monitor.intake import text_rows
from monitor.intake.errors import IntakeError
from monitor.intake.formats import delimited
from monitor.intake.formats.damage import check_letters
from monitor.intake.formats.delimited import delimited_sheet
from monitor.intake.formats.legacy_cells import convert_legacy_cells
from monitor.intake.formats.sheet import Sheet
from monitor.intake.headings import find_layout, known_headings
from monitor.intake.table import TableReader
from monitor.intake.text_rows import TextRows

TABLES = 150


@pytest.fixture(params=["in one portion", "in many portions"])
def portions(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small tables would never reach a second portion."""
    if request.param == "in many portions":
        monkeypatch.setattr(text_rows, "_PORTION_ROWS", 7)
        monkeypatch.setattr(text_rows, "_AT_ONCE", 5)
        monkeypatch.setattr(delimited, "_PIECE", 50)
        monkeypatch.setattr(delimited, "_TITLE_LINES", 2)


def text_of(cells: Sequence[Sequence[str]], random: Random) -> str:
    text = io.StringIO(newline="")
    end = random.choice(("\n", "\r\n", "\r"))
    # With \r between the lines the writer would leave a \n within a cell unquoted.
    quoting: Literal[0, 1] = csv.QUOTE_ALL if end == "\r" else csv.QUOTE_MINIMAL
    mark = random.choice(",;\t|")
    csv.writer(text, delimiter=mark, lineterminator=end, quoting=quoting).writerows(cells)
    return text.getvalue()


def content(frame: pd.DataFrame) -> list[tuple[str, str, list[Any]]]:
    return [
        (str(name), str(column.dtype), column.array.__arrow_array__().to_pylist())
        for name, column in frame.items()
    ]


def all_that_is_read(sheet: Sheet) -> object:
    """Everything that comes of a sheet, in plain values."""
    try:
        notes = (*convert_legacy_cells(sheet), *check_letters(Path("a.csv"), sheet))
    except IntakeError as error:
        return str(error)
    layout = find_layout(sheet.rows, {}, known_headings())
    if layout is None:
        return notes, list(sheet.rows)
    table = TableReader(dates(), {}).read(sheet, layout)
    frames = content(table.dossiers), content(table.extras), table.rows.tolist()
    return notes, list(sheet.rows), layout, frames, table.rejected, table.notes


@cache
def what_lists_give(number: int) -> object:
    """The same for a text in one portion and in many: lists have none."""
    cells = drawn(Random(number))
    return all_that_is_read(Sheet("a.csv", "", [list(row) for row in cells], in_order=True))


@pytest.mark.usefixtures("portions")
def test_a_csv_gives_the_table_that_the_same_cells_give_as_lists() -> None:
    kinds = set()
    for number in range(TABLES):
        random = Random(number)
        cells = drawn(random)
        as_text = delimited_sheet(Path("a.csv"), text_of(cells, random).encode())
        assert isinstance(as_text.rows, TextRows)
        found = what_lists_give(number)
        assert all_that_is_read(as_text) == found, f"table {number}"
        kinds.add(len(found) if isinstance(found, tuple) else "refused")
    assert kinds == {6, "refused"}


@pytest.mark.usefixtures("portions")
def test_the_rows_of_a_text_can_be_asked_for_one_by_one_and_in_slices() -> None:
    cells = [[str(n), *(["x"] * (n % 4)), ""][: n % 5] for n in range(40)]
    rows = TextRows()
    for row in cells:
        rows.append(row)
    rows.finish()
    assert list(rows) == cells
    assert [rows[n] for n in range(-40, 40)] == [*cells, *cells]
    assert rows[3:30:4] == cells[3:30:4]
    assert (len(rows), rows.width, rows == cells, rows == cells[1:]) == (40, 4, True, False)
    with pytest.raises(IndexError):
        rows[40]


def test_one_overlong_row_does_not_make_the_others_long() -> None:
    rows = TextRows()
    for width in (3, 3, 9_000, 3):
        rows.append(["x"] * width)
    rows.finish()
    assert [len(row) for row in rows] == [3, 3, 9_000, 3]


def test_a_row_beyond_the_columns_of_any_sheet_is_refused_with_its_number() -> None:
    text = "a,b\n" + "," * 16_384 + "\n"
    with pytest.raises(IntakeError, match=r"row 2, column 16385, beyond the .* 16,384 columns"):
        delimited_sheet(Path("a.csv"), text.encode())
