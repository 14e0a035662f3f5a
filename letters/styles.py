"""How Word shows a piece of text: defaults, styles and what is set on the spot, put together."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from letters.package import Package, parse_xml
from letters.paragraphs import W

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_TWIPS = 20
"""Twentieths of a point, in which Word counts lengths."""
_LINE = 240
"""A single line, as Word counts the height of lines."""
_OFF = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Looks:
    """Of a run of text; `size` in points."""

    font: str
    size: float
    bold: bool
    italic: bool
    capitals: bool
    hidden: bool
    colour: str


@dataclass(frozen=True, slots=True)
class Setting:
    """Of a paragraph; lengths in points. `line` is a multiple, None where a height is set."""

    alignment: str
    first_line: float
    space: float
    """Before and after it, together."""
    line: float | None
    has_rule: bool
    """A border above or below it."""


class Styles:
    """The styles of one document."""

    def __init__(self, package: Package, name: str) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._defaults: list[etree._Element] = []
        self._standard: dict[str, str] = {}
        self._theme: dict[str, str] = {}
        for part, xml in package.parts.items():
            if part.endswith("/styles.xml"):
                self._take_styles(parse_xml(xml, name, part))
            elif "/theme/" in part and part.endswith(".xml"):
                self._take_theme(parse_xml(xml, name, part))

    def looks(self, run: etree._Element, paragraph: etree._Element) -> Looks:
        """How the text of a run is shown."""
        font, size, colour = "Times New Roman", 10.0, "auto"
        flags = {"b": False, "i": False, "caps": False, "vanish": False}
        for properties in self._run_properties(run, paragraph):
            font = self._font(properties) or font
            size = _number(_value(properties, "sz") or "") / 2 or size
            colour = _value(properties, "color") or colour
            for flag in flags:
                found = properties.find(f"{W}{flag}")
                if found is not None:
                    flags[flag] = found.get(f"{W}val", "1") not in _OFF
        return Looks(font, size, flags["b"], flags["i"], flags["caps"], flags["vanish"], colour)

    def setting(self, paragraph: etree._Element) -> Setting:
        """How a paragraph is set."""
        alignment, attributes, borders = "left", dict[str, str](), False
        for properties in self._paragraph_properties(paragraph):
            alignment = _value(properties, "jc") or alignment
            for child in (properties.find(f"{W}ind"), properties.find(f"{W}spacing")):
                if child is not None:
                    attributes |= {etree.QName(k).localname: str(v) for k, v in child.items()}
            borders = borders or any(
                properties.find(f"{W}pBdr/{W}{side}") is not None for side in ("top", "bottom")
            )
        lengths = {key: _number(value) for key, value in attributes.items()}
        exact = attributes.get("lineRule", "auto") != "auto"
        return Setting(
            {"start": "left", "end": "right"}.get(alignment, alignment),
            lengths.get("firstLine", 0) / _TWIPS,
            (lengths.get("before", 0) + lengths.get("after", 0)) / _TWIPS,
            None if exact else lengths.get("line", _LINE) / _LINE,
            borders,
        )

    def _take_styles(self, root: etree._Element) -> None:
        self._defaults = list(root.iterfind(f"{W}docDefaults/*/*"))
        for style in root.iterfind(f"{W}style"):
            identity, kind = style.get(f"{W}styleId", ""), style.get(f"{W}type", "")
            self._styles[identity] = style
            if style.get(f"{W}default", "0") not in _OFF:
                self._standard[kind] = identity

    def _take_theme(self, root: etree._Element) -> None:
        for kind in ("major", "minor"):
            found = root.find(f".//{_DRAWING}{kind}Font/{_DRAWING}latin")
            if found is not None:
                self._theme[kind] = found.get("typeface", "")

    def _chain(self, identity: str | None) -> list[etree._Element]:
        """The style and those it is based on, the first of them first."""
        chain: list[etree._Element] = []
        while identity in self._styles and self._styles[identity] not in chain:
            chain.insert(0, self._styles[identity])
            identity = _value(chain[0], "basedOn")
        return chain

    def _run_properties(
        self, run: etree._Element, paragraph: etree._Element
    ) -> Iterator[etree._Element]:
        own = run.find(f"{W}rPr")
        yield from (found for found in self._defaults if found.tag == f"{W}rPr")
        styles = self._chain(_paragraph_style(paragraph) or self._standard.get("paragraph"))
        styles += self._chain(None if own is None else _value(own, "rStyle"))
        yield from (found for s in styles if (found := s.find(f"{W}rPr")) is not None)
        if own is not None:
            yield own

    def _paragraph_properties(self, paragraph: etree._Element) -> Iterator[etree._Element]:
        yield from (found for found in self._defaults if found.tag == f"{W}pPr")
        styles = self._chain(_paragraph_style(paragraph) or self._standard.get("paragraph"))
        yield from (found for s in styles if (found := s.find(f"{W}pPr")) is not None)
        own = paragraph.find(f"{W}pPr")
        if own is not None:
            yield own

    def _font(self, properties: etree._Element) -> str | None:
        fonts = properties.find(f"{W}rFonts")
        if fonts is None:
            return None
        theme = fonts.get(f"{W}asciiTheme") or fonts.get(f"{W}hAnsiTheme")
        if theme:
            return self._theme.get(theme[:5])
        return fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi")


def run_of(text: etree._Element) -> etree._Element | None:
    """The run that a text stands in; None where a program has forgotten it."""
    return next(text.iterancestors(f"{W}r"), None)


def _paragraph_style(paragraph: etree._Element) -> str | None:
    properties = paragraph.find(f"{W}pPr")
    return None if properties is None else _value(properties, "pStyle")


def _value(element: etree._Element, child: str) -> str | None:
    found = element.find(f"{W}{child}")
    return None if found is None else found.get(f"{W}val")


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
