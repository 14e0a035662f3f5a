"""One backup: the database first, then the files, in a .tar.gz with a checksum of each."""

import hashlib
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from importlib.resources import files
from io import BufferedRandom, BufferedReader, BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO

from sqlalchemy import Engine, inspect

from monitor.backup.database import DUMP, BackupError, copy_database
from monitor.backup.files import files_inside, outside
from monitor.config import Settings

_NAMES = "tthc-*.tar.gz"
_PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made: where, how large in bytes, of how many files, what to know of it."""

    path: Path
    size: int
    files: int
    notes: list[str]


def back_up(config: Path, settings: Settings, engine: Engine, folder: Path, at: datetime) -> Backup:
    """Write FOLDER/tthc-<day>-<time>.tar.gz, whole or not at all.

    The database comes first: what it says of files was written before, and is taken after. Raises
    BackupError.
    """
    base = config.resolve().parent
    if not inspect(engine).has_table("alembic_version"):
        raise BackupError(
            "the database holds no tables of tthc; does [database] name the right one?"
        )
    name, database = _database_name(engine, base)
    without = {folder.resolve(), settings.resolve(settings.web.pictures).resolve()}
    if database:
        without |= {database.with_name(database.name + end) for end in ("", "-wal", "-shm")}
    notes = [f"not in it, for it lies elsewhere: {one}" for one in outside(settings, base)]
    if database and not database.is_relative_to(base):
        notes.append(f"{name} in it is the database, which lies elsewhere: {database}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _whole(folder / f"tthc-{at:%Y%m%d-%H%M%S}.tar.gz") as (archive, aside):
            copy = aside / "database"
            copy_database(engine, copy)
            with copy.open("rb") as content:
                archive.add(name, content, int(copy.stat().st_mtime))
            for file in files_inside(base, without):
                inner = file.relative_to(base).as_posix()
                if file.is_dir():
                    notes.append(f"not in it: {inner}, which is a link to another folder")
                else:
                    archive.add_changing(file, inner)
            archive.close(int(copy.stat().st_mtime))
    except OSError as error:
        raise BackupError(f"the backup could not be written: {error}") from None
    return Backup(archive.path, archive.path.stat().st_size, len(archive.sums), notes)


def forget(folder: Path, keep: int) -> list[Path]:
    """Delete all backups of a folder but the newest; the deleted ones."""
    old = sorted(folder.glob(_NAMES))[:-keep]
    for path in old:
        path.unlink()
    return old


@dataclass(slots=True)
class _Archive:
    path: Path
    tar: tarfile.TarFile
    sums: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, content: BufferedReader | BufferedRandom, changed: int) -> None:
        """Take in what does not change meanwhile."""
        self.sums[name] = hashlib.file_digest(content, "sha256").hexdigest()
        size = content.tell()
        content.seek(0)
        self._put(name, content, size, changed)

    def add_changing(self, file: Path, name: str) -> None:
        """Take in a file that somebody may be writing or moving away."""
        with TemporaryFile() as copy:
            try:
                with file.open("rb") as source:
                    shutil.copyfileobj(source, copy)
                    changed = int(file.stat().st_mtime)
            except FileNotFoundError:
                return
            copy.seek(0)
            self.add(name, copy, changed)

    def close(self, changed: int) -> None:
        """Add the checksums and how to restore."""
        sums = "".join(f"{digest}  {name}\n" for name, digest in self.sums.items())
        text = files("monitor.backup.data").joinpath("RESTORE.txt").read_bytes()
        for name, content in (("SHA256SUMS", sums.encode()), ("RESTORE.txt", text)):
            self._put(name, BytesIO(content), len(content), changed)

    def _put(self, name: str, content: IO[bytes], size: int, changed: int) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mtime, info.mode = size, changed, _PRIVATE
        self.tar.addfile(info, content)


@contextmanager
def _whole(path: Path) -> Iterator[tuple[_Archive, Path]]:
    """An archive that gets its name when it is complete, and a folder for what it needs."""
    with TemporaryDirectory(dir=path.parent, prefix=".") as aside:
        unfinished = Path(aside) / path.name
        unfinished.touch(_PRIVATE)
        with tarfile.open(unfinished, "w:gz") as tar:
            archive = _Archive(path, tar)
            yield archive, Path(aside)
        with unfinished.open("rb+") as written:
            os.fsync(written.fileno())
        unfinished.replace(path)


def _database_name(engine: Engine, base: Path) -> tuple[str, Path | None]:
    """What the database is called in the archive, and its own file, if it is one."""
    if engine.dialect.name != "sqlite":
        return DUMP, None
    file = Path(str(engine.url.database)).resolve()
    return (file.relative_to(base).as_posix() if file.is_relative_to(base) else file.name), file
