"""What a digest says, as plain values: of the whole department or of one division."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from rules.par_index import Standing


@dataclass(frozen=True, slots=True)
class Week:
    """A week from Monday to Sunday. end: the last day of it that the figures know.

    stood: the day whose findings are told, of the first run that knows how the week ended.
    """

    monday: date
    end: date
    stood: date

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)

    @property
    def name(self) -> str:
        """E.g. 39/2021, as ISO 8601 counts weeks."""
        year, number, _ = self.monday.isocalendar()
        return f"{number}/{year}"


@dataclass(frozen=True, slots=True)
class Tile:
    """One of the six figures.

    value, before: of this week and the last one; None where it is not known. unit: "" for a number
    of dossiers. at_least: whether more may be true. better: whether it became better; None where it
    did not change or neither way is good. made_of: counted and out of how many, of a share.
    violation: whether it counts breaches of the law.
    """

    title: str
    value: Decimal | int | None
    before: Decimal | int | None
    unit: str
    at_least: bool
    better: bool | None
    made_of: tuple[int, int] | None
    violation: bool
    address: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something that must be done. words: e.g. "ban hành 3 thư xin lỗi"."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Task:
    """What a division, or in its own digest an officer, must do, the worst first."""

    who: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class TrendWeek:
    """A week of the trend. share: finished or open in time, in percent. late: dossiers that were
    late. handled: dossiers of the week.
    """

    start: date
    end: date
    share: Decimal | None
    late: int
    handled: int


@dataclass(frozen=True, slots=True)
class Risk:
    """How a condition of the PAR INDEX stands by the figures of the year so far.

    points: of the whole criterion. missing: so many dossiers more would have to be right.
    """

    criterion: str
    points: Decimal
    indicator: str
    value: Decimal | None
    scored: str
    missing: int | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A division in numbers; None where a rule was not judged or nothing was counted."""

    name: str
    handled: int
    share: Decimal | None
    before: Decimal | None
    late: int | None
    missing: int | None
    soon: int | None
    address: str


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """A procedure with open findings, in numbers."""

    name: str
    late: int | None
    missing: int | None
    soon: int | None
    address: str


@dataclass(frozen=True, slots=True)
class Digest:
    """All that a digest says.

    unit: the division that it is about; None for the whole department. heading: "" where the data
    is fresh and complete, else CHƯA ĐẦY ĐỦ, of old data DỮ LIỆU CŨ too. at: end of the run that
    it tells of.
    late, missing: late open dossiers, and late ones without a letter; None where not known.
    year: first and last day of the figures of `risks`. more_tasks: so many are not among `tasks`.
    addresses: name of a page → its address.
    """

    agency: str
    unit: str | None
    week: Week
    at: datetime | None
    heading: str
    verdict: str
    late: int | None
    missing: int | None
    tiles: tuple[Tile, ...]
    tasks: tuple[Task, ...]
    more_tasks: int
    trend: tuple[TrendWeek, ...]
    risks: tuple[Risk, ...]
    risks_year: int | None
    year: tuple[date, date] | None
    doubts: tuple[str, ...]
    unjudged: tuple[str, ...]
    units: tuple[UnitRow, ...]
    procedures: tuple[ProcedureRow, ...]
    addresses: Mapping[str, str]

    @property
    def whole(self) -> bool:
        """Whether "0 trễ hạn" may be claimed."""
        return not self.heading
