"""Dossiers on Polars: the files are scanned in portions, on all cores."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
import pyarrow as pa


class OnPolars:
    """See `monitor.assess.engine.Engine`."""

    def read(self, files: Sequence[str]) -> nw.LazyFrame[Any]:
        """A plan to scan the files."""
        return nw.from_native(pl.scan_parquet(list(files), hive_partitioning=False))

    def ready(self, dossiers: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """As they are."""
        return dossiers

    def calendar(self, table: pa.Table) -> nw.LazyFrame[Any]:
        """From memory."""
        return nw.from_native(pl.DataFrame(table).lazy())

    def found(self, hits: nw.LazyFrame[Any]) -> nw.DataFrame[Any]:
        """Into memory: once read, they are asked for once a rule."""
        return hits.collect(engine="streaming")

    def run(self, plan: nw.LazyFrame[Any]) -> object:
        """Into memory."""
        return plan.collect()

    def write(self, findings: nw.DataFrame[Any], folder: Path) -> None:
        """One file."""
        folder.mkdir()
        findings.write_parquet(folder / "part-0.parquet")


def open_engine(settings: Mapping[str, str]) -> OnPolars:  # noqa: ARG001 all are opened alike
    """Polars has no settings."""
    return OnPolars()
