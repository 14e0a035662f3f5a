"""Paragraphs of a Word part: their text as it is seen, and how to change it safely."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARAGRAPH, _TEXT, _PROPERTIES = f"{W}p", f"{W}t", f"{W}pPr"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def paragraphs(root: etree._Element) -> list[etree._Element]:
    """All paragraphs in the order of the document, those in tables and text boxes too."""
    return list(root.iter(PARAGRAPH))


def text_of(paragraph: etree._Element) -> str:
    """The visible text, joined over the runs that Word splits it into."""
    return "".join(node.text or "" for node in text_nodes(paragraph))


def text_nodes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Text that is the paragraph's own, not that of a paragraph in a text box inside it."""
    for node in paragraph.iter(_TEXT):
        if next(node.iterancestors(PARAGRAPH)) is paragraph:
            yield node


def put(paragraph: etree._Element, changes: Iterable[tuple[int, int, str]]) -> None:
    """Set a text in place of the characters `start` to `end` of the visible text, for each change.

    changes: (start, end, text), in order and apart from each other. A text takes the looks of the
    run in which the old one began, however many runs that went through.
    """
    nodes = list(text_nodes(paragraph))
    starts = list(accumulate((len(node.text or "") for node in nodes), initial=0))
    for start, end, text in reversed(list(changes)):  # from the end, or places would shift
        rest = text
        for at in range(bisect_right(starts, start) - 1, len(nodes)):
            if starts[at] >= end:
                break
            node, old = nodes[at], nodes[at].text or ""
            first, last = max(start - starts[at], 0), end - starts[at]
            node.text = f"{old[:first]}{rest}{old[last:]}"
            node.set(_SPACE, "preserve")
            rest = ""


def remove(paragraph: etree._Element) -> None:
    """Take the paragraph out, or empty it where Word needs one: alone in a cell, between tables."""
    parent = paragraph.getparent()
    neighbours = (paragraph.getprevious(), paragraph.getnext())
    is_section_end = paragraph.find(f"{_PROPERTIES}/{W}sectPr") is not None
    if (
        parent is not None
        and not is_section_end
        and any(other is not None and other.tag == PARAGRAPH for other in neighbours)
    ):
        parent.remove(paragraph)
        return
    for child in list(paragraph):
        if child.tag != _PROPERTIES:
            paragraph.remove(child)
