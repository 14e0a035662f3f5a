"""Files of a share on another machine, through fsspec: what sftp, smb and s3 have in common."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from errno import EACCES, ENOENT, EPERM
from pathlib import Path
from typing import Any

from fsspec import AbstractFileSystem  # type: ignore[import-untyped]

from monitor.intake.errors import IntakeError
from monitor.sources.addresses import Address
from monitor.sources.place import (
    ChangedError,
    Fetched,
    Found,
    UnreachableError,
    refused,
)
from monitor.sources.settling import Look

_LOGIN = "login is refused; check username, password_file and key_file of [source.remote]"


@dataclass(frozen=True, slots=True)
class Dialect:
    """What one kind of share has of its own.

    connect: gives a file system that keeps no listings. refusals: its errors that say that the
    login is wrong. faults: its errors, besides OSError, that another try may mend.
    """

    connect: Callable[[], AbstractFileSystem]
    disconnect: Callable[[AbstractFileSystem], None]
    root: str
    refusals: tuple[type[Exception], ...]
    faults: tuple[type[Exception], ...]


class Share:
    """The files that an address means on a share."""

    def __init__(self, address: Address, dialect: Dialect) -> None:
        self._address = address
        self._dialect = dialect
        self._open: AbstractFileSystem | None = None

    def listed(self) -> list[Found]:
        """The files that match, with their versions."""
        with self._files() as files:
            pattern = self._address.pattern
            if pattern is None:
                infos = [files.info(self._dialect.root + self._address.path)]
            else:
                infos = files.ls(self._dialect.root + self._address.folder, detail=True)
        return [
            self._found(info)
            for info in infos
            if info["type"] != "directory"
            and (pattern is None or pattern.fullmatch(_last(info["name"])))
        ]

    def fetch(self, found: Found, held: str, target: Path) -> Fetched | None:
        """Write a file, unless the version held is that of the listing."""
        if held == found.look.version:
            return None
        with self._files() as files:
            files.get_file(found.name, str(target))
            if self._found(files.info(found.name)).look != found.look:
                raise ChangedError
        return Fetched(_last(found.name), found.look.version)

    def close(self) -> None:
        """Hang up."""
        if self._open is not None:
            self._dialect.disconnect(self._open)
            self._open = None

    @contextmanager
    def _files(self) -> Iterator[AbstractFileSystem]:
        own = self._dialect
        faults: tuple[type[Exception], ...] = (*own.faults, OSError, EOFError)
        try:
            if self._open is None:
                self._open = own.connect()
            yield self._open
        except (IntakeError, ChangedError):
            raise
        except own.refusals as error:
            raise refused(self._address, _LOGIN, error) from None
        except faults as error:
            # Errors of Windows shares are no FileNotFoundError, those of S3 have no number.
            number = error.errno if isinstance(error, OSError) else None
            if isinstance(error, FileNotFoundError) or number == ENOENT:
                raise refused(self._address, "there is no such file or folder") from None
            if isinstance(error, PermissionError) or number in (EACCES, EPERM):
                raise refused(self._address, "access is denied", error) from None
            raise UnreachableError(str(error) or type(error).__name__) from None

    def _found(self, info: Mapping[str, Any]) -> Found:
        name = info["name"]
        when = info.get("LastModified", info.get("mtime"))
        seconds = when.timestamp() if isinstance(when, datetime) else when
        version = info.get("ETag") or f"{info['size']} {seconds}"
        return Found(name, self._address.child(_last(name)), Look(version, seconds), info["size"])


def _last(name: str) -> str:
    return name.rpartition("/")[2]
