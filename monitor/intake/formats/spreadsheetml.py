"""XML of Excel 2003 (SpreadsheetML) → sheets."""

import io
import re
from datetime import datetime
from pathlib import Path

from lxml import etree

from monitor.intake.cells import Cell, Row
from monitor.intake.errors import IntakeError
from monitor.intake.formats import limits
from monitor.intake.formats.entities import EntityWatch
from monitor.intake.formats.extent import check_cells, out_of_bounds
from monitor.intake.formats.sheet import Sheet

_NAMESPACE = "{urn:schemas-microsoft-com:office:spreadsheet}"
_SHEET, _ROW, _CELL, _DATA = (_NAMESPACE + tag for tag in ("Worksheet", "Row", "Cell", "Data"))
_DECLARATION = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?")


def spreadsheetml_sheets(path: Path, text: str) -> list[Sheet]:
    """The sheets of a workbook; hidden rows are read like the others.

    Raises IntakeError for XML that is broken or declares entities.
    """
    declaration = _DECLARATION.match(text)
    content = text[declaration.end() if declaration else 0 :].encode()
    EntityWatch(str(path)).feed(content)
    sheets: list[Sheet] = []
    rows: list[Row] = []
    merged: list[tuple[int, int, int]] = []
    cells = 0
    try:
        for _, element in etree.iterparse(
            io.BytesIO(content),
            tag=(_SHEET, _ROW),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            encoding="utf-8",
        ):
            if element.tag == _ROW:
                _add_row(str(path), rows, merged, element)
                cells += len(rows[-1])
                check_cells(str(path), 1, cells)
            else:
                name = element.get(_NAMESPACE + "Name", "")
                sheets.append(Sheet(path.name, name, rows, merged=merged))
                rows, merged = [], []
            element.clear()
            while element.getprevious() is not None:  # else what has been read fills the memory
                del element.getparent()[0]
    except etree.LxmlError as error:
        raise IntakeError(f"{path}: is broken XML ({error}); export it again") from None
    if not sheets:
        raise IntakeError(f"{path}: is an Excel 2003 workbook without a sheet; export it again")
    return sheets


def _add_row(
    place: str, rows: list[Row], merged: list[tuple[int, int, int]], element: etree._Element
) -> None:
    at = _index(place, element, len(rows), limits.ROWS, "row")
    rows.extend([] for _ in range(at - len(rows)))
    row: list[Cell] = []
    column = 0
    for cell in element.iterchildren(_CELL):
        column = _index(place, cell, column, limits.COLUMNS, "column")
        data = cell.find(_DATA)
        if data is not None and (value := _value(data)) is not None:
            row.extend([None] * (column - len(row)))
            row.append(value)
        if down := _number(cell.get(_NAMESPACE + "MergeDown"), 0):
            merged.append((at, at + down, column))
        column += 1 + _number(cell.get(_NAMESPACE + "MergeAcross"), 0)
    rows.append(row)


def _index(place: str, element: etree._Element, following: int, most: int, what: str) -> int:
    """Where a row or cell stands, from 0; it says so only where others were left out."""
    given = _number(element.get(_NAMESPACE + "Index"), following + 1) - 1
    if not following <= given < most:
        raise out_of_bounds(place, f"{what} {given + 1}")
    return given


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else otherwise


def _value(data: etree._Element) -> Cell:
    text = "".join(map(str, data.itertext()))
    kind = data.get(_NAMESPACE + "Type")
    try:
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            return datetime.fromisoformat(text)
    except ValueError:
        return text
    if kind == "Boolean":
        return text == "1"
    return text or None
