"""What every reader of files gives: sheets of cells."""

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.intake.cells import Row


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its rows as the file has them, the first being row 1.

    name: empty for a text. notes: what a person should know about how it was read. every_row:
    there is nothing but records below the heading, so that none is taken for a footer. in_order:
    cells follow each other and none says its column, so that one too many moves the others.
    merged: first and last row and the column of each cell that spans several rows, from 0.
    from_1904: bare numbers that are days count from 1904; cells formatted as dates come right.
    """

    file: str
    name: str
    rows: Sequence[Row]
    notes: tuple[str, ...] = ()
    every_row: bool = False
    in_order: bool = False
    from_1904: bool = False
    merged: Sequence[tuple[int, int, int]] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """The sheets of one file, or of one page of an interface; name is what messages call it."""

    name: str
    sheets: list[Sheet]
