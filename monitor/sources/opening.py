"""Which source config.toml names."""

import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path

from monitor.config import Settings
from monitor.intake.errors import IntakeError
from monitor.intake.lists.reading import read_list
from monitor.intake.sheets import Sheet, read_sheets
from monitor.sources.addresses import is_remote
from monitor.sources.api import ApiSource
from monitor.sources.cache import FOLDER
from monitor.sources.files import FileSource
from monitor.sources.reaching import reach
from monitor.sources.remote import RemoteSource
from monitor.sources.settling import Settling
from monitor.sources.source import Source
from monitor.sources.sql import sql_source

Clock = Callable[[], datetime]


def open_source(settings: Settings, clock: Clock | None = None) -> Source:
    """The source of [source]; nothing is read yet.

    clock: local time at the agency; without it, files that are still being written are not told
    from others.
    """
    if settings.source.type == "sql":
        return sql_source(settings)
    if settings.source.type == "api" and settings.source.api is not None:
        return ApiSource(settings.source.api, settings.resolve, time.sleep)
    return _files(settings, settings.source.path, clock, read_sheets, settings.source.move_to)


def posted_sheets(settings: Settings, clock: Clock | None = None) -> Iterator[Sheet]:
    """The sheets of the public lists that [postings] names; none where there is no such table.

    Raises IntakeError when there is no list, or one can't be read or is still being written.
    """
    if settings.postings is not None:
        yield from _all_sheets(_files(settings, settings.postings.path, clock, read_list))


def procedure_sheets(settings: Settings, clock: Clock | None = None) -> Iterator[Sheet]:
    """The sheets of the catalogue that [procedures] names; none where there is no such table.

    Raises IntakeError when there is no file, or one can't be read or is still being written.
    """
    if settings.procedures is not None:
        yield from _all_sheets(_files(settings, settings.procedures.path, clock, read_sheets))


def _all_sheets(source: Source) -> Iterator[Sheet]:
    """The sheets of all files: half a list would say of the other half that it is not there."""
    for batch in source.batches():
        yield from batch.sheets
    if not source.whole:
        raise IntakeError("\n".join(source.notes))


def _files(
    settings: Settings,
    path: str,
    clock: Clock | None,
    reader: Callable[[Path], list[Sheet]],
    move_to: str = "",
) -> Source:
    settling = _settling(settings, clock)
    if is_remote(path):
        cache = settings.resolve(FOLDER)
        return RemoteSource(path, partial(reach, settings), cache, settling, reader)
    folder = settings.resolve(move_to) if move_to else None
    aside = [settings.resolve(settings.guards.held)]
    return FileSource(settings.resolve(path), settling, folder, reader, aside)


def _settling(settings: Settings, clock: Clock | None) -> Settling | None:
    if clock is None:
        return None
    zone = settings.zone_on(date.max)
    return Settling(lambda: clock().replace(tzinfo=zone).timestamp(), settings.source.settle_s)
