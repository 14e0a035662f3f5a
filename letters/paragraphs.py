"""Paragraphs of a Word part: their text as it is seen, and how to take one out safely."""

from collections.abc import Iterator

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARAGRAPH, _TEXT, _PROPERTIES = f"{_W}p", f"{_W}t", f"{_W}pPr"


def paragraphs(root: etree._Element) -> list[etree._Element]:
    """All paragraphs in the order of the document, those in tables and text boxes too."""
    return list(root.iter(PARAGRAPH))


def text_of(paragraph: etree._Element) -> str:
    """The visible text, joined over the runs that Word splits it into."""
    return "".join(node.text or "" for node in _text_nodes(paragraph))


def drop_first(paragraph: etree._Element, count: int) -> None:
    """Delete the first `count` characters of the visible text."""
    for node in _text_nodes(paragraph):
        text = node.text or ""
        node.text = text[count:]
        count -= min(count, len(text))


def remove(paragraph: etree._Element) -> None:
    """Take the paragraph out, or empty it where Word needs one: alone in a cell, between tables."""
    parent = paragraph.getparent()
    neighbours = (paragraph.getprevious(), paragraph.getnext())
    is_section_end = paragraph.find(f"{_PROPERTIES}/{_W}sectPr") is not None
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


def field_codes(root: etree._Element) -> str:
    """The codes of Word's own fields (PAGE, HYPERLINK, …), joined."""
    simple = (field.get(f"{_W}instr", "") for field in root.iter(f"{_W}fldSimple"))
    complex_ = (node.text or "" for node in root.iter(f"{_W}instrText"))
    return " ".join((*simple, "".join(complex_)))


def _text_nodes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Text that is the paragraph's own, not that of a paragraph in a text box inside it."""
    for node in paragraph.iter(_TEXT):
        if next(node.iterancestors(PARAGRAPH)) is paragraph:
            yield node
