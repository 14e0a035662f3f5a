"""The folder of an assessment: there as a whole, or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FINDINGS, SUMMARY = "findings", "summary.json"


class OccupiedError(Exception):
    """The folder holds something that must not be lost."""


@contextmanager
def new_folder(target: Path, *, overwrite: bool) -> Iterator[Path]:
    """A folder to write into; it takes its place as `target` when all has gone well.

    overwrite: an earlier assessment that stands there is replaced.

    Raises OccupiedError where something stands at `target` that may not be replaced.
    """
    _check(target, overwrite=overwrite)
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = f".{target.resolve().name}.{os.getpid()}"
    new, old = (target.resolve().parent / f"{beside}.{name}" for name in ("new", "old"))
    new.mkdir()
    try:
        yield new
        if target.exists():
            target.rename(old)
        new.rename(target)
    finally:
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _check(target: Path, *, overwrite: bool) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise OccupiedError(f"{target} is a file; name a folder")
    held = {path.name for path in target.iterdir()}
    if held and not overwrite:
        raise OccupiedError(f"{target} is not empty; name another folder, or say --overwrite")
    if others := sorted(held - {FINDINGS, SUMMARY}):
        raise OccupiedError(
            f"{target} holds what is of no assessment ({', '.join(others)}); name another folder"
        )
