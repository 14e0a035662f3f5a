"""What stands in a sheet and no canonical column takes: kept as text beside the dossiers."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from monitor.intake.cell_columns import Positions, column_of, width_at
from monitor.intake.cells import Row, column_letter, raw_text
from monitor.intake.columns import NUMBERS
from monitor.intake.headings import Layout

_TEXT: Any = pd.StringDtype("pyarrow", na_value=np.nan)  # the stubs lack __from_arrow__


def extras_of(
    rows: Sequence[Row], at: Positions, layout: Layout, values: Mapping[str, pa.Array]
) -> pd.DataFrame:
    """Whole columns, and cells of codes and counts that were not understood, as text.

    at: where the dossiers stand among the rows. values: what was read, by canonical names. A
    column without a heading goes by its letter; one without a text is left out.
    """
    named = set(layout.columns.values()) | set(layout.headings)
    columns = dict(layout.extras)
    columns |= {column_letter(i): i for i in range(width_at(rows, at)) if i not in named}
    texts = {heading: _texts(rows, at, i) for heading, i in columns.items()}
    for name in NUMBERS:
        if name in layout.columns:
            i = layout.columns[name]
            as_came = _texts(rows, at, i)
            texts[layout.headings[i]] = pc.if_else(values[name].is_null(), as_came, "")
    kept = {
        heading: pd.Series(_TEXT.__from_arrow__(column))
        for heading, column in texts.items()
        if pc.any(pc.not_equal(column, "")).as_py()
    }
    return pd.DataFrame(kept, index=range(len(at)), dtype="str")


def _texts(rows: Sequence[Row], at: Positions, index: int) -> pa.Array:
    return column_of(rows, index).take(at).mapped(raw_text, pa.string())
