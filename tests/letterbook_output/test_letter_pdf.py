"""Letters as PDF through LibreOffice: many at once, bad ones named, nothing run or fetched."""

import threading
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from typing import ClassVar

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from letter_papers import SOFFICE, letter, needs_office, pages, script, seen
from pypdf import PdfWriter

from monitor.letterbook import soffice as office
from monitor.letterbook.pdf import convert, pdfs_beside
from monitor.letterbook.soffice import OfficeError, find_soffice

# Hangs, with a child of its own, on a folder that holds a letter that says so; else LibreOffice.
HANGS = (
    "for file in *.docx; do",
    '  if grep -q HANG "$file"; then sleep 600 & echo $! >> "$PIDS"; wait; fi',
    "done",
    f'exec "{SOFFICE}" "$@"',
)
PICTURE = """<w:drawing
  xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
  xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
  xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
  xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"
  xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
  <wp:inline><wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="x"/><a:graphic>
  <a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>
  <pic:nvPicPr><pic:cNvPr id="1" name="x"/><pic:cNvPicPr/></pic:nvPicPr>
  <pic:blipFill><a:blip r:link="{link}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>
  <pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm>
  <a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>
  </pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"""


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


@needs_office
def test_three_letters_become_three_pdfs_in_one_call(tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    counted = script(tmp_path / "soffice", f"echo call >> {calls}", f'exec "{SOFFICE}" "$@"')
    made = convert({code: letter(code) for code in ("A-1", "A-2", "A-3")}, counted)
    assert not made.refused
    assert list(made.pdfs) == ["A-1", "A-2", "A-3"]
    for code, pdf in made.pdfs.items():
        assert len(pages(pdf)) == 1
        assert code in seen(pdf)
        assert "Nguyễn Văn An" in seen(pdf)
    assert calls.read_text().split() == ["call"]


@needs_office
def test_letters_that_can_not_be_opened_are_named_and_do_not_stop_the_others() -> None:
    hollow = BytesIO()
    with zipfile.ZipFile(hollow, "w") as package:
        package.writestr("word/document.xml", "<not-a-letter>")
    documents = {
        "cut": letter("A-0")[:900],
        "A-1": letter("A-1"),
        "text": b"a text that another filter would take",
        "empty": b"",
        "hollow": hollow.getvalue(),
        "A-2": letter("A-2"),
    }
    made = convert(documents, SOFFICE)
    assert list(made.pdfs) == ["A-1", "A-2"]
    assert made.refused == {
        "cut": "it is no .docx file",
        "text": "it is no .docx file",
        "empty": "it is no .docx file",
        "hollow": "LibreOffice makes no readable PDF of it",
    }


@needs_office
def test_a_letter_on_which_libreoffice_hangs_is_named_and_its_processes_are_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pids = tmp_path / "pids"
    monkeypatch.setenv("PIDS", str(pids))
    hanging = script(tmp_path / "soffice", *HANGS)
    documents = {"bad": letter("A-0") + b"HANG", "A-1": letter("A-1"), "A-2": letter("A-2")}
    made = convert(documents, hanging, patience_s=5)
    assert list(made.pdfs) == ["A-1", "A-2"]
    assert made.refused == {"bad": "LibreOffice did nothing for 5 s and was ended"}
    children = [int(pid) for pid in pids.read_text().split()]
    assert len(children) == 2
    deadline = time.monotonic() + 10
    while any(map(is_alive, children)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(is_alive, children))


@needs_office
def test_a_crash_after_some_letters_does_not_lose_the_rest(tmp_path: Path) -> None:
    """It converts the first letter, then dies, as long as there is more than one."""
    crashing = script(
        tmp_path / "soffice",
        "[ -e 1.docx ] && rm 1.docx && code=77",
        f'"{SOFFICE}" "$@"',
        "exit $code",
    )
    made = convert({code: letter(code) for code in ("A-1", "A-2", "A-3")}, crashing)
    assert list(made.pdfs) == ["A-1", "A-2", "A-3"]
    assert not made.refused


def test_more_letters_than_libreoffice_reads_arguments_all_get_their_pdf(tmp_path: Path) -> None:
    """It reads 255 arguments, makes those PDFs, and ends with 0 as if there were no others."""
    blank = PdfWriter()
    blank.add_blank_page(100, 100)
    blank.write(tmp_path / "blank.pdf")
    forgetful = script(
        tmp_path / "soffice",
        "n=0",
        'for file in "$@"; do',
        "  n=$((n + 1))",
        "  [ $n -gt 255 ] && exit 0",
        f'  case $file in *.docx) cp "{tmp_path}/blank.pdf" "${{file%.docx}}.pdf";; esac',
        "done",
    )
    made = convert(dict.fromkeys(range(410), letter("A-1")), forgetful)
    assert list(made.pdfs) == list(range(410))
    assert not made.refused


def test_a_libreoffice_that_does_not_work_at_all_is_told_from_bad_letters(tmp_path: Path) -> None:
    broken = script(tmp_path / "soffice", "echo no display here", "exit 3")
    with pytest.raises(OfficeError, match=r"even an empty document.*code 3: no display here"):
        convert({"A-1": letter("A-1"), "A-2": letter("A-2")}, broken)


def test_what_is_no_pdf_is_not_taken_for_one(tmp_path: Path) -> None:
    lying = script(tmp_path / "soffice", 'printf "%%PDF-1.7 but no more" > 0.pdf')
    made = convert({"A-1": letter("A-1")}, lying)
    assert not made.pdfs
    assert list(made.refused) == ["A-1"]


@needs_office
def test_two_conversions_at_once_do_not_meet() -> None:
    batches = [{f"{name}-{n}": letter(f"{name}-{n}") for n in range(4)} for name in "AB"]
    with ThreadPoolExecutor() as both:
        for batch, made in zip(
            batches, both.map(lambda one: convert(one, SOFFICE), batches), strict=True
        ):
            assert list(made.pdfs) == list(batch)
            assert all(code in pages(pdf)[0] for code, pdf in made.pdfs.items())


class Asked(BaseHTTPRequestHandler):
    """Notes who asks for anything."""

    paths: ClassVar[list[str]] = []

    def handle(self) -> None:
        self.paths.append(self.rfile.readline().decode())


@pytest.fixture
def web() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Asked)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@needs_office
def test_a_letter_fetches_nothing_from_the_network(web: str) -> None:
    document = Document()
    link = document.part.relate_to(f"{web}/x.png", RELATIONSHIP_TYPE.IMAGE, is_external=True)
    run = document.add_paragraph("linked").add_run()
    run._r.append(parse_xml(PICTURE.format(link=link)))
    content = BytesIO()
    document.save(content)
    made = convert({"A-1": content.getvalue()}, SOFFICE)
    assert "linked" in pages(made.pdfs["A-1"])[0]
    assert Asked.paths == []


