"""What a file points to elsewhere is never fetched, and never read in its place."""

from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from export_files import Rows, write
from list_files import code, pdf_of, posted, with_part
from odd_files import html_page, repack, spreadsheetml
from reading import read
from sources.web_server import WebServer, serving

OWN, OTHER = code(1), code(2)
ROWS: Rows = [["Mã hồ sơ", "Ngày hẹn trả", "Trạng thái"], [OWN, "10/09/2021", 4]]
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINK = '<Relationship Id="rId77" Type="{}/{}" Target="{}" TargetMode="External"/>'


@pytest.fixture
def elsewhere() -> Iterator[WebServer]:
    """What answers to every address of a hostile file, with a dossier of its own."""
    with serving(WebServer()) as server:
        page = html_page([ROWS[0], [OTHER, "10/09/2021", 4]]).encode()
        server.files = {f"/{name}": page for name in ("a", "b", "c", "d", "e", "f", "g")}
        server.files["/x.dtd"] = f'<!ENTITY a "{OTHER}">'.encode()
        yield server
        assert server.asked == []


def linking_page(path: Path, url: str) -> Path:
    head = (
        f'<base href="{url}/"><link rel="stylesheet" href="{url}/a"><script src="{url}/b"></script>'
        f'<meta http-equiv="refresh" content="0; url={url}/c">'
    )
    frames = (
        f'<iframe src="{url}/d"></iframe><img src="{url}/e"><object data="{url}/f"></object>'
        f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{url}/g"/>'
    )
    text = html_page(ROWS, f'<meta charset="utf-8">{head}').replace("<body>", f"<body>{frames}")
    path.write_text(text, "utf-8")
    return path


def linking_2003(path: Path, url: str) -> Path:
    path.write_text(
        spreadsheetml(ROWS).replace("<Workbook", f'<!DOCTYPE x SYSTEM "{url}/x.dtd"><Workbook'),
        "utf-8",
    )
    return path


def linking_workbook(path: Path, url: str) -> Path:
    """A link to another workbook, a query of a web page, and a formula that asks for one."""
    relations = f'<Relationships xmlns="{OFFICE.replace("officeDocument", "package")}">'
    linked = relations + LINK.format(OFFICE, "externalLinkPath", f"{url}/a") + "</Relationships>"
    query = f'<connections><connection id="1"><webPr url="{url}/b"/></connection></connections>'

    def change(name: str, content: bytes) -> bytes:
        if name == "xl/_rels/workbook.xml.rels":
            link = LINK.format(OFFICE, "externalLink", f"{url}/c").encode()
            return content.replace(b"</Relationships>", link + b"</Relationships>")
        if name == "xl/worksheets/sheet1.xml":
            asking = b'<c r="D2"><f>WEBSERVICE("%s/d")</f><v>7</v></c></row>' % url.encode()
            return content.replace(b"</row></sheetData>", asking + b"</sheetData>")
        return content

    more = {
        "xl/externalLinks/externalLink1.xml": b'<externalLink><externalBook r:id="rId77"/>',
        "xl/externalLinks/_rels/externalLink1.xml.rels": linked.encode(),
        "xl/connections.xml": query.encode(),
    }
    repack(write(path.with_name(f"sound-{path.name}"), ROWS), path, change)
    for name, content in more.items():
        with_part(path, name, content)
    return path


def linking_document(path: Path, url: str) -> Path:
    """A template, a picture and a part of the text that stand elsewhere."""
    made = docx.Document()
    made.add_paragraph(OWN)
    for kind, name in (("attachedTemplate", "a"), ("image", "b"), ("aFChunk", "c")):
        made.part.relate_to(f"{url}/{name}", f"{OFFICE}/{kind}", is_external=True)
    made.save(str(path))
    return path


def linking_pdf(path: Path, url: str) -> Path:
    """A page that opens an address, and an object whose content stands there."""
    opening = f"/AA<</O<</S/URI/URI({url}/a)>>>>/Metadata<</FS/URL/F({url}/b)>>".encode()
    return pdf_of(path, [f"BT /F1 10 Tf 50 800 Td ({OWN}) Tj ET".encode()], b">>" + opening + b"<<")


@pytest.mark.parametrize(
    ("name", "make"),
    [("a.xls", linking_page), ("b.xls", linking_2003), ("c.xlsx", linking_workbook)],
)
def test_an_export_is_read_without_what_it_points_to(
    tmp_path: Path, elsewhere: WebServer, name: str, make: Callable[[Path, str], Path]
) -> None:
    pull = read(make(tmp_path / name, elsewhere.url))
    assert list(pull.dossiers["code"]) == [OWN]


@pytest.mark.parametrize(
    ("name", "make"),
    [("a.html", linking_page), ("b.docx", linking_document), ("c.pdf", linking_pdf)],
)
def test_a_public_list_is_read_without_what_it_points_to(
    tmp_path: Path, elsewhere: WebServer, name: str, make: Callable[[Path, str], Path]
) -> None:
    assert list(posted(make(tmp_path / name, elsewhere.url), OWN, OTHER)) == [OWN]
