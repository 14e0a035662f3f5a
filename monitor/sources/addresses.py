"""Addresses of files on other machines: their parts, and how they are shown without secrets."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from monitor.intake.errors import IntakeError

_ADDRESS = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+]+)://(?:(?P<user>[^/]*)@)?(?P<host>\[[^\]/]*\]|[^/:@]+)"
    r"(?::(?P<port>\d+))?(?P<path>/[^?]*)?(?P<query>\?.*)?",
    re.IGNORECASE | re.DOTALL,
)
_SCHEMES = ("sftp", "smb", "s3", "http", "https")
_LONGEST_NAME, _LONGEST_SUFFIX = 200, 10  # bytes and characters; file systems take 255 bytes
_SHOWN = "{scheme}://{user}{host}{port}{path}"


def is_remote(path: str) -> bool:
    """Whether a path of config.toml is the address of another machine."""
    return "://" in path


@dataclass(frozen=True, slots=True)
class Address:
    """scheme://user:password@host:port/path; str() shows neither password nor query.

    path: begins with a slash, as it was written; only its last part may hold a *.
    query: "?" and what follows, of http(s) alone.
    """

    scheme: str
    user: str
    password: str
    host: str
    port: int | None
    path: str
    query: str

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Raises IntakeError for what is no such address."""
        match = _ADDRESS.fullmatch(text)
        scheme = text.partition("://")[0].lower()
        if match is None or scheme not in _SCHEMES:
            known = ", ".join(f"{name}://" for name in _SCHEMES)
            raise IntakeError(f"expected an address that begins with one of {known}; got {scheme}:")
        user, _, password = (match["user"] or "").partition(":")
        path, query = match["path"] or "/", match["query"] or ""
        if not scheme.startswith("http"):
            path, query = path + query, ""
        address = cls(
            scheme=scheme,
            user=unquote(user),
            password=unquote(password),
            host=match["host"],
            port=int(match["port"]) if match["port"] else None,
            path=path,
            query=query,
        )
        if "*" in address.folder:
            raise IntakeError(f"{address}: a * may stand only after the last /")
        return address

    @property
    def server(self) -> tuple[str, str, int | None]:
        """Who gets the credentials; on S3 that is the same for all buckets."""
        return self.scheme, "" if self.scheme == "s3" else self.host.lower(), self.port

    @property
    def folder(self) -> str:
        """The path up to its last part, with the slash."""
        return self.path[: self.path.rindex("/") + 1]

    @property
    def pattern(self) -> re.Pattern[str] | None:
        """What names of files must match; None where the path is that of one file.

        A path that ends with a slash means all files of the folder.
        """
        last = self.path.removeprefix(self.folder)
        if last and "*" not in last:
            return None
        return re.compile(".*".join(map(re.escape, (last or "*").split("*"))), re.DOTALL)

    def child(self, name: str) -> str:
        """The address of a file of the folder, to be shown."""
        return self._shown(self.folder + name)

    def __str__(self) -> str:
        return self._shown(self.path)

    def _shown(self, path: str) -> str:
        user = f"{self.user}@" if self.user else ""
        port = f":{self.port}" if self.port else ""
        return _SHOWN.format(scheme=self.scheme, user=user, host=self.host, port=port, path=path)


def safe_name(name: str) -> str:
    """The last part of a name that another machine gave, as a file name for any system."""
    last = re.sub(r'[<>:"\\|?*\x00-\x1f]', "_", PurePosixPath(name).name).strip(". ")
    stem, dot, suffix = last.rpartition(".")
    if not dot or len(suffix) > _LONGEST_SUFFIX:
        stem, dot, suffix = last, "", ""
    short = stem.encode()[:_LONGEST_NAME].decode("utf-8", "ignore")
    return f"{short}{dot}{suffix}" or "export"
