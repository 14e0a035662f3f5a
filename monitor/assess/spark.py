"""Dossiers on Spark: on this machine, or on a cluster."""

import warnings
from collections.abc import Mapping

from pyspark.sql import SparkSession

# Moments are local time without offset: Spark must neither give them a zone nor shift them.
_TIME = {"spark.sql.session.timeZone": "UTC", "spark.sql.timestampType": "TIMESTAMP_NTZ"}


def session(settings: Mapping[str, str]) -> SparkSession:
    """The running session, or a new one with these Spark settings."""
    builder = SparkSession.builder.appName("tthc assess")
    for key, value in {**settings, **_TIME}.items():
        builder = builder.config(key, value)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas")
        return builder.getOrCreate()
