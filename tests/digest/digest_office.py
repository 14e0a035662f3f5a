"""An office with something to tell: two divisions, a week and the one before it."""

import shutil
from dataclasses import fields
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from office import Office, finished, row
from prepared import prepared

from monitor.digest.content import Digest
from monitor.digest.make import digest_of
from monitor.digest.message import Issue, issues_of

LAST_WEEK, THIS_WEEK = date(2021, 9, 24), date(2021, 9, 30)  # a Friday, and the Thursday after it
NOW = datetime(2021, 9, 30, 6, 0)
OTHER = "Thanh tra Sở"
SAMPLE = Path(__file__).parents[2] / "examples"


def told(office: Office, day: date = THIS_WEEK, now: datetime = NOW, **more: Any) -> Digest:
    with office.connection() as connection:
        return digest_of(connection, office.settings, day, now, **more)


def two_weeks(office: Office) -> None:
    """Last week one dossier was late; this week there are three, one of another division."""
    prepared(office, ("two weeks", _config(office)), lambda: _two_weeks(office))


def nothing_late(office: Office) -> None:
    prepared(office, ("nothing late", _config(office)), lambda: _nothing_late(office))


def _config(office: Office) -> str:
    config = (office.folder / "config.toml").read_text(encoding="utf-8")
    return config.replace(office.url, "") if office.url else config


def _two_weeks(office: Office) -> None:
    office.export(row("A-1"), row("A-2", due="27/09/2021"), finished("A-4"))
    office.run(LAST_WEEK)
    office.export(
        row("A-1"),
        row("A-2", due="27/09/2021"),
        row("A-3", due="01/10/2021"),
        finished("A-4"),
        row("B-1", unit=OTHER, due="29/09/2021"),
    )
    office.run(THIS_WEEK)


def _nothing_late(office: Office) -> None:
    office.export(row("A-1", due="30/11/2021"), finished("A-4"))
    office.run(THIS_WEEK)


def sample_office(folder: Path) -> Office:
    """The office of the bundled sample, after its run."""
    office = Office(folder, config=(SAMPLE / "config.toml").read_text(encoding="utf-8"))
    prepared(office, "sample", lambda: _sample(office))
    return office


def _sample(office: Office) -> None:
    for name in ("exports", "postings", "procedures"):
        shutil.copytree(SAMPLE / name, office.folder / name)
    office.run(THIS_WEEK)


def every_text(value: Any) -> str:
    """All that a digest says, in one text."""
    if isinstance(value, tuple | list):
        return " ".join(map(every_text, value))
    if hasattr(value, "__dataclass_fields__"):
        return " ".join(every_text(getattr(value, one.name)) for one in fields(value))
    return str(value)


def later(hours: int) -> datetime:
    return NOW + timedelta(hours=hours)


def issue(office: Office, unit: str = "", now: datetime = NOW) -> Issue:
    """The digest of this week in all its forms."""
    with office.connection() as connection:
        return issues_of(connection, office.settings, THIS_WEEK, now, [unit])[unit]
