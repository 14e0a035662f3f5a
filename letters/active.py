"""What a document could do beside being read: macros, objects, files fetched from outside."""

import re
from collections.abc import Iterator

from letters.package import Package, parse_xml
from letters.problems import Fault, Place, Problem

_ACTIVE = (
    "vbaproject",
    "vbadata",
    "activex",
    "oleobject",
    "embeddings/",
    "afchunk",
    "attachedtemplate",
    "customui",
    "webextension",
    "taskpane",
    "keymapcustomizations",
    "attachedtoolbars",
    "subdocument",
    "mailmerge",
    "_xmlsignatures",
    "digital-signature",
)
"""Words in the names and kinds of parts; a signature would be broken by the first field."""
_ACTIVE_KINDS = ("package", "control", "extensibility")
"""Last words of further kinds of relation."""
_HARMLESS_LINK = re.compile(r"(https?://|mailto:)", re.I)
_PLAIN = "a document of text, tables and pictures alone"


def active_content(package: Package, name: str) -> Iterator[Problem]:
    """Every part and every reference that a letter's template may not have.

    name: what messages call the file. Raises `LetterError` for XML that can't be parsed.
    """
    for label in dict.fromkeys((*package.parts, *package.types.values())):
        if _is_active(label):
            found = f"holds a macro, an embedded object or an add-in ({label})"
            yield Problem(
                Place(), Fault(found, _PLAIN, "remove it, or copy the text to a new document")
            )
    for part, xml in package.parts.items():
        if part.lower().endswith(".rels"):
            for relation in parse_xml(xml, name, part).iter("{*}Relationship"):
                kind = relation.get("Type", "").rpartition("/")[2]
                target = relation.get("Target", "")
                outside = relation.get("TargetMode", "").lower() == "external"
                if kind == "hyperlink" and _HARMLESS_LINK.match(target):
                    continue
                if outside or _is_active(kind) or kind in _ACTIVE_KINDS:
                    yield Problem(Place(part), _reference(kind, target))


def _is_active(label: str) -> bool:
    return any(word in label.lower() for word in _ACTIVE)


def _reference(kind: str, target: str) -> Fault:
    return Fault(
        f"refers to {target!r} ({kind})",
        f"{_PLAIN}; links to web pages and mail addresses may stay",
        "a template may hold no macros, objects or files from outside; remove it",
    )
