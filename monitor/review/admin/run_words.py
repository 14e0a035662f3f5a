"""What a run says, in Vietnamese: its state, its notes and errors, why a row was not read."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from monitor.intake.reasons import Reason
from monitor.told import term_of
from monitor.vietnamese import day, masked_text, number
from rules import RULES

_FOUND = re.compile(r"found '([^']*)'")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence. is_foreign: nobody has put it into Vietnamese; it is as the run has said it."""

    words: str
    is_foreign: bool = False


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a pull was kept aside. reason: the guard. words: its figures. check: what to look for."""

    reason: str
    title: str
    words: str
    check: str


@cache
def _data() -> Mapping[str, Any]:
    text = files("monitor.review.data").joinpath("runs.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _patterns(kind: str) -> tuple[tuple[re.Pattern[str], Mapping[str, str]], ...]:
    return tuple((re.compile(one["says"], re.DOTALL), one) for one in _data()[kind])


def state_words(state: str) -> tuple[str, str]:
    """How a run ended, and the look of its tag."""
    words, look = _data()["states"][state]
    return words, look


def row_reason(reason: str) -> tuple[Said, str]:
    """Why a row was not read, and what would have been right; "" where nobody has said that."""
    for known in Reason:
        places = known.places_in(reason)
        if places is not None:
            one, values = _data()["reasons"][known.code], _values(places)
            return Said(one["words"].format(**values)), one["expected"].format(**values)
    return Said(reason, is_foreign=True), ""


def notes(said: list[str], *, names: bool) -> Iterator[Said]:
    """What a run notes, but for what it was held for. names: whether values of rows may be read."""
    for one in said:
        if not one.startswith("kept aside: "):
            yield _said("note", one, names=names)


def error_words(error: str, *, names: bool) -> Said:
    """Why a run failed."""
    return _said("error", error, names=names)


def objections(held: list[Mapping[str, Any]]) -> list[Objection]:
    """Why a pull was kept aside, as the ledger keeps it."""
    return [_objection(one) for one in held]


def guard_title(reason: str) -> str:
    """What a guard is called."""
    title: str = _data()["guards"][reason]["title"]
    return title


def _objection(kept: Mapping[str, Any]) -> Objection:
    guard = _data()["guards"][kept["reason"]]
    values = {name: _figure(name, value) for name, value in kept.items()}
    return Objection(
        kept["reason"], guard["title"], guard["words"].format(**values), guard["check"]
    )


def _figure(name: str, value: Any) -> str:
    if name == "columns":
        return ", ".join(term_of(one) for one in value)
    if name == "newest":
        return day(date.fromisoformat(value))
    return number(value) if isinstance(value, int) else str(value)


def _said(kind: str, text: str, *, names: bool) -> Said:
    for pattern, one in _patterns(kind):
        if match := pattern.fullmatch(text):
            return Said(one["words"].format(**_values(match.groupdict())))
    if not names:
        text = _FOUND.sub(lambda found: f"found '{masked_text(found[1])}'", text)
    return Said(text, is_foreign=True)


def _values(places: Mapping[str, str]) -> dict[str, str]:
    return {name: _value(name, text) for name, text in places.items()}


def _value(name: str, text: str) -> str:
    if name == "why":
        return _said("why", text, names=False).words
    if name == "rule":
        return next((rule.title for rule in RULES if rule.code == text), text)
    if name == "guard":
        return guard_title(text)
    if name == "column":
        return term_of(text)
    if name == "day" and "-" in text:
        return day(date.fromisoformat(text))
    return number(int(text)) if text.isdecimal() else text
