"""What Word's own markup can do to a letter after its placeholders are filled in."""

import re
from collections.abc import Iterator

from lxml import etree

from letters.fieldcodes import field_codes
from letters.paragraphs import PARAGRAPH, W
from letters.problems import Fault, Severity

Found = tuple[etree._Element, Fault]

_TRACKED = frozenset(
    f"{W}{name}"
    for name in (
        *("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge"),
        *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange"),
        *("trPrChange", "tcPrChange", "tblGridChange", "numberingChange"),
    )
)
_OBJECTS = frozenset(
    f"{W}{name}" for name in ("object", "control", "altChunk", "subDoc", "mailMerge")
)
_SAFE_FIELDS = frozenset(
    ("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "HYPERLINK", "REF", "SEQ", "SYMBOL")
)
_DATES = frozenset(("DATE", "TIME", "PRINTDATE", "SAVEDATE", "CREATEDATE"))
_SAFE_LINK = re.compile(r"""HYPERLINK\s+(\\l\s|"?(https?://|mailto:))""", re.I)
_OUTSIDE = re.compile(r"\s*(\w+:|\\\\|//)")
_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}")


def hazards(root: etree._Element) -> Iterator[Found]:
    """Tracked changes, comments, fields that fetch, objects, bound controls."""
    for element in root.iter():
        tag = element.tag
        if tag in _TRACKED:
            yield element, _tracked()
        elif tag == f"{W}commentReference":
            yield element, _comment()
        elif tag in _OBJECTS or str(tag).endswith("}OLEObject"):
            yield element, _object(etree.QName(element).localname)
        elif tag == f"{W}dataBinding":
            yield element, _bound()
        elif isinstance(tag, str) and not tag.startswith(W) and (link := _outside(element)):
            yield element, _linked(link)
    for element, code in field_codes(root):
        if fault := _field(code):
            yield element, fault


def hidden_placeholders(root: etree._Element, *, is_filled: bool) -> Iterator[Found]:
    """Braces where nothing is ever filled in: names, properties, formulas, comments.

    is_filled: whether this is a part whose paragraphs are filled in.
    """
    for element in root.iter():
        texts = [element.tail, *map(str, element.attrib.values())]
        is_text = (
            element.tag == f"{W}t" and next(element.iterancestors(PARAGRAPH), None) is not None
        )
        if not (is_filled and is_text):
            texts.append(element.text)
        if any(text and _BRACES.search(text) for text in texts):
            fault = Fault(
                "a placeholder outside the text of the paragraphs",
                "placeholders in the text, tables, text boxes, header and footer alone",
                "take it out of the picture, property, comment, formula or field it stands in",
            )
            yield element, fault


def _tracked() -> Fault:
    return Fault(
        "a tracked change",
        "a document whose changes are all accepted or rejected",
        "accept the changes first: Review > Accept > Accept All Changes and Stop Tracking",
    )


def _comment() -> Fault:
    return Fault(
        "a comment",
        "no comments: each letter would carry them to the applicant",
        "delete it: Review > Delete > Delete All Comments",
        Severity.WARNING,
    )


def _object(kind: str) -> Fault:
    return Fault(
        f"an embedded object ({kind})",
        "text, tables and pictures alone",
        "remove it, or insert it as a picture",
    )


def _bound() -> Fault:
    return Fault(
        "a content control that is bound to data",
        "content controls that hold their own text: Word overwrites bound ones on opening",
        "remove the content control and keep its text",
    )


def _linked(target: str) -> Fault:
    return Fault(
        f"a picture or shape that points to {target!r}",
        "pictures that are stored in the document",
        "insert the picture itself, not a link to it",
    )


def _outside(element: etree._Element) -> str | None:
    for name in ("src", "{urn:schemas-microsoft-com:office:office}href", "href"):
        target = element.get(name)
        if target and _OUTSIDE.match(target) and not target.lower().startswith("mailto:"):
            return target
    return None


def _field(code: str) -> Fault | None:
    """What is wrong with a field of Word, by the first word of its code."""
    kind = (code.split() or [""])[0].strip('"').upper()
    if kind in _SAFE_FIELDS and (kind != "HYPERLINK" or _SAFE_LINK.match(code.strip())):
        return None
    advice = "remove it"
    if kind in _DATES:
        advice = "it would show another day each time; write {{ issued_on }}"
    elif kind == "MERGEFIELD":
        advice = "write {{ name }} instead of a mail merge field"
    return Fault(
        f"the field code {' '.join(code.split())[:60] or 'without a name'}",
        f"no fields but {', '.join(sorted(_SAFE_FIELDS))}: others read files or change later",
        advice,
    )
