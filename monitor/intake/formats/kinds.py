"""Which kind of file it is: its bytes say so, whatever its name says."""

import re
from enum import Enum, auto
from pathlib import Path

from monitor.intake.errors import IntakeError
from monitor.intake.formats.limits import FILE_BYTES, MB
from monitor.intake.formats.packages import check_package

_HEAD_BYTES = 65_536
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ADVICE = "export the list as .xlsx or .csv"
# What else people put among their exports, by its first bytes.
_OTHERS = {
    b"%PDF": "a PDF",
    b"{\\rtf": "an RTF document",
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"GIF8": "a picture (GIF)",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"\x1f\x8b": "a gzip archive",
    b"PK\x05\x06": "an empty archive",
    b"SQLite format 3": "a database (SQLite)",
    b"\x09\x00\x04\x00": "an Excel 2 sheet",
    b"\x09\x02\x06\x00": "an Excel 3 sheet",
    b"\x09\x04\x06\x00": "an Excel 4 sheet",
    b"MIME-Version:": "a web archive (MHTML)",
    b"From: <Saved by": "a web archive (MHTML)",
    b'From: "Saved by': "a web archive (MHTML)",
}
_NOISE = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s+|<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*(?:\[.*?\]\s*)?>)*",
    re.IGNORECASE | re.DOTALL,
)
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_SPREADSHEETML = b"urn:schemas-microsoft-com:office:spreadsheet"
_HTML_ROOTS = frozenset(
    b"html head body title meta link style script table thead tbody tr div center font p b"
    b" h1 h2 h3 span article section main ul ol dl form".split()
)


class Kind(Enum):
    """The kinds of files that are read; packed workbooks are told apart by the reader itself.

    The last three are read only where documents are.
    """

    PACKED = auto()
    XLS = auto()
    SPREADSHEETML = auto()
    HTML = auto()
    TEXT = auto()
    DOCX = auto()
    PDF = auto()
    WEB_ARCHIVE = auto()


_DOCUMENTS = {"a PDF": Kind.PDF, "a web archive (MHTML)": Kind.WEB_ARCHIVE}


def kind_of(path: Path, *, documents: bool = False) -> Kind:
    """What a file is.

    documents: whether Word documents, PDFs and web archives are read too, as lists of results are.
    Raises IntakeError, before anything is unpacked, for a file that is empty, too large, or of
    another kind; OSError where it can't be opened.
    """
    size = path.stat().st_size
    if size > FILE_BYTES:
        raise IntakeError(
            f"{path}: has {size // MB} MB, more than the {FILE_BYTES // MB} MB that are read; "
            "export a shorter period"
        )
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head.strip():
        raise IntakeError(f"{path}: is empty; export it again")
    for start, name in _OTHERS.items():
        if head.startswith(start):
            if documents and name in _DOCUMENTS:
                return _DOCUMENTS[name]
            raise IntakeError(f"{path}: is {name}, not a list of dossiers; {_ADVICE}")
    if head.startswith(b"PK\x03\x04"):
        return Kind.DOCX if check_package(path, documents=documents) else Kind.PACKED
    if head.startswith(_OLE):
        return Kind.XLS
    return _kind_of_text(path, head)


def _kind_of_text(path: Path, head: bytes) -> Kind:
    """Markup or plain text; UTF-16 is looked at without its zero bytes."""
    head = head.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\x00", b"")
    noise = _NOISE.match(head)
    body = head[noise.end() if noise else 0 :]
    root = _ROOT.match(body)
    if root is None:
        return Kind.TEXT
    name = root[1].lower()
    if name == b"workbook" and _SPREADSHEETML in head:
        return Kind.SPREADSHEETML
    if name in _HTML_ROOTS or b"<table" in head.lower():
        return Kind.HTML
    if head.lstrip().startswith(b"<?xml"):
        shown = root[1].decode("ascii", "replace")
        raise IntakeError(f"{path}: is XML of another kind (<{shown}>); {_ADVICE}")
    return Kind.TEXT
