"""Rows of a text that a line break within a cell has cut in two: neither half is a dossier."""

from collections.abc import Collection, Iterator

import numpy as np

from monitor.intake.cell_columns import Positions, column_of, rows_at
from monitor.intake.headings import Layout
from monitor.intake.reasons import Reason
from monitor.intake.sheets import Sheet
from monitor.intake.slips import Slip, width_of


def broken_rows(
    sheet: Sheet, layout: Layout, at: Positions, codeless: Collection[int]
) -> Iterator[Slip]:
    """The dossiers that end before the headings do, where what is missing stands in the next row.

    at: where the dossiers stand in the sheet. codeless: which of them have no code, or none that
    can be one.
    """
    if not sheet.in_order or not codeless:
        return
    width = width_of(sheet.rows, layout)
    ends = column_of(sheet.rows, width - 1).take(at).absent()
    nexts = np.array(sorted(set(codeless) - {0}), dtype=np.int64)
    nexts = nexts[(at[nexts] == at[nexts - 1] + 1) & ends[nexts] & ends[nexts - 1]]
    pairs = zip(rows_at(sheet.rows, at[nexts - 1]), rows_at(sheet.rows, at[nexts]), strict=True)
    for index, (row, rest) in zip((nexts - 1).tolist(), pairs, strict=True):
        if len(row) + len(rest) == width + 1:
            yield index, _name_at(layout, len(row) - 1), Reason.ROW_BROKEN.say()


def _name_at(layout: Layout, column: int) -> str:
    """The canonical column that stands there, or the code."""
    return next((name for name, at in layout.columns.items() if at == column), "code")
