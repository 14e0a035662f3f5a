"""The cells of a column of dates: texts, numbers as texts, and what is neither."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from monitor.intake.cell_columns import Column
from monitor.intake.cells import Cell
from monitor.intake.shaped_texts import Positions, ShapedTexts

# Days between 1 January 1904 and the day from which other workbooks count.
_SHIFT = 1_462
_SERIALS = (20_000 - _SHIFT, 80_000 - _SHIFT)  # 1954 to 2119, as for other bare numbers


@dataclass(frozen=True, slots=True)
class DateCells:
    """The cells of a column that are not empty.

    count: the length of the column. texts: those that are texts or bare numbers, at: where these
    stand. others: the rest, and where each stands. moved: how many numbers counted from 1904.
    """

    count: int
    texts: ShapedTexts
    at: Positions
    others: Sequence[tuple[int, Cell]]
    moved: int = 0

    @classmethod
    def of(cls, column: Column, *, from_1904: bool = False) -> "DateCells":
        """The cells of a column; numbers that count days from 1904 are moved to where others do."""
        texts, at, cells = column.by_type()
        others: list[tuple[int, Cell]] = []
        numbers: list[str] = []
        number_at: list[int] = []
        moved = 0
        for index, cell in cells:
            if isinstance(cell, int | float) and not isinstance(cell, bool):
                is_old = from_1904 and _SERIALS[0] <= cell <= _SERIALS[1]
                moved += is_old
                number = float(cell + _SHIFT if is_old else cell)
                numbers.append(str(int(number)) if number.is_integer() else repr(number))
                number_at.append(index)
            else:
                others.append((index, cell))
        if numbers:
            texts = pa.concat_arrays([texts, pa.array(numbers, pa.string())])
            at = np.concatenate([at, np.array(number_at, dtype=np.int64)])
        return cls(len(column), ShapedTexts(texts), at, others, moved)
