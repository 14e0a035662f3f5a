"""A template taken apart: the paragraphs of each part with their placeholders, and the problems."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from letters.active import active_content
from letters.case import Wording
from letters.errors import LetterError
from letters.fields import MARKS
from letters.hidden import hidden_text
from letters.markup import hazards, hidden_placeholders
from letters.package import Package, parse_xml
from letters.paragraphs import PARAGRAPH, W, paragraphs, text_of
from letters.placeholders import Scan, scan
from letters.problems import Fault, Place, Problem
from letters.styles import Styles

_MOST_PARAGRAPHS, _MOST_FIELDS, _MOST_BRACES = 3000, 1000, 5000
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph."""

    element: etree._Element
    place: Place
    scan: Scan

    @property
    def is_twin(self) -> bool:
        """Word keeps each text box twice, the second time for programs of before 2010."""
        return next(self.element.iterancestors(_FALLBACK), None) is not None

    def is_kept_for(self, wording: Wording) -> bool:
        """Whether its marks, if it has any, name this wording."""
        marks = self.scan.marks
        return not marks or wording in {MARKS[mark] for mark in marks}


@dataclass(frozen=True, slots=True)
class Part:
    """The body, or a header, footer, footnotes or endnotes."""

    name: str
    root: etree._Element
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """All parts that hold text, the body first, and everything that is wrong with them."""

    parts: tuple[Part, ...]
    problems: tuple[Problem, ...]


def read_template(package: Package, name: str) -> Reading:
    """Find every placeholder of a document and every reason not to use it.

    name: what messages call the file. Raises `LetterError` for XML that can't be parsed.
    """
    parts = tuple(_part(package, part, name) for part in package.text_parts)
    problems = list(active_content(package, name))
    styles = Styles(package, name)
    for part in parts:
        problems += _problems(part, "" if part is parts[0] else part.name)
        problems += hidden_text([(line.element, line.place) for line in part.lines], styles)
    for other, xml in package.parts.items():
        if other not in package.text_parts and other.endswith(".xml"):
            root = parse_xml(xml, name, other)
            found = (*hazards(root), *hidden_placeholders(root, is_filled=False))
            problems += [Problem(Place(other), fault) for _, fault in found]
    return Reading(parts, tuple(dict.fromkeys(problems)))


def _part(package: Package, name: str, document: str) -> Part:
    root = parse_xml(package.parts[name], document, name)
    if not str(root.tag).startswith(W):
        raise LetterError(
            f"{document}: {name} is not saved as “Word Document (.docx)” but as Strict"
        )
    shown = "" if name == package.text_parts[0] else name
    texts = [(element, text_of(element)) for element in paragraphs(root)]
    braces = sum(text.count("{") + text.count("}") for _, text in texts)
    if braces > _MOST_BRACES:
        raise LetterError(
            f"{document}: {name} holds {braces} braces, at most {_MOST_BRACES}; a template holds "
            "one letter, remove the rest"
        )
    lines = [
        Line(element, Place(shown, number, text), scan(text))
        for number, (element, text) in enumerate(texts, start=1)
    ]
    return Part(name, root, tuple(lines))


def _problems(part: Part, shown: str) -> Iterator[Problem]:
    fields = sum(len(line.scan.fields) for line in part.lines)
    if len(part.lines) > _MOST_PARAGRAPHS or fields > _MOST_FIELDS:
        fault = Fault(
            f"{len(part.lines)} paragraphs with {fields} placeholders",
            f"at most {_MOST_PARAGRAPHS} with {_MOST_FIELDS}",
            "a template holds one letter; remove the rest",
        )
        yield Problem(Place(shown), fault)
        return
    seen: set[tuple[str, Fault]] = set()
    for line in part.lines:
        for fault in line.scan.faults:
            if not (line.is_twin and (line.place.text, fault) in seen):
                yield Problem(line.place, fault)
            seen.add((line.place.text, fault))
    places = {line.element: line.place for line in part.lines}
    hidden = hidden_placeholders(part.root, is_filled=True)
    for element, fault in (*hazards(part.root), *hidden):
        inside = next(element.iterancestors(PARAGRAPH), None)
        yield Problem(Place(shown) if inside is None else places[inside], fault)
