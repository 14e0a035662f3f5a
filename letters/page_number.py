"""The page number of a template: in the top margin, centred, from the second page on."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from letters.fieldcodes import field_codes
from letters.measures import departure
from letters.paragraphs import PARAGRAPH, W
from letters.problems import Place, Problem
from letters.reading import Reading
from letters.styles import Styles


def page_number_problems(
    reading: Reading, styles: Styles, rules: dict[str, Any], sizes: str
) -> Iterator[Problem]:
    """What is amiss with it; sizes: the row of measures for the paper."""
    part = rules["page_number"]
    fields = [
        (place, run, paragraph)
        for each in reading.parts[1:]
        for place, run, paragraph in _page_fields(each.root, each.name)
    ]
    if not fields:
        yield departure(
            Place(), "no page number", "the field PAGE, centred in the header, not on page 1"
        )
        return
    if next(reading.parts[0].root.iter(f"{W}titlePg"), None) is None:
        yield departure(Place(), "page 1 is numbered too", "“Different First Page” in the header")
    least, most = part[sizes]
    for place, run, paragraph in fields:
        if "header" not in place.part:
            yield departure(place, "the page number is not in the header", "in the top margin")
        looks = styles.looks(run, paragraph)
        if not least <= looks.size <= most:
            yield departure(
                place, f"{part['meaning']}: size {looks.size:g} pt", f"{least}–{most} pt"
            )
        if styles.setting(paragraph).alignment != part["alignment"]:
            yield departure(place, f"{part['meaning']}: not centred", "centred")


def _page_fields(
    root: etree._Element, name: str
) -> Iterator[tuple[Place, etree._Element, etree._Element]]:
    for element, code in field_codes(root):
        paragraph = next(element.iterancestors(PARAGRAPH), None)
        if code.split()[:1] == ["PAGE"] and paragraph is not None:
            inner = element.find(f"{W}r")
            run = next(element.iterancestors(f"{W}r"), inner)
            yield Place(name), paragraph if run is None else run, paragraph
