"""Exports as files on this machine: a path, a folder, a glob."""

from collections.abc import Callable, Collection, Iterator, Sequence
from glob import glob, has_magic
from pathlib import Path

from monitor.intake.errors import IntakeError
from monitor.intake.sheets import Batch, Sheet, read_sheets
from monitor.sources.moving import copied, move_all
from monitor.sources.settling import STILL_WRITTEN, Look, Settling

_LOCK_FILE = "passed over: the lock file of a workbook that is open"
# What Windows and macOS put into folders, in small letters.
_OF_THE_SYSTEM = frozenset(("thumbs.db", "desktop.ini", "icon\r"))
# How browsers and copying programs name what has not come whole.
_UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".filepart", ".tmp")


def is_hidden(name: str) -> bool:
    """Whether a name means that a file is nobody's export; it is passed over in silence."""
    return name.startswith(".") or name.lower() in _OF_THE_SYSTEM


def why_no_export(name: str) -> str | None:
    """Why a file with this name is no export, if it is none: Excel's lock files begin so."""
    if name.lower().endswith(_UNFINISHED):
        return STILL_WRITTEN
    return _LOCK_FILE if name.startswith("~$") else None


def look_at(files: Sequence[Path]) -> dict[Path, Look]:
    """Size and date of each file that is there."""
    looks: dict[Path, Look] = {}
    for file in files:
        if file.exists():
            stat = file.stat()
            looks[file] = Look(f"{stat.st_size} {stat.st_mtime_ns}", stat.st_mtime)
    return looks


def _still(file: Path, look: Look) -> bool:
    """Whether a file is what it was at the first look."""
    return look_at([file]).get(file) == look


def _copied_as_read(file: Path, look: Look, folder: Path) -> bool:
    try:
        copy = copied(file, folder)
    except FileNotFoundError:
        return False
    if not _still(file, look):
        copy.unlink()
        return False
    return True


class FileSource:
    """The files that a path, a folder or a glob means, all of them one pull.

    settling: how files that are still being written are told; None takes them as they are.
    move_to: where files go whose run has landed; None leaves them. reader: what a file holds.
    aside: folders of files that are no exports any more, besides move_to.
    """

    def __init__(
        self,
        path: Path,
        settling: Settling | None = None,
        move_to: Path | None = None,
        reader: Callable[[Path], list[Sheet]] = read_sheets,
        aside: Collection[Path] = (),
    ) -> None:
        self._path = path
        self._settling = settling
        self._move_to = move_to
        self._reader = reader
        self._aside = {*aside, *([move_to] if move_to else [])}
        self._notes: list[str] = []
        self._unfinished: list[Path] = []
        self._taken: dict[Path, Look] = {}

    @property
    def notes(self) -> tuple[str, ...]:
        """Which files were passed over, and why."""
        return tuple(self._notes)

    @property
    def whole(self) -> bool:
        """Whether no file was passed over because it is still being written."""
        return not self._unfinished

    def batches(self) -> Iterator[Batch]:
        """One batch a file, in order of their names.

        Raises IntakeError where there is no file, or none is left to read, or one can't be read.
        """
        looks = look_at(self._exports())
        if self._settling is not None:
            self._settling.wait(looks.values())
        for file, look in looks.items():
            sheets = self._read(file, look)
            if sheets is not None:
                self._taken[file] = look
                yield Batch(str(file), sheets)
        if not self._taken:
            raise IntakeError("\n".join([f"{self._path}: nothing is left to read", *self._notes]))

    def copy_to(self, folder: Path) -> bool:
        """Copy the files that were read; one that has changed since then is not what was read."""
        whole = True
        for file, look in self._taken.items():
            whole = _copied_as_read(file, look, folder) and whole
        return whole

    def acknowledge(self) -> None:
        """Move the files that were read; one that has changed since then is for the next run."""
        if self._move_to is not None:
            read = [file for file, look in self._taken.items() if _still(file, look)]
            move_all(read, self._move_to)

    def _read(self, file: Path, look: Look) -> list[Sheet] | None:
        """The sheets of a file; None if it is no longer what it was at the first look."""
        sheets, error = None, None
        try:
            sheets = self._reader(file)
        except IntakeError as caught:
            error = caught
        if not _still(file, look):
            self._pass_over(file, STILL_WRITTEN)
            self._unfinished.append(file)
            return None
        if error:
            raise error
        return sheets

    def _pass_over(self, file: Path, why: str) -> None:
        self._notes.append(f"{file} {why}")

    def _exports(self) -> list[Path]:
        found = sorted(file for file in self._found() if not is_hidden(file.name))
        if not found:
            raise IntakeError(f"{self._path}: {self._why_none()}")
        for file in found:
            if why := why_no_export(file.name):
                self._pass_over(file, why)
                if why == STILL_WRITTEN:
                    self._unfinished.append(file)
        return [file for file in found if not why_no_export(file.name)]

    def _why_none(self) -> str:
        if self._path.is_dir():
            return "there is no export in this folder; has none come since the last run?"
        return "no file matches" if has_magic(str(self._path)) else "there is no such file"

    def _found(self) -> Iterator[Path]:
        path = self._path
        if path.is_dir():
            found = list(path.iterdir())
        elif has_magic(str(path)) and not path.exists():
            found = [Path(name) for name in glob(str(path), recursive=True)]  # noqa: PTH207
        else:
            found = [path]
        for file in found:
            if file.is_file() and self._aside.isdisjoint(file.parents):
                yield file
