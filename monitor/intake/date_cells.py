"""The cells of a column of dates: texts, numbers as texts, and what is neither."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from monitor.intake.cell_columns import Column
from monitor.intake.cells import Cell
from monitor.intake.shaped_texts import Positions, ShapedTexts


@dataclass(frozen=True, slots=True)
class DateCells:
    """The cells of a column that are not empty.

    count: the length of the column. texts: those that are texts or bare numbers, at: where these
    stand. others: the rest, and where each stands.
    """

    count: int
    texts: ShapedTexts
    at: Positions
    others: Sequence[tuple[int, Cell]]

    @classmethod
    def of(cls, column: Column) -> "DateCells":
        """The cells of a column."""
        texts, at, cells = column.by_type()
        others: list[tuple[int, Cell]] = []
        numbers: list[str] = []
        number_at: list[int] = []
        for index, cell in cells:
            if isinstance(cell, int | float) and not isinstance(cell, bool):
                whole = float(cell).is_integer()
                numbers.append(str(int(cell)) if whole else repr(float(cell)))
                number_at.append(index)
            else:
                others.append((index, cell))
        if numbers:
            texts = pa.concat_arrays([texts, pa.array(numbers, pa.string())])
            at = np.concatenate([at, np.array(number_at, dtype=np.int64)])
        return cls(len(column), ShapedTexts(texts), at, others)
