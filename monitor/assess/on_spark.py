"""Dossiers on Spark: on this machine, or on a cluster."""

import gc
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import narwhals as nw
import pyarrow as pa
from pyspark.sql import SparkSession
from pyspark.sql.functions import broadcast

_SETTINGS = {
    # Moments are local time without offset: Spark must neither give them a zone nor shift them.
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    # To note the line of Python behind each expression takes five times as long as the plan itself.
    "spark.python.sql.dataFrameDebugging.enabled": "false",
}


class OnSpark:
    """See `monitor.assess.engine.Engine`."""

    def __init__(self, spark: SparkSession) -> None:
        self._spark = spark

    def read(self, files: Sequence[str]) -> nw.LazyFrame[Any]:
        """A plan to scan the files."""
        scanned: nw.LazyFrame[Any] = nw.from_native(self._spark.read.parquet(*files))
        return scanned

    def ready(self, dossiers: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """As they are."""
        return dossiers

    def calendar(self, table: pa.Table) -> nw.LazyFrame[Any]:
        """To every executor: under 2 MB, so that no dossier is sent anywhere to meet its day."""
        days: nw.LazyFrame[Any] = nw.from_native(broadcast(self._spark.createDataFrame(table)))
        return days

    def found(self, hits: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Still a plan."""
        return hits

    def run(self, plan: nw.LazyFrame[Any]) -> object:
        """By Spark's own way of collecting.

        The other one, through Arrow, waits for ever when the driver's memory runs out: the thread
        that serves it dies in silence. What the runs before hold of that memory (the calendar, once
        for each join) is let go only when Python lets go of them, so that is done first.
        """
        gc.collect()
        rows: object = plan.to_native().collect()
        return rows

    def write(self, findings: nw.LazyFrame[Any], folder: Path) -> None:
        """A file a partition, written by the executors."""
        findings.sink_parquet(str(folder))


def session(settings: Mapping[str, str]) -> SparkSession:
    """The running session, or a new one with these Spark settings."""
    builder = SparkSession.builder.appName("tthc assess")
    for key, value in {**settings, **_SETTINGS}.items():
        builder = builder.config(key, value)
    with warnings.catch_warnings():
        # Its own pandas interface does not; nothing here uses that.
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas")
        return builder.getOrCreate()


def open_engine(settings: Mapping[str, str]) -> OnSpark:
    """Spark with these settings, or where spark-submit has started it."""
    return OnSpark(session(settings))
