"""Exports as files on this machine: a path, a folder, a glob."""

from collections.abc import Iterator
from glob import glob, has_magic
from pathlib import Path

from monitor.intake.errors import IntakeError
from monitor.intake.sheets import Batch, read_sheets


def files_of(path: Path) -> list[Path]:
    """The files that a path, a folder or a glob means, in order of their names.

    Hidden files, and the lock files that Excel leaves beside an open workbook, are passed over.
    Raises IntakeError where there is no file.
    """
    if path.is_dir():
        found = list(path.iterdir())
    elif has_magic(str(path)) and not path.exists():
        found = [Path(name) for name in glob(str(path), recursive=True)]  # noqa: PTH207
    else:
        found = [path]
    files = sorted(p for p in found if p.is_file() and not _is_passed_over(p))
    if not files:
        what = "no file matches" if has_magic(str(path)) else "there is no such file"
        raise IntakeError(f"{path}: {what}")
    return files


def _is_passed_over(path: Path) -> bool:
    return path.name.startswith(("~$", "."))


class FileSource:
    """The files that a path, a folder or a glob means, all of them one pull."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._notes: list[str] = []

    @property
    def notes(self) -> tuple[str, ...]:
        """Which files were passed over, and why."""
        return tuple(self._notes)

    def batches(self) -> Iterator[Batch]:
        """One batch a file."""
        for file in files_of(self._path):
            yield Batch(str(file), read_sheets(file))

    def acknowledge(self) -> None:
        """Leave the files where they are."""
