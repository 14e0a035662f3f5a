"""Dossiers on pandas: all in memory, in Arrow columns."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import narwhals as nw
import pandas as pd
import pyarrow as pa
from pyarrow import dataset

from monitor.assess.columns import INPUTS


class OnPandas:
    """See `monitor.assess.engine.Engine`."""

    def read(self, files: Sequence[str]) -> nw.DataFrame[Any]:
        """The canonical columns of the files as an Arrow table."""
        rows = dataset.dataset(list(files), format="parquet")
        wanted = [name for name in rows.schema.names if name in INPUTS]
        return nw.from_native(rows.to_table(columns=wanted), eager_only=True)

    def ready(self, dossiers: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
        """On pandas."""
        return self.calendar(dossiers.to_arrow())

    def calendar(self, table: pa.Table) -> nw.DataFrame[Any]:
        """On pandas."""
        return nw.from_native(table.to_pandas(types_mapper=pd.ArrowDtype), eager_only=True)

    def found(self, hits: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
        """They are in memory."""
        return hits

    def run(self, plan: nw.DataFrame[Any]) -> object:
        """It has run already."""
        return plan

    def write(self, findings: nw.DataFrame[Any], folder: Path) -> None:
        """One file."""
        folder.mkdir()
        findings.to_native().to_parquet(folder / "part-0.parquet", index=False)


def open_engine(settings: Mapping[str, str]) -> OnPandas:  # noqa: ARG001 all are opened alike
    """Pandas has no settings."""
    return OnPandas()
