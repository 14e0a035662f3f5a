"""PDFs as public lists: codes over lines and pages, and files that would never end."""

import shutil
import subprocess
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.shared import Cm
from list_files import CODE, code, pdf, pdf_of, posted
from pypdf import PdfReader, PdfWriter

from monitor.intake.errors import IntakeError
from monitor.intake.formats import limits
from monitor.intake.lists.codes import rejoined
from monitor.intake.lists.reading import read_list
from monitor.intake.sheets import read_sheets


def test_the_text_of_every_page_is_read(tmp_path: Path) -> None:
    pages = [["Danh sach", f"1 {code(1)} Tran Van A"], [], [f"2 {code(2)}", "3", f"{code(3)}."]]
    assert posted(pdf(tmp_path / "a.pdf", pages)).keys() == {code(1), code(2), code(3)}


def test_a_code_may_be_broken_over_lines_and_pages(tmp_path: Path) -> None:
    pages = [
        ["1 000.17.22.H56-", "210531-0001", "2 000.17.22.", "H56-2105", "31-0002"],
        ["3 000.17.22.H56-210531-", "Tran Thi B", "Trang 2/3"],
        ["STT Ma ho so", "0003 Minh", "4 000.17.22.H56-2105"],
        ["31-0004"],
    ]
    assert posted(pdf(tmp_path / "a.pdf", pages)).keys() == {code(n) for n in range(1, 5)}


def test_only_the_rest_of_a_code_is_joined_to_its_beginning() -> None:
    lines = ["41 000.17.22.H56- Trần", "Trang 3", "12/08/2021", "210531-0041 Minh", "210531-0042"]
    assert list(rejoined(lines, 3)) == [lines[0], code(41), *lines[1:]]
    assert list(rejoined(lines, 2)) == lines


def test_the_day_in_the_text_counts_and_not_that_of_the_file(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=pdf(tmp_path / "a.pdf", [[CODE]]))
    writer.add_metadata({"/CreationDate": "D:20200101000000Z"})
    writer.write(tmp_path / "b.pdf")
    assert posted(tmp_path / "b.pdf") == {CODE: None}


def protected(path: Path, password: str, algorithm: str) -> Path:
    writer = PdfWriter(clone_from=pdf(path, [[CODE]]))
    writer.encrypt(password, "chu", algorithm=algorithm)
    writer.write(path)
    return path


def test_a_pdf_that_only_forbids_changes_is_read(tmp_path: Path) -> None:
    assert posted(protected(tmp_path / "a.pdf", "", "RC4-128")) == {CODE: None}


def test_a_protected_pdf_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match=r"a\.pdf: is protected by a password; save it again"):
        read_list(protected(tmp_path / "a.pdf", "mat-khau", "RC4-128"))


PICTURE = b"/XObject<</Im1<</Type/XObject/Subtype/Image/Width 1/Height 1>>>>"


def test_a_scan_is_refused_by_its_pages(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match=r"a\.pdf: page 1, 2 has no text \(a scan\); give"):
        read_list(pdf_of(tmp_path / "a.pdf", [b"/Im1 Do", b"/Im1 Do"], PICTURE))
    with pytest.raises(IntakeError, match=r"a\.pdf: has no text"):
        read_list(pdf(tmp_path / "a.pdf", [[], []]))
    line = b"BT /F1 10 Tf (%s) Tj ET" % CODE.encode()
    with pytest.raises(IntakeError, match=r"a\.pdf: page 2 has no text"):
        read_list(pdf_of(tmp_path / "a.pdf", [line, b"/Im1 Do"], PICTURE))
    assert posted(pdf_of(tmp_path / "a.pdf", [line], PICTURE)) == {CODE: None}


def cut_off(path: Path) -> Path:
    path.write_bytes(pdf(path, [[CODE]]).read_bytes()[:60])
    return path


def circle_of_pages(path: Path) -> Path:
    content = pdf(path, [[CODE]]).read_bytes()
    path.write_bytes(content.replace(b"/Kids[5 0 R]", b"/Kids[2 0 R]"))
    return path


def circle_of_forms(path: Path) -> Path:
    """A page whose content draws itself."""
    content = pdf_of(
        path, [b"BT /F1 10 Tf (%s) Tj ET /F Do" % CODE.encode()], b"/XObject<</F 4 0 R>>"
    ).read_bytes()
    form = b"4 0 obj\n<</Type/XObject/Subtype/Form/Resources<</XObject<</F 4 0 R>>>>/Length"
    path.write_bytes(content.replace(b"4 0 obj\n<</Length", form))
    return path


def bursting(path: Path) -> Path:
    """A page of 1 MB that unpacks to 1 GB."""
    packer = zlib.compressobj()
    packed = b"".join(packer.compress(b" " * 10_000_000) for _ in range(100)) + packer.flush()
    content = pdf_of(path, [packed]).read_bytes()
    path.write_bytes(content.replace(b"<</Length", b"<</Filter/FlateDecode/Length", 1))
    return path


def many_pages(path: Path) -> Path:
    content = pdf(path, [[CODE]]).read_bytes()
    path.write_bytes(content.replace(b"/Kids[5 0 R", b"/Kids[" + b"5 0 R " * 20_000))
    return path


@pytest.mark.parametrize("make", [cut_off, circle_of_pages, bursting, many_pages])
def test_a_damaged_or_hostile_pdf_is_refused(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    with pytest.raises(IntakeError, match=r"a\.pdf: (?:is|can't)"):
        read_list(make(tmp_path / "a.pdf"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PDF_SECONDS", 0),
        ("PDF_MEMORY_BYTES", 20 * limits.MB),
        ("DOCUMENT_BYTES", 1_000),
        ("PDF_PAGES", 10),
    ],
)
def test_a_pdf_that_takes_too_long_or_too_much_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: int
) -> None:
    file = pdf(tmp_path / "a.pdf", [[CODE] * 60] * 11)
    assert posted(file) == {CODE: None}
    monkeypatch.setattr(limits, name, value)
    with pytest.raises(IntakeError, match=r"a\.pdf: (?:is larger|can't be read within)"):
        read_list(file)


def test_a_pdf_is_still_no_export(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="is a PDF, not a list of dossiers; export the list"):
        read_sheets(pdf(tmp_path / "a.pdf", [[CODE]]))


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="needs LibreOffice: apt-get install libreoffice-writer"
)
def test_every_code_of_a_narrow_table_over_pages_is_found(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("Ngày đăng: 12/08/2021")
    table = made.add_table(rows=1, cols=4, style="Table Grid")
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    rows = [("STT", "Mã hồ sơ", "Chủ hồ sơ", "Ngày trả")]
    rows += [(str(n), code(n), "Trần Thị Minh Nguyệt Ánh Hồng", "10/09/2021") for n in range(1, 90)]
    for at, texts in enumerate(rows):
        cells = table.rows[0].cells if at == 0 else table.add_row().cells
        for cell, text, width in zip(cells, texts, (1, 2.2, 2, 3), strict=True):
            cell.text, cell.width = text, Cm(width)
    made.sections[0].footer.paragraphs[0].text = "Danh sách công khai"
    made.save(str(tmp_path / "list.docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*convert, str(tmp_path / "list.docx")], check=True, timeout=300)
    assert len(PdfReader(tmp_path / "list.pdf").pages) > 3
    day = date(2021, 8, 12)
    assert posted(tmp_path / "list.pdf") == {code(n): day for n in range(1, 90)}
