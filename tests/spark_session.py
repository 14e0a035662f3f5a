"""A small Spark for the tests, where PySpark and a Java runtime are installed."""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

SETTINGS = {
    "spark.master": "local[2]",
    "spark.driver.memory": "2g",  # the calendar goes to each join of each plan
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
}


def spark_is_missing() -> str:
    """What Spark lacks here and how to get it; empty if nothing."""
    java = shutil.which("java") or (Path(os.environ.get("JAVA_HOME", "")) / "bin" / "java").exists()
    if find_spec("pyspark") and java:
        return ""
    return (
        "Spark is not installed: pip install -r requirements/spark.txt, "
        "and a Java runtime, 17 or newer (apt install default-jre-headless)"
    )
