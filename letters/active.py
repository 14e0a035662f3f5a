"""What a document could do beside being read: macros, objects, files fetched from outside."""

import posixpath
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
_ENDINGS = (
    *(".xml", ".rels", ".png", ".jpg", ".jpeg", ".jpe", ".gif", ".bmp", ".tif", ".tiff"),
    *(".emf", ".wmf", ".wdp", ".odttf"),
)
"""What text, pictures and fonts are stored as. Not SVG, which can fetch files and hold scripts."""
_PRINTER = "printersettings"
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
        elif label in package.parts and not _is_known(label):
            found = f"holds a file that is no text and no picture ({label})"
            yield Problem(Place(), Fault(found, _PLAIN, "remove it; save a drawing as PNG"))
    there = {part.lower() for part in package.parts}
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
                elif not target.startswith("#") and _target(part, target) not in there:
                    yield Problem(Place(part), _missing(kind, target))


def _is_active(label: str) -> bool:
    return any(word in label.lower() for word in _ACTIVE)


def _is_known(part: str) -> bool:
    return part.lower().endswith((*_ENDINGS, "/")) or _PRINTER in part.lower()


def _target(relations: str, target: str) -> str:
    """The part that a relation leads to; those of word/a.xml stand in word/_rels/a.xml.rels."""
    folder = posixpath.dirname(posixpath.dirname(relations))
    path = posixpath.normpath(posixpath.join("/", folder, target))
    return path.lstrip("/").lower()


def _missing(kind: str, target: str) -> Fault:
    return Fault(
        f"refers to {target!r} ({kind}), which is not in the file",
        "a whole document: Word opens no letter that lacks a part",
        "open it in Word and save it again as .docx",
    )


def _reference(kind: str, target: str) -> Fault:
    return Fault(
        f"refers to {target!r} ({kind})",
        f"{_PLAIN}; links to web pages and mail addresses may stay",
        "a template may hold no macros, objects or files from outside; remove it",
    )
