"""Web pages saved as exports → sheets, one a table."""

import re
from collections.abc import Mapping
from itertools import count
from pathlib import Path

from lxml import etree

from monitor.intake.cells import Cell, Row
from monitor.intake.errors import IntakeError
from monitor.intake.formats import limits
from monitor.intake.formats.entities import EntityWatch
from monitor.intake.formats.extent import check_cells, out_of_bounds
from monitor.intake.formats.sheet import Sheet

_CELLS = ("td", "th")
# Text in these is not shown; a table within a cell is passed over.
_UNSHOWN = ("script", "style", "table")
_BREAKS = ("br", "p", "div", "li")
_MOST_SPANNED = {"colspan": 1_000, "rowspan": 65_534}  # as browsers have it
_PIECE = 1 << 16
_TABLE_END = re.compile("</table", re.IGNORECASE)


def html_sheets(path: Path, text: str) -> list[Sheet]:
    """The tables of a page; a spanned cell stands in its first place, the others are empty.

    Hidden rows are read like the others. Raises IntakeError for a page without a table.
    """
    EntityWatch(str(path)).feed(text.encode())
    tables = _Tables(str(path))
    parser = etree.HTMLParser(
        target=tables,  # type: ignore[arg-type]  # the stubs think that it may be given bytes
        encoding="utf-8",
        no_network=True,
    )
    try:
        for at in range(0, len(text), _PIECE):
            parser.feed(text[at : at + _PIECE].encode())
        parser.close()
    except etree.LxmlError as error:
        raise IntakeError(f"{path}: can't be read as a web page: {error}") from None
    if tables.begun > len(_TABLE_END.findall(text)):
        raise IntakeError(f"{path}: ends in the middle of a table; export it again")
    if not tables.done:
        raise IntakeError(
            f"{path}: is a web page without a table; export the list as .xlsx or .csv"
        )
    names = ("",) if len(tables.done) == 1 else map("table {}".format, count(1))
    return [Sheet(path.name, name, rows) for name, rows in zip(names, tables.done, strict=False)]


class _Tables:
    """Collects the tables while the parser goes through the page."""

    def __init__(self, place: str) -> None:
        self.done: list[list[Row]] = []
        self.begun = 0
        self._place = place
        self._grid: _Grid | None = None
        self._unshown: list[str] = []
        self._text: list[str] | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if self._unshown or (tag in _UNSHOWN and self._grid):
            if tag in _UNSHOWN:
                self._unshown.append(tag)
        elif tag == "table":
            self._grid = _Grid(self._place)
            self.begun += 1
        elif self._grid is None:
            return
        elif tag == "tr":
            self._grid.begin_row()
        elif tag in _CELLS:
            self._grid.begin_cell(*(_span(attributes, name) for name in _MOST_SPANNED))
            self._text = []
        elif tag in _BREAKS:
            self.data(" ")

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._unshown:
            if tag == self._unshown[-1]:
                self._unshown.pop()
        elif self._grid is None:
            return
        elif tag in _CELLS and self._text is not None:
            self._grid.end_cell(" ".join("".join(self._text).split()))
            self._text = None
        elif tag == "table":
            self.done.append(self._grid.rows())
            self._grid = None
        elif tag in _BREAKS:
            self.data(" ")

    def data(self, text: str) -> None:
        """Text, in as many pieces as the parser likes."""
        if self._text is not None and not self._unshown:
            self._text.append(text)

    def close(self) -> None:
        """Nothing is left to do at the end of the page."""


class _Grid:
    """The cells of a table, of which only those with text are kept until its size is known."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._rows: list[dict[int, str]] = []
        self._taken_to: dict[int, int] = {}  # column → row below the cell that spans into it
        self._column = 0
        self._cells = 0

    def begin_row(self) -> None:
        if self._rows:
            self._cells += self._column
        check_cells(self._place, len(self._rows), -(-self._cells // max(1, len(self._rows))))
        self._rows.append({})
        self._column = 0

    def begin_cell(self, columns: int, rows: int) -> None:
        if not self._rows:
            self.begin_row()
        row = len(self._rows)
        while self._taken_to.get(self._column, 0) >= row:
            self._column += 1
        self._start = self._column
        self._column += columns
        if self._column > limits.COLUMNS:
            raise out_of_bounds(self._place, f"column {self._column}")
        if rows > 1:
            for column in range(self._start, self._column):
                self._taken_to[column] = row + rows - 1

    def end_cell(self, text: str) -> None:
        if text:
            self._rows[-1][self._start] = text

    def rows(self) -> list[Row]:
        return [_filled(row) for row in self._rows]


def _filled(cells: Mapping[int, str]) -> Row:
    row: list[Cell] = [None] * (max(cells, default=-1) + 1)
    for column, text in cells.items():
        row[column] = text
    return row


def _span(attributes: Mapping[str, str], name: str) -> int:
    text = attributes.get(name, "1").strip()
    if not (text.isascii() and text.isdigit()):
        return 1
    return min(max(1, int(text[:6])), _MOST_SPANNED[name])
