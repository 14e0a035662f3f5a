"""Rows between dossiers that name a group of them: which of these are divisions."""

import re
from collections.abc import Sequence
from itertools import pairwise

from monitor.intake.cells import fold
from monitor.intake.headings import known_headings

_NUMBERED = re.compile(r"(?:(?P<roman>[IVXLC]+)|(?P<letter>[A-Z])|(?P<digit>\d{1,2}))\s*[.)/-]\s+")
_COUNT = re.compile(r"\s*[:(\[-]?\s*\d+ hồ sơ\s*[)\]]?$", re.IGNORECASE)  # changes every night
_TITLED = re.compile(r"([^:]+):\s*(\S.*)")


def divisions(at: Sequence[int], names: Sequence[str]) -> tuple[list[int], list[str]]:
    """Where the groups that are divisions begin, and their names without number, count and title.

    at: indices of the rows. A group that its title says is of something else ("Lĩnh vực: ...") is
    none, nor is one within another that is numbered in another way ("I. Phòng A", "1. Cấp ...").
    """
    styles = [_style(name) for name in names]
    within = {
        lower
        for (above, upper), (below, lower) in pairwise(zip(at, styles, strict=True))
        if below == above + 1 and lower != upper
    }
    outer = [
        (index, _title(_NUMBERED.sub("", name, count=1)))
        for index, name, style in zip(at, names, styles, strict=True)
        if style not in within
    ]
    found = [(index, name) for index, name in outer if name is not None]
    return [index for index, _ in found], [name for _, name in found]


def _style(name: str) -> str:
    """How a group is numbered; "" if it is not."""
    match = _NUMBERED.match(name)
    return (match.lastgroup or "") if match else ""


def _title(name: str) -> str | None:
    """The name without its count and the word for a division; None where another word is there."""
    name = _COUNT.sub("", name)
    titled = _TITLED.fullmatch(name)
    if titled is None:
        return name
    word = fold(titled[1])
    if word in known_headings()["unit"]:
        return titled[2]
    others = (headings for column, headings in known_headings().items() if column != "unit")
    return None if any(word in headings for headings in others) else name
