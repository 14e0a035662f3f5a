"""Texts with delimiters (csv, tsv, Unicode text) → rows."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from monitor.intake.cells import fold
from monitor.intake.errors import IntakeError
from monitor.intake.formats import limits
from monitor.intake.formats.extent import out_of_bounds
from monitor.intake.formats.plain_text import is_plain, plain_columns
from monitor.intake.formats.sheet import Sheet
from monitor.intake.headings import known_headings
from monitor.intake.text_rows import TextRows

_DELIMITERS = ",;\t|"
_LONGEST_FIELD = 1_000_000
_PIECE = 16_000_000  # bytes
_LINE_END = re.compile(rb"\r\n|\r|\n")
_HEAD_BYTES, _HEAD_LINES = 25_000, 50
_TITLE_LINES = 50
# A running number and a code, or a code and what follows it, tell the beginning of a row.
_LEAD = 2
_LOOKED_BACK = 100  # rows before the last one
_DIGITS, _LETTERS = re.compile(r"\d+"), re.compile(r"[^\W\d_]+")


def delimited_sheet(path: Path, content: bytes) -> Sheet:
    """The rows of a text, told apart by the delimiter of its heading.

    content: sound UTF-8 without a byte order mark.
    Raises IntakeError for what is no text, has too many cells, a cell without an end or a last row
    without one.
    """
    at = content.find(0)
    if at >= 0:
        number = len(content[:at].decode()) + 1
        raise IntakeError(
            f"{path}: is neither a workbook nor a text (character {number} is a zero); "
            "export the list as .xlsx or .csv"
        )
    head = content[:_HEAD_BYTES].decode(errors="ignore")
    delimiter = _delimiter(head.splitlines()[:_HEAD_LINES])
    cells = _count(content, f"{delimiter}\n\r")
    if cells > limits.CELLS:
        raise IntakeError(
            f"{path}: has {cells:,} cells, more than the {limits.CELLS:,} that are read; "
            "export a shorter period"
        )
    rows = TextRows()
    begun, count = _plain_rows(path, content, delimiter, rows)
    _rows_one_by_one(path, _lines(content, begun), delimiter, rows, count)
    rows.finish()
    if not content.endswith((b"\n", b"\r")):
        _check_end(path, rows)
    return Sheet(path.name, "", rows, in_order=True)


def _count(content: bytes, marks: str) -> int:
    """How often these marks stand in a text."""
    letters = np.frombuffer(content, dtype=np.uint8)
    pieces = (letters[start : start + _PIECE] for start in range(0, len(letters), _PIECE))
    return sum(int(np.count_nonzero(piece == ord(mark))) for piece in pieces for mark in marks)


def _plain_rows(path: Path, content: bytes, delimiter: str, rows: TextRows) -> tuple[int, int]:
    """Read what is cut in only one way, up to the first piece that is not.

    Where the rest begins, and how many rows stand before it. The lines at the head, among which
    are titles, may differ in length.
    """
    end = _end_of_lines(content, _TITLE_LINES)
    if not is_plain(content[:end], delimiter, _LONGEST_FIELD):
        return 0, 0
    count = _rows_one_by_one(path, _lines(content[:end]), delimiter, rows, 0)
    while end < len(content):
        feed = content.find(b"\n", end + _PIECE)
        until = feed + 1 if feed >= 0 else len(content)
        columns = plain_columns(content[end:until], delimiter, _LONGEST_FIELD)
        if columns is None:
            break
        count += len(columns[0])
        _check_width(path, count, len(columns))
        rows.extend(columns)
        end = until
    return end, count


def _end_of_lines(content: bytes, lines: int) -> int:
    end = 0
    for _ in range(lines):
        end = content.find(b"\n", end) + 1
        if not end:
            return len(content)
    return end


def _rows_one_by_one(
    path: Path, lines: Iterable[str], delimiter: str, rows: TextRows, count: int
) -> int:
    """Read these lines; how many rows there are then. count: those that stand before them."""
    csv.field_size_limit(_LONGEST_FIELD)
    widest = line = 0
    before: list[str] = []
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        for row in reader:
            rows.append(row)
            count += 1
            if len(row) > widest:
                widest = len(row)
                _check_width(path, count, widest)
            if reader.line_num > line + 1:
                _check_lines(path, count, row, before, delimiter)
            line = reader.line_num
            before = row
    except csv.Error as error:
        raise IntakeError(
            f"{path}: can't be read after row {count}: {error}; is a quotation mark missing?"
        ) from None
    return count


def _delimiter(head: Sequence[str]) -> str:
    """The mark that parts the most known headings of one line; else that which stands most often.

    Addresses may hold more commas than there are columns.
    """
    known = {heading for headings in known_headings().values() for heading in headings}
    headings = {
        mark: max(
            (sum(fold(cell) in known for cell in line.split(mark)) for line in head), default=0
        )
        for mark in _DELIMITERS
    }
    counts = {mark: sum(line.count(mark) for line in head) for mark in _DELIMITERS}
    return max(_DELIMITERS, key=lambda mark: (headings[mark], counts[mark]))


def _check_lines(
    path: Path, number: int, row: Sequence[str], before: Sequence[str], delimiter: str
) -> None:
    """Raise IntakeError where a cell holds the beginning of another row, for want of a quote."""
    begins = [_lead(row), _lead(before)]
    for cell in row:
        for line in cell.splitlines()[1:]:
            fields = line.split(delimiter)
            if len(fields) > _LEAD and _lead(fields) in begins and _is_numbered(fields):
                raise IntakeError(
                    f"{path}: row {number} takes in the lines below it: a quotation mark in "
                    f"{cell.splitlines()[0][:60]!r} is not closed. Close or remove it, or export "
                    "the list as .xlsx"
                )


def _check_end(path: Path, rows: TextRows) -> None:
    """Raise IntakeError where the text ends in the middle of a row."""
    *others, last = rows[-_LOOKED_BACK:]
    told = last[: min(_LEAD, max(1, len(last) - 1))]  # the last cell may be cut off itself
    begin = [_shape(str(cell)) for cell in told]
    alike = [row for row in others if [_shape(str(cell)) for cell in row[: len(told)]] == begin]
    if alike and _is_numbered(begin) and all(len(row) > len(last) for row in alike):
        raise IntakeError(f"{path}: ends in the middle of row {len(rows)}; export it again")


def _lead(row: Sequence[str]) -> list[str]:
    """The shapes of the first cells of a row."""
    return [_shape(cell) for cell in row[:_LEAD]]


def _shape(cell: str) -> str:
    return _LETTERS.sub("A", _DIGITS.sub("0", cell.strip()))


def _is_numbered(row: Sequence[str]) -> bool:
    return any(map(_DIGITS.search, row[:_LEAD]))


def _check_width(path: Path, row: int, width: int) -> None:
    if width > limits.COLUMNS:
        raise out_of_bounds(str(path), f"row {row}, column {width}")


def _lines(content: bytes, start: int = 0) -> Iterator[str]:
    """The lines of a text from there on, as a file opened with newline="" gives them.

    A StringIO holds four bytes for each character, so the text comes to it in pieces.
    """
    while start < len(content):
        end = _LINE_END.search(content, start + _PIECE)
        until = end.end() if end else len(content)
        yield from io.StringIO(content[start:until].decode(), newline="")
        start = until
