"""Dossiers on DuckDB: read, judged and written in one stream; what memory lacks the disk gives."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import duckdb
import narwhals as nw
import pyarrow as pa


class OnDuckDB:
    """See `monitor.assess.engine.Engine`."""

    def read(self, files: Sequence[str]) -> nw.LazyFrame[Any]:
        """A plan to scan the files."""
        return nw.from_native(duckdb.read_parquet(list(files), hive_partitioning=False))

    def ready(self, dossiers: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """As they are."""
        return dossiers

    def calendar(self, table: pa.Table) -> nw.LazyFrame[Any]:
        """From memory."""
        return nw.from_native(duckdb.from_arrow(table))

    def found(self, hits: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Still a plan."""
        return hits

    def run(self, plan: nw.LazyFrame[Any]) -> object:
        """Into memory."""
        return plan.collect()

    def write(self, findings: nw.LazyFrame[Any], folder: Path) -> None:
        """One file."""
        folder.mkdir()
        findings.sink_parquet(folder / "part-0.parquet")


def open_engine(settings: Mapping[str, str]) -> OnDuckDB:  # noqa: ARG001 all are opened alike
    """The database in memory that narwhals takes relations to be of.

    The order of the rows is nobody's, so that none waits for another.
    """
    duckdb.execute("SET preserve_insertion_order = false")
    duckdb.execute(
        "SET temp_directory = ?", [str(Path(gettempdir()) / f"tthc-assess-{os.getpid()}")]
    )
    return OnDuckDB()
