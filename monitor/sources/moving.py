"""Files whose run has landed, moved out of the way without overwriting any."""

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
            shutil.move(file, _free(folder, file))
        except OSError as error:
            stuck.append(f"{file}: the run has landed, but it can't be moved to {folder}: {error}")
    if stuck:
        raise IntakeError("\n".join(stuck))


def _free(folder: Path, file: Path) -> Path:
    """The first of "name.xlsx", "name (2).xlsx", "name (3).xlsx" that is not there."""
    numbered = (folder / f"{file.stem} ({number}){file.suffix}" for number in count(2))
    return next(path for path in chain([folder / file.name], numbered) if not path.exists())
