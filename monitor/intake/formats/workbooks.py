"""Workbooks (xlsx, xlsm, xlsb, ods, xls), read by calamine after they have been looked through."""

import io
import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile, is_zipfile

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from monitor.intake.errors import IntakeError
from monitor.intake.formats.merges import Merged, merged_cells
from monitor.intake.formats.sheet import Sheet

# What the reader raises, besides its own errors, where it runs into a case it holds impossible.
_PANIC = "PanicException"
_DAMAGES = (
    CalamineError,
    OSError,
    ValueError,
    OverflowError,
    LookupError,
    struct.error,
    zlib.error,
    BadZipFile,
    ExpatError,
)


def workbook_sheets(path: Path, content: bytes) -> Iterator[Sheet]:
    """The sheets with cells, hidden rows and hidden sheets too, in the order of the workbook.

    Raises IntakeError for a workbook that is damaged or protected.
    """
    with _damage_named(path), CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        untold = _untold_merges(content)
        for data in workbook.sheets_metadata:
            if data.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(data.name)
            rows = sheet.to_python(skip_empty_area=False)
            ranges = sheet.merged_cell_ranges or ()
            merged = [(top, low, left) for (top, left), (low, _) in ranges if low > top]
            merged.extend(untold.get(data.name, ()))
            hidden = data.visible is not SheetVisibleEnum.Visible
            notes = ("the sheet is hidden in the workbook; it was read like the others",)
            yield Sheet(path.name, data.name, rows, notes if hidden else (), merged=merged)


def _untold_merges(content: bytes) -> Mapping[str, Merged]:
    if not is_zipfile(io.BytesIO(content)):
        return {}
    with ZipFile(io.BytesIO(content)) as package:
        return merged_cells(package)


@contextmanager
def _damage_named(path: Path) -> Iterator[None]:
    try:
        yield
    except PasswordError:
        raise IntakeError(
            f"{path}: is protected by a password; export it again without one"
        ) from None
    except _DAMAGES as error:
        raise _damaged(path, error) from None
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise _damaged(path, error) from None


def _damaged(path: Path, error: BaseException) -> IntakeError:
    return IntakeError(f"{path}: can't be read, it is damaged ({error}); export it again")
