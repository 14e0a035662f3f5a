"""How far the sheets of an ods reach: a cell or a row may say that it stands there many times."""

from xml.parsers import expat

from monitor.intake.errors import IntakeError
from monitor.intake.formats import limits
from monitor.intake.formats.extent import check_cells, out_of_bounds

_TABLE = "table:table"
_ROW = "table:table-row"
_CELLS = ("table:table-cell", "table:covered-table-cell")
_VALUE = "office:value-type"
_COLUMN_TIMES = "table:number-columns-repeated"
_ROW_TIMES = "table:number-rows-repeated"


class OdsExtent:
    """Measures content.xml; what is repeated counts up to the last cell with a value."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._rows = self._filled_rows = self._columns = 0
        self._row_times = self._column = self._filled_columns = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def feed(self, piece: bytes) -> None:
        """Take the next piece."""
        self._parse(piece, final=False)

    def is_done(self) -> bool:
        """Whether the part has been measured."""
        self._parse(b"", final=True)
        return True

    def _parse(self, piece: bytes, *, final: bool) -> None:
        try:
            self._parser.Parse(piece, final)
        except expat.ExpatError as error:
            raise IntakeError(f"{self._place}: is damaged ({error}); export it again") from None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _CELLS:
            self._column += self._times(attributes, _COLUMN_TIMES)
            if _VALUE in attributes:
                self._filled_columns = self._column
        elif name == _ROW:
            self._row_times = self._times(attributes, _ROW_TIMES)
            self._column = self._filled_columns = 0
        elif name == _TABLE:
            self._rows = self._filled_rows = self._columns = 0

    def _end(self, name: str) -> None:
        if name == _ROW:
            self._rows += self._row_times
            if self._filled_columns:
                self._filled_rows = self._rows
                self._columns = max(self._columns, self._filled_columns)
                self._check()
        elif name == _TABLE:
            self._check()

    def _check(self) -> None:
        if self._filled_rows > limits.ROWS:
            raise out_of_bounds(self._place, f"row {self._filled_rows}")
        if self._columns > limits.COLUMNS:
            raise out_of_bounds(self._place, f"column {self._columns}")
        check_cells(self._place, self._filled_rows, self._columns)

    def _times(self, attributes: dict[str, str], name: str) -> int:
        text = attributes.get(name, "1")
        if not text.isdecimal() or len(text) > len(str(limits.ROWS)):
            raise out_of_bounds(self._place, f"{name}={text[:20]!r}")
        return int(text)
