"""The text of a .docx letter as paragraphs and tables, for whoever can't look at the picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from letters import LetterError
from letters.package import open_package, parse_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ALIGNED = {"center": "center", "right": "right", "end": "right", "both": "both"}
_SKIPPED = {f"{_W}pPr", f"{_W}rPr", f"{_W}instrText", f"{_W}del"}
# What Word keeps beside the real thing for older readers would be read twice.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MARKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


@dataclass(frozen=True, slots=True)
class Run:
    """Letters that look alike."""

    text: str
    bold: bool
    italic: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """align: left · center · right · both."""

    align: str
    runs: Sequence[Run]
    kind: str = field(default="paragraph", init=False)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells of blocks."""

    rows: Sequence[Sequence[Sequence["Block"]]]
    kind: str = field(default="table", init=False)


Block = Paragraph | Table


def blocks_of(document: bytes, name: str) -> list[Block]:
    """The body of a letter in the order in which it is read; blank lines are left out.

    Raises LetterError, which begins with `name`, for what is no Word document.
    """
    package = open_package(document, name)
    main = package.text_parts[0]
    body = parse_xml(package.parts[main], name, main).find(f"{_W}body")
    if body is None:
        raise LetterError(f"{name}: {main} has no body")
    return list(_blocks(body))


def _blocks(parent: etree._Element) -> Iterator[Block]:
    for child in parent:
        if child.tag == f"{_W}p":
            yield from _paragraph(child)
        elif child.tag == f"{_W}tbl":
            yield _table(child)
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent"):
            yield from _blocks(child)


def _table(element: etree._Element) -> Table:
    rows = element.findall(f"{_W}tr")
    return Table([[list(_blocks(cell)) for cell in row.findall(f"{_W}tc")] for row in rows])


def _paragraph(element: etree._Element) -> Iterator[Block]:
    """The paragraph, and behind it what stands in its text boxes."""
    runs: list[Run] = []
    boxes: list[etree._Element] = []
    for run in _runs(element, boxes):
        text = "".join(_texts(run))
        if text:
            runs.append(Run(text, _is(run, "b"), _is(run, "i")))
    if "".join(run.text for run in runs).strip():
        mark = element.find(f"{_W}pPr/{_W}jc")
        value = mark.get(f"{_W}val", "") if mark is not None else ""
        yield Paragraph(_ALIGNED.get(value, "left"), runs)
    for box in boxes:
        yield from _blocks(box)


def _runs(element: etree._Element, boxes: list[etree._Element]) -> Iterator[etree._Element]:
    for child in element:
        if child.tag in _SKIPPED or child.tag == _FALLBACK:
            continue
        if child.tag == f"{_W}txbxContent":
            boxes.append(child)
            continue
        if child.tag == f"{_W}r":
            yield child
        yield from _runs(child, boxes)


def _texts(run: etree._Element) -> Iterator[str]:
    for child in run:
        if child.tag == f"{_W}t":
            yield child.text or ""
        else:
            yield _MARKS.get(str(child.tag), "")


def _is(run: etree._Element, mark: str) -> bool:
    """Whether its own look says so; what comes from a style is not followed."""
    found = run.find(f"{_W}rPr/{_W}{mark}")
    return found is not None and found.get(f"{_W}val", "1") not in ("0", "false", "off")
