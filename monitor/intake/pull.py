"""What one pull brings: canonical dossiers, what else stood beside them, rows kept aside."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa

from monitor.intake.errors import RejectedRow
from rules.columns import Fact, Kind

# Arrow types have one way to be missing, so that a rule means the same as on other engines.
ARROW_TYPES: Mapping[Kind, pa.DataType] = {
    Kind.TEXT: pa.string(),
    Kind.INTEGER: pa.int64(),
    Kind.MOMENT: pa.timestamp("us"),
    Kind.DATE: pa.date32(),
}


def series_of(fact: Fact, values: Any) -> pd.Series:
    """A column of the type that its fact has, on Arrow."""
    kind = ARROW_TYPES[fact.kind]
    if isinstance(values, pa.Array | pa.ChunkedArray):
        array = values.cast(kind)
    else:
        array = pa.array(values, type=kind, from_pandas=True)
    return pd.Series(pd.arrays.ArrowExtensionArray(array), name=fact.name)


def array_of(column: pd.Series) -> pa.Array:
    """The Arrow array of such a column, in one piece."""
    array = column.array.__arrow_array__()
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


@dataclass(frozen=True, slots=True)
class SheetCount:
    """How many rows of one sheet were accepted and rejected; a text has no name of a sheet."""

    file: str
    sheet: str
    accepted: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Pull:
    """All dossiers of a pull, one row a code.

    dossiers: the canonical columns of `monitor.intake.columns`, in their Arrow types.
    extras: the same rows; a column a heading that no canonical column takes, text as it came.
    read: rows seen = accepted + rejected. accepted can exceed the dossiers: a code that stands
        twice is accepted twice and kept once.
    columns: the canonical columns that at least one sheet has.
    notes: what a person should know about the reading.
    whole: false where a file was passed over, so that a dossier may be missing and yet be there.
    sheets: what each sheet of dossiers brought, in the order of reading.
    """

    dossiers: pd.DataFrame
    extras: pd.DataFrame
    rejected: tuple[RejectedRow, ...]
    accepted: int
    columns: frozenset[str]
    notes: tuple[str, ...]
    whole: bool = True
    sheets: tuple[SheetCount, ...] = ()

    @property
    def read(self) -> int:
        """Rows seen."""
        return self.accepted + len(self.rejected)

    @property
    def newest_received(self) -> date | None:
        """The day of the newest reception; None if no row has one."""
        newest = self.dossiers["received_at"].max()
        return None if pd.isna(newest) else newest.date()
