"""What an engine has to do for an assessment, and how one is opened."""

import os
import shutil
from collections.abc import Mapping, Sequence
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

AnyFrame = Any  # of narwhals, in memory or a plan: no type variable takes the union of the two


class EngineName(StrEnum):
    """The engines; each but the first is an optional extra of the same name."""

    PANDAS = "pandas"
    POLARS = "polars"
    DUCKDB = "duckdb"
    SPARK = "spark"


class Engine(Protocol):
    """Reads dossiers, judges them by the rules' expressions, writes the findings."""

    def read(self, files: Sequence[str]) -> AnyFrame:
        """The rows of these parquet files as they stand there."""

    def ready(self, dossiers: AnyFrame) -> AnyFrame:
        """The canonical dossiers in the form in which this engine judges them."""

    def calendar(self, table: pa.Table) -> AnyFrame:
        """The table of working days, on this engine."""

    def found(self, hits: AnyFrame) -> AnyFrame:
        """The dossiers with a finding: kept in memory, or still a plan, as the engine prefers."""

    def run(self, plan: AnyFrame) -> object:
        """Compute a small plan, and raise what goes wrong; frames in memory need no such thing."""

    def write(self, findings: AnyFrame, folder: Path) -> None:
        """Write rows as parquet files into a folder that does not exist yet."""


class MissingEngineError(Exception):
    """An engine, or what it needs, is not installed."""


def open_engine(name: EngineName, settings: Mapping[str, str]) -> Engine:
    """The engine of that name.

    settings: of Spark, e.g. spark.master; the other engines have none.

    Raises MissingEngineError that says what to install.
    """
    package = "pyspark" if name is EngineName.SPARK else name.value
    if find_spec(package) is None:
        raise MissingEngineError(
            f'the engine {name.value} is not installed: pip install "tthc-monitor[{name.value}]"'
        )
    if name is EngineName.SPARK and not _java():
        raise MissingEngineError(
            "Spark needs a Java runtime, 17 or newer, and finds none: install one "
            "(on Debian: apt install default-jre-headless) or set JAVA_HOME"
        )
    engine: Engine = import_module(f"monitor.assess.on_{name.value}").open_engine(settings)
    return engine


def _java() -> bool:
    """Whether there is a Java runtime, or a Spark elsewhere that brings its own."""
    home = os.environ.get("JAVA_HOME")
    own = home is not None and (Path(home) / "bin" / "java").exists()
    return own or "SPARK_REMOTE" in os.environ or shutil.which("java") is not None
