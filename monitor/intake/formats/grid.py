"""The grid of a table in markup, where a cell may take several columns and rows."""

from collections.abc import Mapping

from monitor.intake.cells import Cell, Row
from monitor.intake.formats import limits
from monitor.intake.formats.extent import check_cells, out_of_bounds

_MOST_SPANNED = {"colspan": 1_000, "rowspan": 65_534}  # as browsers have it


class Grid:
    """The cells of a table, of which only those with text are kept until its size is known."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._rows: list[dict[int, str]] = []
        self._taken_to: dict[int, int] = {}  # column → row below the cell that spans into it
        self._column = 0
        self._cells = 0
        self.merged: list[tuple[int, int, int]] = []  # first and last row, column
        self.widest = 0  # columns of the widest row so far

    def begin_row(self) -> None:
        """A row begins."""
        if self._rows:
            self._cells += self._column
        check_cells(self._place, len(self._rows), -(-self._cells // max(1, len(self._rows))))
        self._rows.append({})
        self._column = 0

    def begin_cell(self, columns: int, rows: int) -> None:
        """A cell begins that takes so many columns and rows."""
        if not self._rows:
            self.begin_row()
        row = len(self._rows)
        while self._taken_to.get(self._column, 0) >= row:
            self._column += 1
        self._start = self._column
        self.widen(columns)
        if rows > 1:
            self.merged.append((row - 1, row + rows - 2, self._start))
            for column in range(self._start, self._column):
                self._taken_to[column] = row + rows - 1

    def widen(self, columns: int) -> None:
        """The cell takes so many columns more."""
        self._column += columns
        self.widest = max(self.widest, self._column)
        if self._column > limits.COLUMNS:
            raise out_of_bounds(self._place, f"column {self._column}")

    def end_cell(self, text: str) -> None:
        """A cell ends."""
        if text:
            self._rows[-1][self._start] = text

    def rows(self) -> list[Row]:
        """What the table holds."""
        return [_filled(row) for row in self._rows]


def _filled(cells: Mapping[int, str]) -> Row:
    row: list[Cell] = [None] * (max(cells, default=-1) + 1)
    for column, text in cells.items():
        row[column] = text
    return row


def span(attributes: Mapping[str, str], name: str) -> int:
    """How far a cell of a page reaches: `colspan` or `rowspan`."""
    text = attributes.get(name, "1").strip()
    if not (text.isascii() and text.isdigit()):
        return 1
    return min(max(1, int(text[:6])), _MOST_SPANNED[name])
