"""The wordings of the digest, from data/words.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class TileWords:
    """A figure at the top: of a rule or of an indicator, the other is "".

    better: "up" or "down" is good; "" where neither is.
    """

    title: str
    rule: str
    indicator: str
    better: str


@cache
def tiles() -> tuple[TileWords, ...]:
    """The figures among which the six are, in their order."""
    names = ("title", "rule", "indicator", "better")
    return tuple(TileWords(*(one.get(name, "") for name in names)) for one in _data()["tile"])


@cache
def actions() -> Mapping[str, str]:
    """Rule → what must be done about its dossiers, the worst first."""
    return {one["rule"]: one["words"] for one in _data()["action"]}


def say(part: str, name: str, **values: object) -> str:
    """A sentence of a part, with these values in it."""
    text: str = _data()[part][name]
    return text.format(**values)


def nobody(kind: str) -> str:
    """What stands for a division or officer that the dossiers do not say. kind: unit, officer."""
    text: str = _data()[f"no_{kind}"]
    return text


@cache
def _data() -> Mapping[str, Any]:
    text = files("monitor.digest.data").joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
