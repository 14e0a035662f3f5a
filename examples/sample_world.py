"""The invented province of the sample: its procedures, people, places and working days."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

DATA: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("sample_data.toml").read_text(encoding="utf-8")
)
FIRST_DAY: date = DATA["period"]["first"]
LAST_DAY: date = DATA["period"]["last"]
STATUS: dict[int, str] = {int(code): text for code, text in DATA["status"].items()}


@dataclass(frozen=True)
class Procedure:
    """What an applicant may ask for, and how many working days it may take."""

    code: str
    name: str
    field: str
    division: str
    days: int
    online: str
    weight: int
    askers: list[str]


PROCEDURES = [Procedure(**table) for table in DATA["procedures"]]


@dataclass(frozen=True)
class Applicant:
    """Who asks (the owner of the dossier), who hands it in, and where the owner lives."""

    kind: str
    owner: str
    submitter: str
    address: str


def person(rng: Random) -> str:
    """A Vietnamese name; one in twelve is not of the family-middle-given kind."""
    people = DATA["people"]
    if rng.random() < 1 / 12:
        return str(rng.choice(people["full"]))
    return f"{rng.choice(people['family'])} {rng.choice(people[rng.choice(['men', 'women'])])}"


def applicant(rng: Random, asker: str) -> Applicant:
    """A citizen for "person", else a member of that group of bodies."""
    if asker != "person":
        body = DATA["bodies"][asker]
        owner, address = rng.choice(list(body["members"].items()))
        return Applicant(body["kind"], owner, person(rng), address)
    places = DATA["places"]
    owner = person(rng)
    submitter = owner if rng.random() < 0.8 else person(rng)
    if rng.random() < 0.4:
        address = f"{rng.choice(places['houses'])}, {rng.choice(places['towns'])}"
    else:
        address = f"{rng.choice(places['hamlets'])}, {rng.choice(places['communes'])}"
    return Applicant("Công dân", owner, submitter, address)


def is_worked(day: date) -> bool:
    """Whether the office works on this day."""
    return day.weekday() < 5 and day not in DATA["period"]["days_off"]


def add_working_days(day: date, count: int) -> date:
    """The count-th worked day after this one."""
    while count:
        day += timedelta(days=1)
        count -= is_worked(day)
    return day


def worked_days(after: date, until: date) -> list[date]:
    """The worked days d with after < d <= until."""
    span = (until - after).days
    return [
        d for n in range(1, span + 1) if is_worked(d := date.fromordinal(after.toordinal() + n))
    ]
