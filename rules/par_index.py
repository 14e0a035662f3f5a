"""The PAR INDEX: which of its criteria our indicators bear on, and whether points are at stake."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files
from math import ceil
from typing import Any

from rules.indicators import Figure
from rules.indicators.indicator import PERCENT
from rules.law import Certainty


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion of a year's set. points: the most it brings."""

    number: int
    title: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """The criteria from that year on, until a newer set is known."""

    year: int
    certainty: Certainty
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """What an indicator must reach lest a criterion lose points.

    least: in percent; None where no threshold is known. scored: in Vietnamese, how points are
    given.
    """

    criterion: int
    indicator: str
    least: int | None
    scored: str
    certainty: Certainty


class Standing(StrEnum):
    """Whether a condition is met, as far as the figure tells."""

    MET = "met"  # whatever becomes of the unknown dossiers
    AT_RISK = "at-risk"  # whatever becomes of them
    OPEN = "open"  # that depends on them, or the figure is not to be relied on
    UNKNOWN = "unknown"  # no figure, or no threshold


def criteria_of(year: int) -> CriteriaSet | None:
    """The newest set whose year has come; None before the first."""
    return next((one for one in reversed(_sets()) if one.year <= year), None)


def standing(condition: Condition, figure: Figure | None, *, whole: bool) -> Standing:
    """How a condition stands by the figure of the year so far.

    whole: whether the data is fresh and complete; what is not can be at risk, but never met.
    """
    low, high = (figure.at_least, figure.at_most) if figure else (None, None)
    if condition.least is None or low is None or high is None:
        return Standing.UNKNOWN
    if high < condition.least:
        return Standing.AT_RISK
    return Standing.MET if low >= condition.least and whole else Standing.OPEN


def short_of(condition: Condition, figure: Figure) -> int | None:
    """How many dossiers more would have to be right; None where no threshold is known."""
    if condition.least is None:
        return None
    wanted = ceil(condition.least * figure.tally.denominator / PERCENT)
    return max(wanted - figure.tally.numerator, 0)


@cache
def conditions() -> tuple[Condition, ...]:
    """The conditions of rules/data/par_index.toml, by criterion."""
    return tuple(
        Condition(
            one["criterion"],
            one["indicator"],
            one.get("least"),
            one["scored"],
            Certainty(one["certainty"]),
        )
        for one in _data()["condition"]
    )


@cache
def _sets() -> tuple[CriteriaSet, ...]:
    return tuple(_read_sets(_data()))


def _read_sets(data: Mapping[str, Any]) -> Iterator[CriteriaSet]:
    for entry in sorted(data["criteria"], key=lambda one: int(one["year"])):
        criteria = tuple(
            Criterion(one["number"], one["title"], Decimal(one["points"])) for one in entry["list"]
        )
        yield CriteriaSet(entry["year"], Certainty(entry["certainty"]), criteria)


@cache
def _data() -> Mapping[str, Any]:
    text = files("rules.data").joinpath("par_index.toml").read_text(encoding="utf-8")
    return tomllib.loads(text, parse_float=Decimal)
