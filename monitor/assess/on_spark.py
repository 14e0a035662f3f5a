"""Dossiers on Spark: on this machine, or on a cluster."""

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import narwhals as nw
import pyarrow as pa
from pyspark.sql import SparkSession
from pyspark.sql.functions import broadcast

# Moments are local time without offset: Spark must neither give them a zone nor shift them.
_TIME = {"spark.sql.session.timeZone": "UTC", "spark.sql.timestampType": "TIMESTAMP_NTZ"}


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

    def write(self, findings: nw.LazyFrame[Any], folder: Path) -> None:
        """A file a partition, written by the executors."""
        findings.sink_parquet(str(folder))


def session(settings: Mapping[str, str]) -> SparkSession:
    """The running session, or a new one with these Spark settings."""
    builder = SparkSession.builder.appName("tthc assess")
    for key, value in {**settings, **_TIME}.items():
        builder = builder.config(key, value)
    with warnings.catch_warnings():
        # Its own pandas interface does not; nothing here uses that.
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas")
        return builder.getOrCreate()


def open_engine(settings: Mapping[str, str]) -> OnSpark:
    """Spark with these settings, or where spark-submit has started it."""
    return OnSpark(session(settings))
