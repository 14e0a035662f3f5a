"""Cells that are merged over several rows: what they hold is meant for each dossier beside them."""

import numpy as np

from monitor.intake.cell_columns import Positions
from monitor.intake.cells import is_blank
from monitor.intake.headings import Layout, ordinal_of
from monitor.intake.sheets import Sheet


def fill_merged(sheet: Sheet, layout: Layout, at: Positions) -> None:
    """Put the text of a merged cell into the rows of the dossiers that it spans, in place.

    at: where the dossiers stand in the sheet. Readers leave it in the first of the rows. A code and
    a running number are of one dossier, whatever they span.
    """
    own = {layout.columns["code"], ordinal_of(layout)}
    for first, last, column in sheet.merged:
        if first <= layout.last or column in own or first >= len(sheet.rows):
            continue
        above = sheet.rows[first]
        held = above[column] if column < len(above) else None
        spanned = at[np.searchsorted(at, first, "right") : np.searchsorted(at, last, "right")]
        for row in (sheet.rows[index] for index in spanned.tolist()):
            if isinstance(row, list) and not is_blank(held):
                row.extend([None] * (column + 1 - len(row)))
                row[column] = held if is_blank(row[column]) else row[column]
