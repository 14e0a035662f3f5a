"""Web pages saved as exports → sheets, one a table."""

from collections.abc import Mapping
from itertools import count
from pathlib import Path

from monitor.intake.cells import Row
from monitor.intake.errors import IntakeError
from monitor.intake.formats.grid import Grid, span
from monitor.intake.formats.markup import is_cut, parse_page
from monitor.intake.formats.sheet import Sheet

_CELLS = ("td", "th")
_UNSHOWN = ("script", "style")  # text in these is not shown
# A table of so many columns may be there for the layout of the page, with others in its cells; in
# a wider one a table within a cell is passed over.
_LAYOUT_COLUMNS = 3
_BREAKS = ("br", "p", "div", "li")


def html_sheets(path: Path, text: str) -> list[Sheet]:
    """The tables of a page; a spanned cell stands in its first place, the others are empty.

    Hidden rows are read like the others. Raises IntakeError for a page without a table.
    """
    tables = _Tables(str(path))
    parse_page(path, text, tables)
    if is_cut(text, tables.begun):
        raise IntakeError(f"{path}: ends in the middle of a table; export it again")
    if not tables.begun:
        raise IntakeError(
            f"{path}: is a web page without a table; export the list as .xlsx or .csv"
        )
    found = tables.tables()
    names = ("",) if len(found) == 1 else map("table {}".format, count(1))
    return [
        Sheet(path.name, name, rows, in_order=True, merged=merged)
        for name, (rows, merged) in zip(names, found, strict=False)
    ]


class _Tables:
    """Collects the tables while the parser goes through the page."""

    def __init__(self, place: str) -> None:
        self.begun = 0
        self._place = place
        self._grids: list[Grid] = []
        self._around: list[tuple[Grid, list[str] | None]] = []
        self._grid: Grid | None = None
        self._unshown: list[str] = []
        self._text: list[str] | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        passed_over = tag == "table" and self._grid and self._grid.widest > _LAYOUT_COLUMNS
        if self._unshown or passed_over or (tag in _UNSHOWN and self._grid):
            if passed_over or tag in (*_UNSHOWN, *self._unshown):
                self._unshown.append(tag)
        elif tag == "table":
            if self._grid is not None:
                self._around.append((self._grid, self._text))
            self._grid, self._text = Grid(self._place), None
            self._grids.append(self._grid)
            self.begun += 1
        elif self._grid is None:
            return
        elif tag == "tr":
            self._grid.begin_row()
        elif tag in _CELLS:
            self._grid.begin_cell(*(span(attributes, name) for name in ("colspan", "rowspan")))
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
            self._grid, self._text = self._around.pop() if self._around else (None, None)
        elif tag in _BREAKS:
            self.data(" ")

    def data(self, text: str) -> None:
        """Text, in as many pieces as the parser likes."""
        if self._text is not None and not self._unshown:
            self._text.append(text)

    def tables(self) -> list[tuple[list[Row], list[tuple[int, int, int]]]]:
        """The rows of each table and what spans them, in the order in which the tables begin.

        Tables that are there for the layout alone hold none.
        """
        return [(rows, grid.merged) for grid in self._grids if any(map(any, rows := grid.rows()))]

    def close(self) -> None:
        """Nothing is left to do at the end of the page."""
