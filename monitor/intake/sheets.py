"""Files → sheets of cells, whatever kind of file it is and whatever its name says."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from monitor.intake.errors import IntakeError
from monitor.intake.formats.damage import check_letters
from monitor.intake.formats.decoding import as_utf8, decode
from monitor.intake.formats.delimited import delimited_sheet
from monitor.intake.formats.dropped import check_dropped
from monitor.intake.formats.epoch import package_counts_from_1904
from monitor.intake.formats.html_tables import html_sheets
from monitor.intake.formats.kinds import Kind, kind_of
from monitor.intake.formats.legacy_cells import convert_legacy_cells
from monitor.intake.formats.old_workbook import counts_from_1904
from monitor.intake.formats.sheet import Batch, Sheet
from monitor.intake.formats.spreadsheetml import spreadsheetml_sheets
from monitor.intake.formats.workbooks import workbook_sheets
from monitor.intake.records import is_json, read_json

__all__ = ["Batch", "Sheet", "read_sheets"]


def read_sheets(path: Path) -> list[Sheet]:
    """All sheets of a file.

    Raises IntakeError for a file that is missing, can't be opened, is of no known kind, is unsafe
    to unpack, or has lost letters.
    """
    try:
        kind = kind_of(path)
        content = path.read_bytes()
    except OSError as error:
        raise IntakeError(f"{path}: can't be read: {error.strerror or error}") from None
    sheets: Iterable[Sheet]
    if kind is Kind.TEXT and is_json(content):
        sheets = read_json(content, path.name)
    elif kind in (Kind.PACKED, Kind.XLS):
        sheets = _workbook(path, kind, content)
    elif kind is Kind.TEXT:
        content, notes = as_utf8(path, content)
        sheets = [_with_notes(delimited_sheet(path, content), notes)]
    else:
        sheets = _markup(path, kind, content)
    return [_with_notes(sheet, _finish(path, sheet)) for sheet in sheets]


def _workbook(path: Path, kind: Kind, content: bytes) -> Iterable[Sheet]:
    old = kind is Kind.XLS
    from_1904 = counts_from_1904(path, content) if old else package_counts_from_1904(path)
    for sheet in workbook_sheets(path, content):
        yield replace(sheet, from_1904=from_1904)


def _markup(path: Path, kind: Kind, content: bytes) -> Iterable[Sheet]:
    decoded = decode(path, content, markup=True)
    read = html_sheets if kind is Kind.HTML else spreadsheetml_sheets
    return [_with_notes(sheet, decoded.notes) for sheet in read(path, decoded.text)]


def _finish(path: Path, sheet: Sheet) -> tuple[str, ...]:
    """What is done to the text of every sheet: old encodings converted, lost letters refused."""
    notes = convert_legacy_cells(sheet) + check_letters(path, sheet)
    check_dropped(path, sheet)
    return notes


def _with_notes(sheet: Sheet, notes: tuple[str, ...]) -> Sheet:
    return replace(sheet, notes=sheet.notes + notes) if notes else sheet
