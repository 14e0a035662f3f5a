"""How the vocabulary of the rules is written: facts are columns, days are compared and counted."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Self, overload

import narwhals as nw


class Kind(Enum):
    """What a column holds; the same on every engine."""

    TEXT = "text"
    INTEGER = "integer"
    MOMENT = "moment"  # local time of the agency, without offset; a bare date is its midnight
    DATE = "date"
    DAY = "day"  # a whole number, days since 1970-01-01: what joins and comparisons work with


class Origin(Enum):
    """Who fills a column."""

    EXPORT = "export"
    CATALOGUE = "catalogue of procedures"
    HISTORY = "history"
    POSTINGS = "postings"
    LETTERS = "letters"
    DERIVED = "derived"


class Fact:
    """A column of the facts frame: read on a `Facts` object it is a narwhals expression."""

    name: str

    def __init__(self, kind: Kind, term: str, meaning: str, origin: Origin = Origin.EXPORT) -> None:
        self.kind = kind
        self.term = term
        self.meaning = meaning
        self.origin = origin

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> nw.Expr: ...
    def __get__(self, instance: object | None, owner: type) -> Self | nw.Expr:
        return self if instance is None else nw.col(self.name)


class Flag:
    """A yes or no about a dossier: read on a `Facts` object it is a column of the facts frame.

    definition: `Facts` → what stands in that column, which is filled once however many rules ask.
    """

    name: str

    def __init__(self, definition: Callable[[Any], nw.Expr]) -> None:
        self.definition = definition
        self.__doc__ = definition.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> nw.Expr: ...
    def __get__(self, instance: object | None, owner: type) -> Self | nw.Expr:
        return self if instance is None else nw.col(self.name)


@dataclass(frozen=True, slots=True, eq=False)
class Day:
    """A day of a dossier, to be compared with another and counted from.

    day: days since 1970-01-01. workdays: the number of worked days up to and including it.
    clock: its time in milliseconds where the office judges by the clock; two days that both have
    one are compared by it.
    """

    day: nw.Expr
    workdays: nw.Expr
    clock: nw.Expr | None = None

    def __lt__(self, other: "Day") -> nw.Expr:
        return self._beside(other) < other._beside(self)

    def __gt__(self, other: "Day") -> nw.Expr:
        return self._beside(other) > other._beside(self)

    def __le__(self, other: "Day") -> nw.Expr:
        return self._beside(other) <= other._beside(self)

    def __ge__(self, other: "Day") -> nw.Expr:
        return self._beside(other) >= other._beside(self)

    def differs(self, other: "Day") -> nw.Expr:
        """Whether they are two days; null where one is not known."""
        return self.day != other.day

    def is_known(self) -> nw.Expr:
        """Whether there is such a day."""
        return ~self.day.is_null()

    def _beside(self, other: "Day") -> nw.Expr:
        if self.clock is None or other.clock is None:
            return self.day
        return self.clock


class DayOf:
    """The day of a fact: read on a `Facts` object it is a `Day`.

    fact: a moment, a date or a day; None for a day that has columns but is no fact of its own.
    by_clock: whether an office that judges by the clock compares its time of day too.
    """

    name: str

    def __init__(self, fact: Fact | None, *, by_clock: bool = False) -> None:
        self.fact = fact
        self.by_clock = by_clock

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: Any, owner: type) -> Day:
        return Day(
            day=nw.col(self.column),
            workdays=nw.col(f"{self.name}_workdays"),
            clock=nw.col(f"{self.name}_clock")
            if self.by_clock and instance.judged_by_clock
            else None,
        )

    @property
    def column(self) -> str:
        """The column of the facts frame that holds the day."""
        return self.fact.name if self.fact and self.is_ready else f"{self.name}_day"

    @property
    def is_ready(self) -> bool:
        """Whether the fact is a whole number of days already."""
        return self.fact is not None and self.fact.kind is Kind.DAY


def working_days_between(start: Day, end: Day) -> nw.Expr:
    """Number of worked days d with start < d ≤ end: the day of the event is not counted.

    Source: Bộ luật Dân sự 2015, Điều 147 khoản 2.
    """
    return end.workdays - start.workdays
