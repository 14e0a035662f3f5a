"""The paper of a template: its size, which way up it lies, its margins."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from letters.measures import departure
from letters.paragraphs import W
from letters.problems import Place, Problem

_TWIPS_PER_MM = 1440 / 25.4
_TOLERANCE = 0.6
"""Millimetres: word processors round."""


def paper_of(body: etree._Element, rules: dict[str, Any]) -> dict[str, Any]:
    """The row of ``[paper]`` whose size the document has; A4 where it has neither."""
    found: dict[str, Any] = _known(_size(_section(body)), rules) or rules["paper"]["a4"]
    return found


def page_problems(body: etree._Element, rules: dict[str, Any]) -> Iterator[Problem]:
    """Paper and margins outside the measures of ``letters/data/layout.toml``."""
    section = _section(body)
    size = _size(section)
    paper = _known(size, rules)
    if paper is None:
        width, height = size
        expected = "A4 upright, 210 × 297 mm (the slip of 2018: A5 upright, 148 × 210 mm)"
        yield departure(Place(), f"paper of {width:.0f} × {height:.0f} mm", expected)
        return
    margins = None if section is None else section.find(f"{W}pgMar")
    for side in ("top", "bottom", "left", "right"):
        found = 0.0 if margins is None else _millimetres(margins.get(f"{W}{side}"))
        least, most = paper[side]
        if not least - _TOLERANCE <= found <= most + _TOLERANCE:
            yield departure(Place(), f"{side} margin of {found:.0f} mm", f"{least:g}–{most:g} mm")


def _section(body: etree._Element) -> etree._Element | None:
    return next(body.iter(f"{W}sectPr"), None)


def _size(section: etree._Element | None) -> tuple[float, float]:
    page = None if section is None else section.find(f"{W}pgSz")
    if page is None:
        return 0.0, 0.0
    return _millimetres(page.get(f"{W}w")), _millimetres(page.get(f"{W}h"))


def _known(size: tuple[float, float], rules: dict[str, Any]) -> dict[str, Any] | None:
    for paper in rules["paper"].values():
        if all(abs(a - b) <= 1 for a, b in zip(size, paper["size"], strict=True)):
            found: dict[str, Any] = paper
            return found
    return None


def _millimetres(twips: str | None) -> float:
    try:
        return float(twips or 0) / _TWIPS_PER_MM
    except ValueError:
        return 0.0
