"""Numbers that acts prescribe, dated: a dossier keeps the number of the day it was received."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from rules.law import Basis, cite


@dataclass(frozen=True, slots=True)
class Value:
    """A number, the first and the last day on which it holds, and the act that says so."""

    number: int
    start: date
    end: date | None
    basis: Basis

    def holds(self, on: date) -> bool:
        """Whether it is the number of that day."""
        return self.start <= on and (self.end is None or on <= self.end)


@dataclass(frozen=True, slots=True)
class LegalValue:
    """A number of the law with its history; the default of a rule's setting.

    meaning: what it counts. history: its values, the oldest first; between and before them the
    law says nothing, and a rule that needs the number does not hit.
    """

    name: str
    meaning: str
    history: tuple[Value, ...]

    def on(self, day: date) -> int | None:
        """The number of that day; None where the law says nothing."""
        return next((value.number for value in self.history if value.holds(day)), None)

    def __str__(self) -> str:
        return f"{self.history[-1].number} (by law)"


class UnknownValueError(LookupError):
    """A rule names a number that the table of values does not have."""


def legal_value(name: str) -> LegalValue:
    """The number with that name.

    Raises UnknownValueError for a name that is not in rules/data/values.toml.
    """
    values = shipped_values()
    if name not in values:
        known = ", ".join(values)
        raise UnknownValueError(f"{name!r} is not in rules/data/values.toml, which has: {known}")
    return values[name]


@cache
def shipped_values() -> Mapping[str, LegalValue]:
    """The numbers of rules/data/values.toml by their name."""
    text = files("rules.data").joinpath("values.toml").read_text(encoding="utf-8")
    return {
        name: LegalValue(name, table["meaning"], tuple(_values(table)))
        for name, table in tomllib.loads(text).items()
    }


def _values(table: Mapping[str, Any]) -> Iterator[Value]:
    for entry in table["history"]:
        basis = cite(entry["act"], entry.get("place", ""), table["meaning"])
        yield Value(entry["value"], entry["from"], entry.get("to"), basis)
