"""What a document says, in its order: a line of text is a row, and so is a row of a table."""

from monitor.intake.cells import Row
from monitor.intake.formats.grid import Grid


class Flow:
    """Takes a document piece by piece.

    A cell is one text with line breaks; a table within a cell comes before the row around it.
    place: what errors call the document, where a table is larger than any real one.
    """

    def __init__(self, place: str) -> None:
        self.rows: list[Row] = []
        self._place = place
        self._page: list[str] = []
        # The tables that are open, each followed by the text of its open cell, if there is one.
        self._open: list[Grid | list[str]] = []

    @property
    def in_table(self) -> bool:
        """Whether a table has begun and not ended."""
        return bool(self._open)

    def begin_table(self) -> None:
        """A table begins."""
        self.end_line()
        self._open.append(Grid(self._place))

    def end_table(self) -> None:
        """The innermost table ends, if there is one."""
        self.end_cell()
        if self._open and isinstance(table := self._open.pop(), Grid):
            self.rows += (row for row in table.rows() if row)

    def begin_row(self) -> None:
        """A row of the innermost table begins."""
        self.end_cell()
        if self._open and isinstance(table := self._open[-1], Grid):
            table.begin_row()

    def begin_cell(self, columns: int = 1, rows: int = 1) -> None:
        """A cell of the innermost table begins, one that takes so many columns and rows."""
        self.end_cell()
        if self._open and isinstance(table := self._open[-1], Grid):
            table.begin_cell(columns, rows)
            self._open.append([])

    def widen_cell(self, columns: int) -> None:
        """The cell that is open takes so many columns more."""
        if len(self._open) > 1 and isinstance(table := self._open[-2], Grid):
            table.widen(columns)

    def end_cell(self) -> None:
        """The cell that is open ends, if there is one."""
        if self._open and isinstance(text := self._open[-1], list):
            self._open.pop()
            if isinstance(table := self._open[-1], Grid):
                table.end_cell("".join(text).strip())

    def text(self, text: str) -> None:
        """Text, in as many pieces as it comes."""
        self._innermost.append(text)

    def end_line(self) -> None:
        """The line ends; outside tables it is a row."""
        if self._innermost is not self._page:
            self._innermost.append("\n")
            return
        text = "".join(self._page).strip()
        if text:
            self.rows.append([text])
        self._page.clear()

    def close(self) -> None:
        """The document ends, whatever is still open."""
        while self._open:
            self.end_table()
        self.end_line()

    @property
    def _innermost(self) -> list[str]:
        """The text that is being written."""
        for one in reversed(self._open):
            if isinstance(one, list):
                return one
        return self._page
