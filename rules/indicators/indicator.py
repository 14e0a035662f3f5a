"""What an indicator is: what counts for it, what is unknown, and how a figure comes of it."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

import narwhals as nw

from rules.law import Act, Basis
from rules.rule import Needs

PERCENT = 100


class Shown(StrEnum):
    """The unit of a figure, as it is printed after it."""

    PERCENT = "%"
    POINTS = "điểm"
    DAYS = "ngày làm việc"


@dataclass(frozen=True, slots=True)
class Counts:
    """What one dossier of the period adds, as expressions; null adds nothing.

    counted: boolean, belongs to the denominator. achieved: boolean or a number, what it adds to
    the numerator if it is counted. unknown: boolean, can't be told. beside: boolean, a further
    count that is shown apart. excused: boolean, left out of the figure by a decision of the office,
    and shown apart. middle: a number of which the median is taken.
    """

    counted: nw.Expr
    achieved: nw.Expr
    unknown: nw.Expr
    beside: nw.Expr | None = None
    excused: nw.Expr | None = None
    middle: nw.Expr | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """The sums of `Counts` over a group of dossiers."""

    numerator: int
    denominator: int
    unknown: int
    beside: int | None = None
    excused: int | None = None
    middle: float | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """In Vietnamese, what is counted above, below, as unknown, beside, and as excused."""

    numerator: str
    denominator: str
    unknown: str
    beside: str = ""
    excused: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of the catalogue.

    code: stable key, e.g. "on-time-share". title: Vietnamese. basis: where the law says so.
    unknown_within: whether the unknown stand in the denominator, so that they count against the
    office; else they stand apart. best: the most that one dossier adds to the numerator; None
    where a figure has no bounds. full_score: points for a share of 100 %, if the act gives them.
    only_while: the act outside of whose days a dossier is not counted.
    counts: `Facts` and the indicator's settings as keywords → `Counts`.
    value: `Tally` with a denominator → the figure, in the unit `shown`, before rounding.
    """

    code: str
    title: str
    words: Words
    basis: tuple[Basis, ...]
    needs: frozenset[Needs]
    shown: Shown
    decimals: int
    value: Callable[[Tally], Fraction]
    unknown_within: bool
    best: int | None
    full_score: int | None
    only_while: Act | None
    counts: Callable[..., Counts]
    settings: Mapping[str, Any]


def share(tally: Tally) -> Fraction:
    """Numerator per denominator, in percent."""
    return Fraction(PERCENT * tally.numerator, tally.denominator)


def average(tally: Tally) -> Fraction:
    """Numerator per denominator."""
    return Fraction(tally.numerator, tally.denominator)


def median(tally: Tally) -> Fraction:
    """The middle value."""
    return Fraction(tally.middle or 0)


def indicator(
    *,
    code: str,
    title: str,
    words: Words,
    basis: Sequence[Basis],
    needs: Sequence[Needs] = (),
    shown: Shown = Shown.PERCENT,
    decimals: int = 2,
    value: Callable[[Tally], Fraction] = share,
    unknown_within: bool,
    best: int | None = 1,
    full_score: int | None = None,
    only_while: Act | None = None,
) -> Callable[[Callable[..., Counts]], Indicator]:
    """Make an indicator of a function `(f: Facts, *, setting: type = default) -> Counts`."""

    def make(counts: Callable[..., Counts]) -> Indicator:
        parameters = list(inspect.signature(counts).parameters.values())[1:]
        return Indicator(
            code=code,
            title=title,
            words=words,
            basis=tuple(basis),
            needs=frozenset(needs),
            shown=shown,
            decimals=decimals,
            value=value,
            unknown_within=unknown_within,
            best=best,
            full_score=full_score,
            only_while=only_while,
            counts=counts,
            settings={parameter.name: parameter.default for parameter in parameters},
        )

    return make
