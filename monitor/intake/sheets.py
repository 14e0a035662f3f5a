"""Files → sheets of cells: workbooks through calamine, csv through the standard library."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from monitor.intake.cells import Row
from monitor.intake.errors import IntakeError

WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}
TEXTS = {".csv", ".tsv", ".txt"}
_BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_DELIMITERS = ",;\t|"
_LONGEST_FIELD = 1_000_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its rows as the file has them, the first being row 1."""

    file: str
    name: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Batch:
    """The sheets of one file, or of one page of an interface; name is what messages call it."""

    name: str
    sheets: list[Sheet]


def read_sheets(path: Path) -> list[Sheet]:
    """All sheets of a file.

    Raises IntakeError for a file that is missing, can't be opened or is of no known kind.
    """
    suffix = path.suffix.lower()
    try:
        if suffix in WORKBOOKS:
            return list(_workbook(path))
        if suffix in TEXTS:
            return [Sheet(path.name, "", _text_rows(path))]
    except PasswordError:
        raise IntakeError(
            f"{path}: is protected by a password; export it again without one"
        ) from None
    except (CalamineError, OSError, csv.Error) as error:
        raise IntakeError(f"{path}: can't be read: {error}") from None
    known = ", ".join(sorted(WORKBOOKS | TEXTS))
    raise IntakeError(
        f"{path}: files that end in {suffix or 'nothing'} can't be read, only {known}"
    )


def _workbook(path: Path) -> Iterator[Sheet]:
    with CalamineWorkbook.from_path(path) as workbook:
        for name in workbook.sheet_names:
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield Sheet(path.name, name, rows)  # type: ignore[arg-type]


def _text_rows(path: Path) -> list[Row]:
    text = decode(path.read_bytes(), path)
    head = text[:20_000].splitlines()[:50]
    delimiter = max(_DELIMITERS, key=lambda mark: sum(line.count(mark) for line in head))
    csv.field_size_limit(_LONGEST_FIELD)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def decode(content: bytes, path: Path) -> str:
    """Text of a file in UTF-8 or, with a byte order mark, UTF-16.

    Raises IntakeError for anything else: a guess would turn names into other names.
    """
    marks = (name for mark, name in _BYTE_ORDER_MARKS.items() if content.startswith(mark))
    encoding = next(marks, "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise IntakeError(
            f"{path}: line {line} is not {encoding} text "
            f"(byte {content[error.start]:#04x}); save the file as CSV UTF-8"
        ) from None
