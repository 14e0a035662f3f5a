"""From what --input names to parquet files that can be read together."""

from collections.abc import Iterable, Sequence
from glob import glob
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from monitor.intake.errors import IntakeError


def is_address(name: str) -> bool:
    """Whether this is an address of another file system, e.g. s3a://bucket/folder."""
    return "://" in name


def parquet_files(names: Iterable[str]) -> list[str]:
    """The parquet files that files, folders (with all below them) and globs name, in order.

    Raises IntakeError where there is none, one can't be read, or their columns differ.
    """
    files = [file for name in names for file in _under(name)]
    schemas = [_schema(file) for file in files]
    for file, schema in zip(files, schemas, strict=True):
        if not schema.equals(schemas[0]):
            raise IntakeError(
                f"{file}: its columns differ from those of {files[0]}: "
                f"{_difference(schema, schemas[0])}"
            )
    return files


def _under(name: str) -> Sequence[str]:
    path = Path(name)
    if path.is_dir():
        found = sorted(str(p) for p in path.rglob("*.parquet") if p.is_file())
    elif path.exists():
        found = [name]
    else:
        found = sorted(glob(name, recursive=True))  # noqa: PTH207 absolute patterns too
    if not found:
        raise IntakeError(f"{name}: no .parquet file is there")
    return found


def _schema(file: str) -> pa.Schema:
    try:
        return parquet.read_schema(file).remove_metadata()
    except (OSError, pa.ArrowException) as error:
        raise IntakeError(f"{file}: can't be read as parquet: {error}") from None


def _difference(one: pa.Schema, other: pa.Schema) -> str:
    fields = {str(field) for field in one} ^ {str(field) for field in other}
    return ", ".join(sorted(fields)) or "their order"
