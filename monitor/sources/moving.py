"""Files of a pull, moved or copied elsewhere without overwriting any."""

import os
import shutil
from collections.abc import Iterable
from itertools import chain, count
from pathlib import Path

from monitor.intake.errors import IntakeError


def move_all(files: Iterable[Path], folder: Path) -> None:
    """Move files into a folder, which is made; a name that is taken gets a number.

    Raises IntakeError that names each file that can't be moved; the others are moved.
    """
    stuck: list[str] = []
    for file in files:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.move(file, _free(folder, file.name))
        except OSError as error:
            stuck.append(f"{file}: the run has landed, but it can't be moved to {folder}: {error}")
    if stuck:
        raise IntakeError("\n".join(stuck))


def copied(file: Path, folder: Path) -> Path:
    """A copy with the date of the file, in a folder that is there; raises OSError."""
    target = _free(folder, file.name)
    shutil.copyfile(file, target)
    stat = file.stat()
    os.utime(target, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    return target


def _free(folder: Path, name: str) -> Path:
    """The first of "name.xlsx", "name (2).xlsx", "name (3).xlsx" that is not there."""
    plain = folder / name
    numbered = (folder / f"{plain.stem} ({number}){plain.suffix}" for number in count(2))
    return next(path for path in chain([plain], numbered) if not path.exists())
