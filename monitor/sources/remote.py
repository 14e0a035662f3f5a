"""Exports on another machine: listed, fetched once a version, read from the cache."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential

from monitor.intake.errors import IntakeError
from monitor.intake.formats.limits import FILE_BYTES, MB
from monitor.intake.sheets import Batch, Sheet, read_sheets
from monitor.sources.addresses import Address
from monitor.sources.cache import Cache
from monitor.sources.files import is_hidden, why_no_export
from monitor.sources.moving import copied
from monitor.sources.place import ChangedError, Found, Place, UnreachableError
from monitor.sources.settling import STILL_WRITTEN, Settling

_TRIES = 3
_WAIT = wait_exponential(multiplier=1, max=10)

Result = TypeVar("Result")


class RemoteSource:
    """The files that an address means, all of them one pull; they stay where they are.

    path: the address as config.toml has it. reach: how the machine of an address is reached.
    cache: a folder. settling: how files that are still being written are told; None takes them as
    they are. reader: what a file holds. sleep: waits between two tries.
    """

    def __init__(
        self,
        path: str,
        reach: Callable[[Address], Place],
        cache: Path,
        settling: Settling | None = None,
        reader: Callable[[Path], list[Sheet]] = read_sheets,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._path = path
        self._reach = reach
        self._cache = cache
        self._settling = settling
        self._reader = reader
        self._sleep = sleep
        self._notes: list[str] = []
        self._read: list[Path] = []

    @property
    def notes(self) -> tuple[str, ...]:
        """Which files were passed over, and why."""
        return tuple(self._notes)

    @property
    def whole(self) -> bool:
        """Whether no file was passed over because it is still being written."""
        return not any(note.endswith(STILL_WRITTEN) for note in self._notes)

    def batches(self) -> Iterator[Batch]:
        """One batch a file, in order of their names.

        Raises IntakeError where there is no file, or none is left to read, where the other machine
        can't be reached or refuses, and for a file that can't be read.
        """
        address = Address.parse(self._path)
        cache = Cache.of(self._cache, f"{address}{address.query}")
        visit = _Visit(address, self._reach(address), self._sleep, self._notes)
        try:
            files = [(found, visit.file(found, cache)) for found in visit.found(self._settling)]
        finally:
            visit.place.close()
        read = [(found, file) for found, file in files if file is not None]
        if not read:
            raise IntakeError("\n".join([f"{address}: nothing is left to read", *self._notes]))
        cache.forget_all_but(found.name for found, _ in read)
        for found, file in read:
            yield Batch(found.shown, self._sheets(found, file))
            self._read.append(file)

    def copy_to(self, folder: Path) -> bool:
        """Copy the files that were read, out of the cache."""
        for file in self._read:
            copied(file, folder)
        return True

    def acknowledge(self) -> None:
        """Leave the files where they are."""

    def _sheets(self, found: Found, file: Path) -> list[Sheet]:
        try:
            return self._reader(file)
        except IntakeError as error:
            # The officer knows the address; the cache is nobody's business.
            raise IntakeError(str(error).replace(str(file), found.shown)) from None


@dataclass(frozen=True, slots=True)
class _Visit:
    """One call at another machine; what is passed over is added to `notes`."""

    address: Address
    place: Place
    sleep: Callable[[float], None]
    notes: list[str]

    def found(self, settling: Settling | None) -> list[Found]:
        """The exports, in order of their names, when new ones have had time to change."""
        found = sorted(self._exports(), key=lambda one: one.shown)
        if settling is not None:
            settling.wait(one.look for one in found)
        return found

    def _exports(self) -> Iterator[Found]:
        listed = self._tried(self.place.listed)
        if not listed:
            raise IntakeError(f"{self.address}: no file matches")
        for one in listed:
            name = one.shown.rpartition("/")[2]
            if why := why_no_export(name):
                self._pass_over(one, why)
            elif not is_hidden(name):
                yield one

    def file(self, found: Found, cache: Cache) -> Path | None:
        """The file as it is now on the other machine; None if it is just being written."""
        if found.size is not None and found.size > FILE_BYTES:
            raise IntakeError(
                f"{found.shown}: has {found.size // MB} MB, more than the {FILE_BYTES // MB} MB "
                "that are read; it was not fetched"
            )
        kept, version = cache.held(found.name) or (None, "")
        with cache.workplace() as folder:
            target = Path(folder) / "part"
            try:
                fetched = self._tried(lambda: self.place.fetch(found, version, target))
            except ChangedError:
                self._pass_over(found, STILL_WRITTEN)
                return None
            return kept if fetched is None else cache.keep(found.name, fetched, target)

    def _tried(self, act: Callable[[], Result]) -> Result:
        """What an act gives, at the third try at the latest."""
        tries = Retrying(
            stop=stop_after_attempt(_TRIES),
            wait=_WAIT,
            retry=retry_if_exception_type(UnreachableError),
            before_sleep=lambda _: self.place.close(),
            sleep=self.sleep,
            reraise=True,
        )
        try:
            return tries(act)
        except UnreachableError as error:
            raise IntakeError(
                f"{self.address}: can't be reached, tried {_TRIES} times: {error}"
            ) from None

    def _pass_over(self, found: Found, why: str) -> None:
        self.notes.append(f"{found.shown} {why}")
