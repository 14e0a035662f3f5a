"""What can be wrong with an export as a whole, and with one of its rows."""

from dataclasses import dataclass


class IntakeError(Exception):
    """An export can't be read: the run fails and nothing is changed."""


def place_of(file: str, sheet: str) -> str:
    """How messages name a sheet; a text has none."""
    return f"{file}, sheet {sheet!r}" if sheet else file


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was kept aside.

    row: its number in the sheet, from 1. column: letter and heading, e.g. "G, Ngày hẹn trả".
    code: the dossier's code where that could be read. cells: all cells of the row as they came,
    so that nothing is lost.
    """

    file: str
    sheet: str
    row: int
    column: str
    value: str
    reason: str
    code: str | None
    cells: tuple[str, ...]

    def __str__(self) -> str:
        place = place_of(self.file, self.sheet)
        found = f"found {self.value!r}: " if self.value else ""
        return f"{place}, row {self.row}, column {self.column}: {found}{self.reason}"
