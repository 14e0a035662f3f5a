"""How far a sheet reaches: a cell in the far corner makes readers fill all that lies before it."""

from typing import Protocol

from monitor.intake.errors import IntakeError
from monitor.intake.formats import limits


class Extent(Protocol):
    """Measures a part of a packed workbook while it passes by in pieces."""

    def feed(self, piece: bytes) -> None:
        """Take the next piece; raises IntakeError where a cell is out of bounds."""

    def is_done(self) -> bool:
        """After the last piece: False where the part has to pass by once more.

        Raises IntakeError where the sheet is too large.
        """


def out_of_bounds(place: str, found: str) -> IntakeError:
    """The refusal of a cell where no sheet has one."""
    return IntakeError(
        f"{place}: has a cell in {found}, beyond the {limits.ROWS:,} rows and "
        f"{limits.COLUMNS:,} columns of a sheet; export it again"
    )


def check_cells(place: str, rows: int, columns: int) -> None:
    """Raise IntakeError for a sheet that reaches too far."""
    if rows * columns <= limits.CELLS:
        return
    raise IntakeError(
        f"{place}: reaches over {rows:,} rows and {columns:,} columns, more than the "
        f"{limits.CELLS:,} cells that are read; delete the empty rows and columns, or export a "
        "shorter period"
    )
