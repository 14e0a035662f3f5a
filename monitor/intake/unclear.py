"""Headings that do not say by themselves which column they are, and how the office is asked."""

import json
import tomllib
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from monitor.intake.cells import fold
from monitor.intake.columns import CANONICAL


@dataclass(frozen=True, slots=True)
class Different:
    """What a heading says (in words), and the canonical column that it is not."""

    column: str
    says: str


@cache
def _shipped() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, Different]]:
    text = files("monitor.intake.data").joinpath("unclear.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    could_be = {fold(heading): tuple(names) for heading, names in table["could_be"].items()}
    different = {
        fold(heading): Different(entry["not"], entry["is"])
        for heading, entry in table["different"].items()
    }
    return could_be, different


def could_be(heading: str) -> tuple[str, ...]:
    """The canonical columns that a heading could be; none for a heading that is clear."""
    return _shipped()[0].get(fold(heading), ())


def different(heading: str) -> Different | None:
    """What a heading says that only sounds like a canonical column."""
    return _shipped()[1].get(fold(heading))


def termed(name: str) -> str:
    """A canonical name with the word that officers use for it."""
    return f"{name} ({CANONICAL[name].term})"


def any_of(names: Iterable[str]) -> str:
    """Canonical names as a choice."""
    return " or ".join(map(termed, names))


def config_lines(choices: Iterable[tuple[str, str]]) -> str:
    """Lines for [source.columns], one a choice of canonical name and heading."""
    lines = (f"\n  {name} = {json.dumps(text, ensure_ascii=False)}" for name, text in choices)
    return f"say which in config.toml, [source.columns]; one of these lines:{''.join(lines)}"


def unclear_for(texts: Mapping[int, str], wanted: Container[str]) -> dict[int, tuple[str, ...]]:
    """Column → what its heading could be, where a wanted column is among that."""
    return {
        index: names
        for index, text in texts.items()
        if (names := could_be(text)) and any(name in wanted for name in names)
    }
