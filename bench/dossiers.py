"""Invented dossiers by the million, as columns and as parquet files."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import compute, parquet

from rules.columns import Fact, Kind, Origin
from rules.facts import FACTS

FIRST = np.datetime64("2020-09-01", "us")
MINUTES = 400 * 1440  # of reception, to a year and a month later
STATUSES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 10, 10, 10, 10, 10)
A_FILE = 1_000_000

_TYPES: Mapping[Kind, pa.DataType] = {
    Kind.TEXT: pa.string(),
    Kind.INTEGER: pa.int64(),
    Kind.MOMENT: pa.timestamp("us"),
    Kind.DATE: pa.date32(),
}


def invented(rows: int, seed: int) -> pa.Table:
    """A table with every column that is not derived; a tenth of each is null, but of the codes."""
    chance = np.random.default_rng(seed)
    received = FIRST + chance.integers(0, MINUTES, rows).astype("timedelta64[m]")
    columns = {
        f.name: _column(f, received, chance) for f in FACTS if f.origin is not Origin.DERIVED
    }
    columns["code"] = _numbered("000.11.22.H99-", seed * rows + np.arange(rows))
    return pa.table(columns)


def write_files(folder: Path, rows: int) -> None:
    """Parquet files of a million dossiers each."""
    folder.mkdir()
    for number in range(-(-rows // A_FILE)):
        count = min(A_FILE, rows - number * A_FILE)
        parquet.write_table(invented(count, seed=number), folder / f"{number:04}.parquet")


def _column(fact: Fact, received: np.ndarray, chance: np.random.Generator) -> pa.Array:
    rows = len(received)
    empty = chance.random(rows) < 0.1
    kind = _TYPES[fact.kind]
    if fact.name == "status":
        return pa.array(chance.choice(STATUSES, rows), kind)
    if fact.kind is Kind.TEXT:
        named = _numbered(f"{fact.term} ", np.arange(200))
        return named.take(pa.array(chance.integers(0, 200, rows), mask=empty))
    if fact.kind is Kind.INTEGER:
        return pa.array(chance.integers(0, 4, rows), kind, mask=empty)
    days = {"submitted_at": 0, "received_at": 0}.get(fact.name, 30)
    later = chance.integers(0, days * 1440 + 1, rows).astype("timedelta64[m]")
    moments = pa.array(received + later, pa.timestamp("us"), mask=empty)
    return moments if fact.kind is Kind.MOMENT else moments.cast(kind, safe=False)


def _numbered(start: str, numbers: np.ndarray) -> pa.Array:
    return compute.binary_join_element_wise(start, pa.array(numbers).cast(pa.string()), "")
