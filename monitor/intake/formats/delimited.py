"""Texts with delimiters (csv, tsv, Unicode text) → rows, through the standard library."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from monitor.intake.errors import IntakeError
from monitor.intake.formats import limits
from monitor.intake.formats.extent import out_of_bounds
from monitor.intake.formats.sheet import Sheet
from monitor.intake.text_rows import TextRows

_DELIMITERS = ",;\t|"
_LONGEST_FIELD = 1_000_000
_PIECE = 1_000_000
_LINE_END = re.compile(r"\r\n|\r|\n")
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
    rows = TextRows()
    count = widest = 0
    try:
        for row in csv.reader(_lines(text), delimiter=delimiter):
            rows.append(row)
            count += 1
            if len(row) > widest:
                widest = len(row)
                _check_width(path, count, widest)
    except csv.Error as error:
        raise IntakeError(
            f"{path}: can't be read after row {count}: {error}; is a quotation mark missing?"
        ) from None
    rows.finish()
    return Sheet(path.name, "", rows)


def _check_width(path: Path, row: int, width: int) -> None:
    if width > limits.COLUMNS:
        raise out_of_bounds(str(path), f"row {row}, column {width}")


def _lines(text: str) -> Iterator[str]:
    """The lines of a text with their ends, as a file opened with newline="" gives them.

    A StringIO holds four bytes for each character, so the text comes to it in pieces.
    """
    start = 0
    while start < len(text):
        end = _LINE_END.search(text, start + _PIECE)
        until = end.end() if end else len(text)
        yield from io.StringIO(text[start:until], newline="")
        start = until
