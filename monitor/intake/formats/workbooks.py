"""Workbooks (xlsx, xlsm, xlsb, ods, xls), read by calamine after they have been looked through."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from monitor.intake.errors import IntakeError
from monitor.intake.formats.sheet import Sheet

# What the reader raises, besides its own errors, where it runs into a case it holds impossible.
_PANIC = "PanicException"


def workbook_sheets(path: Path, content: bytes) -> Iterator[Sheet]:
    """The sheets with cells, hidden rows and hidden sheets too, in the order of the workbook.

    Raises IntakeError for a workbook that is damaged or protected.
    """
    with _damage_named(path), CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        for data in workbook.sheets_metadata:
            if data.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(data.name)
            rows = sheet.to_python(skip_empty_area=False)
            ranges = sheet.merged_cell_ranges or ()  # none is told of an xlsb and an ods
            merged = [(top, low, left) for (top, left), (low, _) in ranges if low > top]
            hidden = data.visible is not SheetVisibleEnum.Visible
            notes = ("the sheet is hidden in the workbook; it was read like the others",)
            yield Sheet(path.name, data.name, rows, notes if hidden else (), merged=merged)


@contextmanager
def _damage_named(path: Path) -> Iterator[None]:
    try:
        yield
    except PasswordError:
        raise IntakeError(
            f"{path}: is protected by a password; export it again without one"
        ) from None
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise _damaged(path, error) from None
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise _damaged(path, error) from None


def _damaged(path: Path, error: BaseException) -> IntakeError:
    return IntakeError(f"{path}: can't be read, it is damaged ({error}); export it again")
