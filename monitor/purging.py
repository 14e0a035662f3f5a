"""What [retention] says: personal data is kept so long and no longer."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine

from monitor.config import Settings
from monitor.store import purge
from monitor.store.audit import Entry, append, deciding

_DAY = timedelta(days=1)
_YEAR = 365.25 * _DAY


@dataclass(frozen=True, slots=True)
class Purged:
    """One kind of data. before: older than this day. count: so many were, or would be, deleted."""

    what: str
    before: date
    count: int


def purged(
    engine: Engine, settings: Settings, now: datetime, by: str, *, dry: bool = False
) -> list[Purged]:
    """Delete what is older than [retention] has it; what that was. now: local time of the agency.

    What is in the database goes in one transaction, with a row in the audit log. dry: only count.
    """
    today = now.date()
    with deciding(engine) as connection:
        found = [*_in_database(connection, settings, today, dry=dry)]
        found += _in_folders(settings, today, dry=dry)
        counts = {one.what: one.count for one in found if one.count}
        if counts and not dry:
            append(connection, Entry(now, by, "purge", "retention", str(today), counts))
    return found


def _in_database(
    connection: Connection, settings: Settings, today: date, *, dry: bool
) -> Iterator[Purged]:
    keep = settings.retention
    if keep.vanished_years:
        before = today - keep.vanished_years * _YEAR
        codes = purge.named_dossiers(connection, before)
        if not dry:
            purge.forget_names(connection, codes)
        yield Purged("names of vanished dossiers", before, len(codes))
    if keep.rejected_days:
        before = today - keep.rejected_days * _DAY
        count = purge.rejected_rows(connection, before, forget=not dry)
        yield Purged("rejected rows", before, count)
    if keep.mail_days:
        before = today - keep.mail_days * _DAY
        count = purge.done_mails(connection, before, forget=not dry)
        yield Purged("messages that are done", before, count)


def _in_folders(settings: Settings, today: date, *, dry: bool) -> Iterator[Purged]:
    keep = settings.retention
    places = (
        ("copies of held pulls", settings.guards.held, "[0-9]*", keep.held_days),
        ("pictures of letters", settings.web.pictures, "*.*", keep.pictures_days),
    )
    for what, folder, names, days in places:
        if days:
            before = today - days * _DAY
            old = [one for one in settings.resolve(folder).glob(names) if _day(one) < before]
            for one in () if dry else old:
                _remove(one)
            yield Purged(what, before, len(old))


def _day(place: Path) -> date:
    return date.fromtimestamp(place.stat().st_mtime)  # noqa: DTZ012 - a day more or less


def _remove(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place, ignore_errors=True)
    else:
        place.unlink(missing_ok=True)
