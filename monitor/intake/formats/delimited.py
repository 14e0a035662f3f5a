"""Texts with delimiters (csv, tsv, Unicode text) → rows, through the standard library."""

import csv
import io
from pathlib import Path

from monitor.intake.cells import Row
from monitor.intake.errors import IntakeError
from monitor.intake.formats import limits
from monitor.intake.formats.sheet import Sheet

_DELIMITERS = ",;\t|"
_LONGEST_FIELD = 1_000_000
_MOST_SHARED = 50_000
_HEAD_CHARS, _HEAD_LINES = 20_000, 50


def delimited_sheet(path: Path, text: str) -> Sheet:
    """The rows of a text, told apart by the delimiter that its first lines have most of.

    Raises IntakeError for what is no text, has too many cells or a cell without an end.
    """
    at = text.find("\0")
    if at >= 0:
        raise IntakeError(
            f"{path}: is neither a workbook nor a text (character {at + 1} is a zero); "
            "export the list as .xlsx or .csv"
        )
    head = text[:_HEAD_CHARS].splitlines()[:_HEAD_LINES]
    delimiter = max(_DELIMITERS, key=lambda mark: sum(line.count(mark) for line in head))
    cells = text.count(delimiter) + text.count("\n") + text.count("\r")
    if cells > limits.CELLS:
        raise IntakeError(
            f"{path}: has {cells:,} cells, more than the {limits.CELLS:,} that are read; "
            "export a shorter period"
        )
    csv.field_size_limit(_LONGEST_FIELD)
    rows: list[Row] = []
    # A StringIO would hold four bytes for each character.
    lines = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8", newline="")
    shared: dict[str, str] = {}  # one text for equal cells: a division stands in every row
    try:
        for row in csv.reader(lines, delimiter=delimiter):
            if len(shared) < _MOST_SHARED:
                shared.update(zip(row, row, strict=True))
            rows.append([shared.get(cell, cell) for cell in row])
    except csv.Error as error:
        raise IntakeError(
            f"{path}: can't be read after row {len(rows)}: {error}; is a quotation mark missing?"
        ) from None
    return Sheet(path.name, "", rows)