def test_the_program_is_found_on_the_path_or_where_config_toml_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = script(tmp_path / "libreoffice")
    assert find_soffice(program) == program
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_soffice(None) == program
    program.rename(tmp_path / "soffice")
    assert find_soffice(None) == tmp_path / "soffice"
    with pytest.raises(OfficeError, match=r"\[letters\] soffice: there is no file"):
        find_soffice(program)


def test_the_program_is_found_where_systems_install_it_or_said_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    place = tmp_path / "opt" / "libreoffice25.8" / "program"
    known = f'commands = []\nfiles = ["{tmp_path}/opt/libreoffice*/program/soffice"]\n'
    (data / "soffice.toml").write_text(known, encoding="utf-8")
    monkeypatch.setattr(office, "_DATA", data)
    with pytest.raises(OfficeError, match=r"was not found.*apt-get install libreoffice-writer"):
        find_soffice(None)
    place.mkdir(parents=True)
    program = script(place / "soffice")
    assert find_soffice(None) == program


@needs_office
def test_a_pdf_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "A-1.pdf").write_bytes(b"a scan")
    drafts = [(tmp_path / f"{code}.docx", letter(code)) for code in ("A-1", "A-2")]
    assert pdfs_beside([*drafts, (tmp_path / "B.docx", b"broken")], SOFFICE) == [
        "no B.pdf: it is no .docx file"
    ]
    assert (tmp_path / "A-1.pdf").read_bytes() == b"a scan"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["A-1.pdf", "A-2.pdf"]
