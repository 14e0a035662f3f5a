"""Acts and where in them a rule has its basis, with the dates between which they hold."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Certainty(StrEnum):
    """How sure we are of what an act says."""

    OFFICIAL = "official"  # read in the official text
    SECONDARY = "secondary"  # read in a document that repeats it
    UNSEEN = "unseen"  # known of, not read


@dataclass(frozen=True, slots=True)
class Act:
    """A legal instrument and the days from which and to which it is in force (both included)."""

    number: str
    title: str
    start: date
    end: date | None
    certainty: Certainty

    def in_force(self, on: date) -> bool:
        """Whether the act was in force on that day."""
        return self.start <= on and (self.end is None or on <= self.end)


@dataclass(frozen=True, slots=True)
class Basis:
    """A place in an act that a rule rests on.

    place: article and clause, only where read in the official text; empty otherwise.
    """

    act: Act
    place: str
    says: str

    def __str__(self) -> str:
        return f"{self.place} {self.act.title}".strip()


class UnknownActError(LookupError):
    """A rule names an act that the table of acts does not have."""


def cite(number: str, place: str, says: str) -> Basis:
    """The basis at `place` (article and clause, or "") of the act with that number.

    Raises UnknownActError for an act that is not in rules/data/acts.toml, and ValueError for a
    place in an act whose official text has not been read.
    """
    acts = shipped_acts()
    if number not in acts:
        known = ", ".join(acts)
        raise UnknownActError(f"act {number!r} is not in rules/data/acts.toml, which has: {known}")
    act = acts[number]
    if place and act.certainty is not Certainty.OFFICIAL:
        raise ValueError(f"{number} has not been read: cite the act without {place!r}")
    return Basis(act, place, says)


@cache
def shipped_acts() -> Mapping[str, Act]:
    """The acts of rules/data/acts.toml by their number."""
    text = files("rules.data").joinpath("acts.toml").read_text(encoding="utf-8")
    return {
        entry["number"]: Act(
            number=entry["number"],
            title=entry["title"],
            start=entry["from"],
            end=entry.get("to"),
            certainty=Certainty(entry["certainty"]),
        )
        for entry in tomllib.loads(text)["act"]
    }
