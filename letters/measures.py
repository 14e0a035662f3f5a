"""The measures of Nghị định 30/2020/NĐ-CP, and how a departure from them is put."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from letters.problems import Fault, Place, Problem, Severity


@cache
def layout_rules() -> dict[str, Any]:
    """The table ``letters/data/layout.toml``."""
    text = (files("letters") / "data" / "layout.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def departure(place: Place, found: str, expected: str) -> Problem:
    """A warning that names the act."""
    advice = f"{layout_rules()['act']}: {expected}"
    return Problem(place, Fault(found, expected, advice, Severity.WARNING))
