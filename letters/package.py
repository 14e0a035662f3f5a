"""A .docx as the zip file it is: opened with care, and written so that equal letters equal."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from letters.errors import LetterError

MAX_FILE = 10 * 2**20
MAX_UNPACKED = 50 * 2**20
MAX_RATIO = 100
"""Ordinary documents shrink to a tenth; 97 KB of zeros can unpack to 100 MB."""
MAX_ENTRIES = 1000
MAX_TEXT_PART = 4 * 2**20

_START = b"PK\x03\x04"
_OTHER_KINDS = {
    b"\xd0\xcf\x11\xe0": "an old Word document (.doc), or one with a password",
    b"%PDF": "a PDF",
    b"{\\rtf": "an RTF document",
}
"""Files that are taken for a .docx, by their first bytes."""
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TEXT_PARTS = tuple(
    f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
    for kind in ("header", "footer", "footnotes", "endnotes")
)
_RELATIONS = "_rels/.rels"
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a document by name, the names of those that hold text, the body first."""

    parts: Mapping[str, bytes]
    text_parts: tuple[str, ...]
    types: Mapping[str, str]
    """Content type by part, and by ending where it is the same for all such parts."""


def open_package(document: bytes, name: str) -> Package:
    """Unpack a .docx after checking its sizes.

    Raises `LetterError`, which begins with `name`, for anything that isn't a Word document.
    """
    parts = _unpack(document, name)
    types = _content_types(parts, name)
    if _RELATIONS not in parts:
        raise LetterError(f"{name}: not a whole Word document, it has no {_RELATIONS}")
    main = [part for part, kind in types.items() if kind == _MAIN]
    if len(main) != 1 or main[0] not in parts:
        raise LetterError(f"{name}: not a Word document; save it in Word as .docx, without macros")
    others = sorted(part for part, kind in types.items() if kind in _TEXT_PARTS and part in parts)
    for part in (*main, *others):
        if len(parts[part]) > MAX_TEXT_PART:
            raise LetterError(f"{name}: {part} is larger than {MAX_TEXT_PART // 2**20} MB of text")
    return Package(parts, (*main, *others), types)


def parse_xml(xml: bytes, name: str, part: str) -> etree._Element:
    """The root element of a part; no entities, no network. Raises `LetterError`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise LetterError(f"{name}: {part} is not XML: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise LetterError(f"{name}: {part} declares a document type, which Word never does")
    return root


def write_parts(parts: Mapping[str, bytes], onto: bytes = b"") -> bytes:
    """A zip file of `parts`, appended to the zip file `onto`; same input, same bytes."""
    buffer = io.BytesIO(onto)
    with zipfile.ZipFile(buffer, "a" if onto else "w") as archive:
        for part, data in parts.items():
            entry = zipfile.ZipInfo(part, _EPOCH)
            entry.create_system = 0
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return buffer.getvalue()


def _unpack(document: bytes, name: str) -> dict[str, bytes]:
    if len(document) > MAX_FILE:
        raise LetterError(f"{name}: the file is larger than {MAX_FILE // 2**20} MB")
    if not document.startswith(_START):
        kinds = (kind for start, kind in _OTHER_KINDS.items() if document.startswith(start))
        raise LetterError(f"{name}: not a readable .docx file ({next(kinds, 'no zip file')})")
    try:
        with zipfile.ZipFile(io.BytesIO(document)) as archive:
            entries = archive.infolist()
            size = sum(entry.file_size for entry in entries)
            if (
                size > MAX_UNPACKED
                or size > MAX_RATIO * len(document)
                or len(entries) > MAX_ENTRIES
            ):
                raise LetterError(
                    f"{name}: {len(document)} bytes would unpack to {size} bytes in {len(entries)} "
                    "parts; a letter's template is far smaller"
                )
            parts = {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError) as error:
        raise LetterError(f"{name}: not a readable .docx file ({error})") from error
    if len({part.lower() for part in parts}) != len(entries):
        raise LetterError(f"{name}: two parts of the file have the same name")
    for part in parts:
        if _leads_out(part):
            raise LetterError(
                f"{name}: the part {part!r} would be unpacked outside of its folder, which no word "
                "processor writes"
            )
    return parts


def _leads_out(part: str) -> bool:
    return part.startswith("/") or ".." in part.split("/") or any(mark in part for mark in ":\\")


def _content_types(parts: Mapping[str, bytes], name: str) -> dict[str, str]:
    listing = "[Content_Types].xml"
    if listing not in parts:
        raise LetterError(f"{name}: not a Word document, it has no {listing}")
    root = parse_xml(parts[listing], name, listing)
    return {
        (element.get("PartName") or element.get("Extension") or "").lstrip("/"): (
            element.get("ContentType") or ""
        )
        for element in root.iter("{*}Override", "{*}Default")
    }
