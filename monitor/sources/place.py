"""What every other machine is: files that can be listed and fetched, and two kinds of failure."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from monitor.intake.errors import IntakeError
from monitor.sources.settling import Look


class UnreachableError(Exception):
    """The connection failed, or the other machine is busy: worth another try."""


class ChangedError(Exception):
    """The file changed while it was fetched."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file of another machine.

    name: what the machine calls it. shown: its address without secrets. look: its version, as far
    as a listing tells it. size: in bytes; None where a listing does not tell.
    """

    name: str
    shown: str
    look: Look
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that was fetched: what to call it, and which version it is."""

    name: str
    version: str


class Place(Protocol):
    """The files that an address means; each call but close may raise UnreachableError."""

    def listed(self) -> list[Found]:
        """The files that are there now; IntakeError where login or listing is refused."""

    def fetch(self, found: Found, held: str, target: Path) -> Fetched | None:
        """Write a file to `target`; None where it still is of the version held.

        held: "" where none is. Raises ChangedError, and IntakeError where there is no such file.
        """

    def close(self) -> None:
        """Hang up; the next call connects anew."""


@dataclass(frozen=True, slots=True)
class Access:
    """Who asks, and how long one waits; empty where config.toml says nothing."""

    username: str = ""
    password: str = ""
    key_file: str = ""
    known_hosts: str = ""
    token: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    endpoint_url: str = ""
    region: str = ""
    timeout: float = 30


def refused(address: object, what: str, error: object = "") -> IntakeError:
    """An error that no second try would mend; to be raised."""
    return IntakeError(f"{address}: {what}" + (f": {error}" if str(error) else ""))
