"""Writes public lists as people publish them: documents, pages, PDFs; and reads their codes."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from zipfile import ZipFile

from odd_files import repack
from reading import dates

from monitor.intake.lists.reading import read_list
from monitor.intake.postings import read_postings

CODE = "000.17.22.H56-210531-0001"


def code(number: int) -> str:
    return f"000.17.22.H56-210531-{number:04}"


def posted(file: Path, *known: str) -> dict[str, date | None]:
    """Code → the day that the list tells."""
    found = read_postings(read_list(file), set(known), dates())
    return {one: day for one, (day, _) in found.items()}


def with_body(document: Path, xml: str) -> Path:
    """The Word document with further elements at the beginning of its body."""
    target = document.with_name(f"x-{document.name}")
    names = (
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"'
    )

    def change(name: str, content: bytes) -> bytes:
        if name != "word/document.xml":
            return content
        text = content.decode().replace("<w:body>", f"<w:body><w:sdt {names}>{xml}</w:sdt>", 1)
        assert xml in text
        return text.encode()

    return repack(document, target, change)


def with_part(document: Path, name: str, content: bytes) -> Path:
    """The packed file with one part more."""
    with ZipFile(document, "a") as package:
        package.writestr(name, content)
    return document


def pdf(path: Path, pages: Sequence[Sequence[str]]) -> Path:
    """A PDF with lines of ASCII text, as a simple writer makes it."""
    streams = []
    for lines in pages:
        shown = " T* ".join(f"({line}) Tj" for line in lines)
        streams.append(f"BT /F1 10 Tf 12 TL 50 800 Td {shown} ET".encode() if lines else b"")
    return pdf_of(path, streams)


def pdf_of(path: Path, streams: Sequence[bytes], more: bytes = b"") -> Path:
    """A PDF with those content streams, one a page. more: goes into each page."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    kids = []
    for stream in streams:
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        resources = b"/Resources<</Font<</F1 3 0 R>>%s>>" % more
        page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R%s>>"
        objects.append(page % (len(objects), resources))
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    content, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    end += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(content))
    path.write_bytes(content + end)
    return path
