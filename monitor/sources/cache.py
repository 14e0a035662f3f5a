"""What was fetched from another machine, kept beside the config file until it changes there."""

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from monitor import atomic
from monitor.sources.addresses import safe_name
from monitor.sources.place import Fetched

FOLDER = ".tthc-cache"
_VERSION = ".version.json"  # no name that a server may give a file begins so


@dataclass(frozen=True, slots=True)
class Cache:
    """The files of one address, each in a folder of its own: the file and its version."""

    folder: Path

    @classmethod
    def of(cls, base: Path, address: str) -> "Cache":
        """The cache of an address; `base` is made, for its owner alone and unseen by git."""
        base.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (base / ".gitignore").exists():
            atomic.write_bytes(base / ".gitignore", b"*\n")
        return cls(base / _digest(address))

    def held(self, name: str) -> tuple[Path, str] | None:
        """The file that is kept for a remote name, whole, and its version."""
        folder = self.folder / _digest(name)
        try:
            kept = json.loads((folder / _VERSION).read_text(encoding="utf-8"))
            file = folder / kept["name"]
            return (file, kept["version"]) if file.stat().st_size == kept["size"] else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def workplace(self) -> TemporaryDirectory[str]:
        """A folder for a file that is not whole yet."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return TemporaryDirectory(dir=self.folder, prefix=".")

    def keep(self, name: str, fetched: Fetched, written: Path) -> Path:
        """Put a whole file in place of what is kept for a remote name."""
        folder = self.folder / _digest(name)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        file = written.replace(folder / safe_name(fetched.name))
        kept = {"name": file.name, "version": fetched.version, "size": file.stat().st_size}
        atomic.write_bytes(folder / _VERSION, json.dumps(kept).encode())
        return file

    def forget_all_but(self, names: Iterable[str]) -> None:
        """Drop what is no longer there on the other machine."""
        current = {_digest(name) for name in names}
        for folder in self.folder.glob("*"):
            if folder.name not in current:
                shutil.rmtree(folder, ignore_errors=True)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]
