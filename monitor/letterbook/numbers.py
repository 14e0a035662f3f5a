"""Numbers of issued letters: read, proposed, unique within a year and series, gaps reported."""

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from letters import Form
from monitor.config import Settings
from monitor.letterbook.refusals import StepError
from monitor.store.models import Letter

MOST = 99_999
_SLIP = "PXL"
_LONGEST_SERIES = 40
_NUMBER = re.compile(r"(\d{1,9})(?:\s*/\s*(\S+))?")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the register of a series: 5 of PXL is written 05/PXL (Nghị định 30/2020)."""

    number: int
    series: str

    def __str__(self) -> str:
        return f"{self.number:02}/{self.series}"


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers of a series and year that no letter has, from `first` to `last`."""

    series: str
    year: int
    first: int
    last: int


def series_of(form: str | None, settings: Settings, day: date) -> str:
    """The symbol that numbers of this form take; "" where config.toml does not say it."""
    if settings.letters.series != "auto":
        return settings.letters.series
    return settings.agency_on(day).abbreviation if form == Form.CONG_VAN else _SLIP


def read_number(text: str, series: str) -> Number:
    """A number as a person writes it, "12" or "12/PXL"; `series` where it has none.

    Raises StepError.
    """
    match = _NUMBER.fullmatch(text.strip())
    if match is None or len(match[2] or "") > _LONGEST_SERIES:
        raise StepError("number-unreadable", found=text)
    number, symbol = int(match[1]), match[2] or series
    if not 1 <= number <= MOST:
        raise StepError("number-zero", most=MOST)
    if not symbol:
        raise StepError("no-series")
    return Number(number, symbol)


def next_number(connection: Connection, series: str, year: int) -> int:
    """The number after the highest one of that series and year."""
    highest = connection.scalar(
        select(func.max(Letter.number)).where(Letter.series == series, Letter.year == year)
    )
    return (highest or 0) + 1


def holder(connection: Connection, number: Number, year: int) -> tuple[int, str] | None:
    """Id and dossier of the letter with that number; one that was withdrawn keeps it, too."""
    row = connection.execute(
        select(Letter.id, Letter.dossier).where(
            Letter.series == number.series, Letter.year == year, Letter.number == number.number
        )
    ).first()
    return None if row is None else (row.id, row.dossier)


def gaps(connection: Connection, year: int | None = None) -> list[Gap]:
    """The numbers between 1 and the highest one that no letter has, by series and year."""
    query = select(Letter.series, Letter.year, Letter.number).where(Letter.number.is_not(None))
    if year is not None:
        query = query.where(Letter.year == year)
    found: list[Gap] = []
    of: tuple[str, int] | None = None
    last = 0
    for series, in_year, number in connection.execute(
        query.order_by(Letter.series, Letter.year, Letter.number)
    ):
        assert series is not None and in_year is not None and number is not None  # noqa: S101, PT018
        if of != (series, in_year):
            of, last = (series, in_year), 0
        if number > last + 1:
            found.append(Gap(series, in_year, last + 1, number - 1))
        last = number
    return found
