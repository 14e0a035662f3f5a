"""Whether a template is laid out as Nghị định 30/2020/NĐ-CP asks; every finding is a warning.

The measures stand in ``letters/data/layout.toml``.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from lxml import etree

from letters.measures import departure, layout_rules
from letters.package import Package
from letters.page import page_problems, paper_of
from letters.page_number import page_number_problems
from letters.paragraphs import W, text_nodes
from letters.problems import Place, Problem
from letters.reading import Line, Reading
from letters.recognise import recognised, words_of
from letters.spelling import one_spelling
from letters.styles import Looks, Styles, run_of

_FILLED = re.compile(r"\{\{[^{}]*\}\}")
_WHERE = {"center": "centred", "both": "justified", "left": "at left", "right": "at right"}
_DRAWN = ("{*}drawing", "{*}pict")


def layout_problems(package: Package, reading: Reading, name: str) -> Iterator[Problem]:
    """Paper, margins, fonts, and the looks of each part that can be recognised.

    name: what messages call the file.
    """
    rules, styles = layout_rules(), Styles(package, name)
    body = reading.parts[0]
    yield from page_problems(body.root, rules)
    paper = paper_of(body.root, rules)
    sizes = paper["sizes"]
    parts = list(recognised(body.lines, rules))
    for line, part in parts:
        yield from _looks_wrong(line, part, styles, rules, sizes)
    yield from _wording_wrong(parts)
    yield from _rules_missing(parts, body.lines, styles)
    text = [line for line, part in parts if part["key"] == "text"]
    for line in text:
        yield from _text_wrong(line, styles, rules["body"], paper["first_line"])
    if text and not " ".join(text[-1].place.text.split()).endswith(rules["body"]["end"]):
        yield departure(text[-1].place, "the text does not end in ./.", "./. after the last word")
    seen = {part["key"] for _, part in parts}
    for part in rules["part"]:
        if part["required"] and part["key"] not in seen:
            yield departure(
                Place(),
                f"{part['meaning']} is missing",
                part.get("text", f"a paragraph with {part['meaning']}"),
            )
    yield from page_number_problems(reading, styles, rules, sizes)


def _wording_wrong(parts: list[tuple[Line, dict[str, Any]]]) -> Iterator[Problem]:
    for line, part in parts:
        if "text" in part and one_spelling(words_of(line)) != one_spelling(part["text"]):
            yield departure(line.place, f"{part['meaning']} is misspelt", part["text"])


def _looks_wrong(
    line: Line, part: dict[str, Any], styles: Styles, rules: dict[str, Any], sizes: str
) -> Iterator[Problem]:
    meaning, looks = part["meaning"], _shown(line, styles)
    least, most = part[sizes]
    found = sorted({look.size for look in looks if not least <= look.size <= most})
    if found:
        wanted = f"{least:g}" if least == most else f"{least:g}–{most:g}"
        yield departure(line.place, f"{meaning}: size {_list(found)} pt", f"{wanted} pt")
    fonts = sorted({look.font for look in looks if look.font != rules["font"]})
    if fonts:
        yield departure(line.place, f"{meaning}: font {', '.join(fonts)}", rules["font"])
    if any(look.colour.lower() not in rules["colours"] for look in looks):
        yield departure(line.place, f"{meaning}: coloured letters", "black")
    for flag, name in (("bold", "bold"), ("italic", "italic")):
        wanted_flag = part.get(flag)
        if wanted_flag is not None and any(getattr(look, flag) != wanted_flag for look in looks):
            yield departure(
                line.place,
                f"{meaning}: {'not ' if wanted_flag else ''}{name}",
                name if wanted_flag else f"not {name}",
            )
    if part.get("capitals") and not _in_capitals(line, looks):
        yield departure(line.place, f"{meaning}: not in capitals", "capitals, or {{ name|upper }}")
    wanted_side, side = part.get("alignment"), styles.setting(line.element).alignment
    if wanted_side is not None and side != wanted_side:
        yield departure(
            line.place, f"{meaning}: {_WHERE.get(side, side)}", _WHERE.get(wanted_side, wanted_side)
        )


def _shown(line: Line, styles: Styles) -> list[Looks]:
    texts: dict[etree._Element, str] = {}
    for node in text_nodes(line.element):
        run = run_of(node)
        if run is not None:
            texts[run] = texts.get(run, "") + (node.text or "")
    return [styles.looks(run, line.element) for run, text in texts.items() if text.strip()]


def _in_capitals(line: Line, looks: list[Looks]) -> bool:
    if all(look.capitals for look in looks):
        return True
    plain = _FILLED.sub("", words_of(line))
    return plain == plain.upper() and all("upper" in field.filters for field in line.scan.fields)


def _rules_missing(
    parts: list[tuple[Line, dict[str, Any]]], lines: tuple[Line, ...], styles: Styles
) -> Iterator[Problem]:
    """A rule under a line is a border, a drawn line or an underline, in it or in the next line."""
    followers = {line.place: after for line, after in pairwise(lines)}
    for line, part in parts:
        if part.get("rule"):
            near = [line, *filter(None, (followers.get(line.place),))]
            if not any(_has_rule(one.element, styles) for one in near):
                yield departure(
                    line.place,
                    f"{part['meaning']}: no rule under it",
                    "a solid line under it, as a border or a drawn line",
                )


def _has_rule(paragraph: etree._Element, styles: Styles) -> bool:
    drawn = next(paragraph.iter(*_DRAWN, f"{W}u"), None) is not None
    return drawn or styles.setting(paragraph).has_rule


def _text_wrong(
    line: Line, styles: Styles, rules: dict[str, Any], first_line: list[float]
) -> Iterator[Problem]:
    setting = styles.setting(line.element)
    indent = setting.first_line * 25.4 / 72
    if not first_line[0] <= indent <= first_line[1]:
        wanted = f"{first_line[0]:.0f} to {first_line[1]:.1f} mm"
        yield departure(line.place, f"first line indented by {indent:.0f} mm", wanted)
    if setting.space < rules["space"]:
        yield departure(
            line.place, f"{setting.space:g} pt between paragraphs", f"at least {rules['space']} pt"
        )
    least, most = rules["line"]
    if setting.line is not None and not least - 0.01 <= setting.line <= most + 0.01:
        yield departure(
            line.place, f"line height {setting.line:.2g}", f"{least:g} to {most:g} lines"
        )


def _list(sizes: list[float]) -> str:
    return ", ".join(f"{size:g}" for size in sizes)
