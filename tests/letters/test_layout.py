"""The paper, measured on rendered letters: Nghị định 30/2020/NĐ-CP, A5 a little smaller."""

import re
import runpy
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from letter_samples import CASE, DRAFT, FILLED, opened

from letters import Form, Wording, builtin_template

ROOT = Path(__file__).parents[2]
LETTERS = [(form, wording) for form in Form for wording in Wording]
EVERY_LETTER = pytest.mark.parametrize(("form", "wording"), LETTERS)


@dataclass(frozen=True)
class Expected:
    """Lengths in millimetres, sizes in points."""

    paper: tuple[int, int]
    margins: tuple[int, int, int, int]
    names: float
    motto: float
    number: float
    body: float
    recipients: tuple[float, float]
    indent: float


A4 = Expected((210, 297), (20, 20, 30, 15), 12, 13, 13, 14, (12, 11), 12.7)
A5 = Expected((148, 210), (12, 10, 15, 10), 10, 11, 11, 11, (10, 9), 10)
EXPECTED = {Form.MAU_04_2018: A5, Form.MAU_04_2025: A4, Form.CONG_VAN: A4}


class Letter:
    """A rendered letter, its paragraphs found by how they begin."""

    def __init__(self, form: Form, wording: Wording, fields: dict[str, str] = FILLED) -> None:
        self.document = opened(builtin_template(form).render(fields, wording))
        self.tables = self.document.tables
        cells = [c for table in self.tables for row in table.rows for c in row.cells]
        self.paragraphs = [p for c in cells for p in c.paragraphs] + self.document.paragraphs

    def starting(self, words: str) -> Paragraph:
        found: list[Paragraph] = [
            p for p in self.paragraphs if " ".join(p.text.split()).startswith(words)
        ]
        assert len(found) == 1, words
        return found[0]


def looks(paragraph: Paragraph) -> tuple[float, bool, bool, ALIGN | None]:
    """Size in points, bold, italic, alignment: the same in all runs."""
    found = {
        (run.font.size.pt if run.font.size else 0.0, bool(run.font.bold), bool(run.font.italic))
        for run in paragraph.runs
    }
    assert len(found) == 1
    return (*found.pop(), paragraph.alignment)


@EVERY_LETTER
def test_paper_and_margins(form: Form, wording: Wording) -> None:
    section = Letter(form, wording).document.sections[0]
    expected = EXPECTED[form]
    lengths = (section.page_width, section.page_height)
    assert tuple(round(length.mm) for length in lengths if length) == expected.paper
    margins = (
        section.top_margin,
        section.bottom_margin,
        section.left_margin,
        section.right_margin,
    )
    assert tuple(round(margin.mm) for margin in margins if margin) == expected.margins


@EVERY_LETTER
def test_the_head_has_its_sizes_and_styles(form: Form, wording: Wording) -> None:
    letter, size = Letter(form, wording), EXPECTED[form]
    centre = ALIGN.CENTER
    assert looks(letter.starting("ỦY BAN NHÂN DÂN")) == (size.names, False, False, centre)
    assert looks(letter.starting("SỞ LAO ĐỘNG")) == (size.names, True, False, centre)
    assert looks(letter.starting("CỘNG HÒA")) == (size.names, True, False, centre)
    assert looks(letter.starting("Độc lập - Tự do - Hạnh phúc")) == (
        size.motto,
        True,
        False,
        centre,
    )
    assert looks(letter.starting("Số: 05/")) == (size.number, False, False, centre)
    assert looks(letter.starting("Nam Sơn, ngày 01")) == (size.number, False, True, centre)
    if form is Form.CONG_VAN:
        assert looks(letter.starting("V/v xin lỗi")) == (12, False, False, centre)
    else:
        size_of_title, bold, *_ = looks(letter.starting("PHIẾU XIN LỖI"))
        assert (size_of_title, bold) == (12 if size is A5 else 14, True)


@EVERY_LETTER
def test_the_text_is_justified_indented_and_spaced(form: Form, wording: Wording) -> None:
    letter, expected = Letter(form, wording), EXPECTED[form]
    for words in ("Ngày 23", "Thời gian hẹn", "Tuy nhiên", "Lý do", "Sự chậm trễ", "Rất mong"):
        paragraph = letter.starting(words)
        assert looks(paragraph) == (expected.body, False, False, ALIGN.JUSTIFY)
        layout = paragraph.paragraph_format
        assert layout.first_line_indent is not None
        assert layout.first_line_indent.mm == pytest.approx(expected.indent, abs=0.1)
        assert layout.space_after is not None
        assert layout.space_after.pt >= 6
        assert isinstance(layout.line_spacing, float)
        assert 1.0 <= layout.line_spacing <= 1.5


@EVERY_LETTER
def test_the_foot_has_its_sizes_and_room_for_a_signature(form: Form, wording: Wording) -> None:
    letter, expected = Letter(form, wording), EXPECTED[form]
    title, entries = expected.recipients
    assert looks(letter.starting("Nơi nhận:")) == (title, True, True, ALIGN.LEFT)
    for words in ("- Như trên;", "- Bộ phận Tiếp nhận", "- Lưu: VT"):
        assert looks(letter.starting(words)) == (entries, False, False, ALIGN.LEFT)
    for words in ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Trần Văn Bình"):
        assert looks(letter.starting(words)) == (expected.body, True, False, ALIGN.CENTER)
    space = letter.starting("Trần Văn Bình").paragraph_format.space_before
    assert space is not None
    assert space.mm >= 15
    signer = letter.tables[-1].rows[0].cells[1]
    assert "PHÓ GIÁM ĐỐC" in [p.text for p in signer.paragraphs]


@EVERY_LETTER
def test_the_rules_are_paragraph_borders_of_the_right_length(form: Form, wording: Wording) -> None:
    left, right = Letter(form, wording).tables[0].rows[0].cells
    for cell, shortest, longest in ((left, 1 / 3, 1 / 2), (right, 0.55, 0.7)):
        rule = cell.paragraphs[-1]
        border = rule._p.find(f".//{qn('w:pBdr')}/{qn('w:top')}")
        assert border is not None
        assert border.get(qn("w:val")) == "single"
        layout = rule.paragraph_format
        length = (cell.width or 0) - (layout.left_indent or 0) - (layout.right_indent or 0)
        assert shortest <= length / (cell.width or 1) <= longest


@EVERY_LETTER
def test_everything_is_black_times_new_roman(form: Form, wording: Wording) -> None:
    document = Letter(form, wording).document
    fonts = {
        value
        for root in (document.element, document.styles.element)
        for element in root.iter(qn("w:rFonts"))
        for value in element.attrib.values()
    }
    colours = {
        element.get(qn("w:val"))
        for root in (document.element, document.styles.element)
        for element in root.iter(qn("w:color"))
    }
    assert fonts == {"Times New Roman"}
    assert colours <= {"000000"}


@EVERY_LETTER
def test_pages_are_numbered_in_the_top_margin_but_for_the_first(
    form: Form, wording: Wording
) -> None:
    section = Letter(form, wording).document.sections[0]
    header = section.header.paragraphs[0]
    assert section.different_first_page_header_footer
    assert section.first_page_header.is_linked_to_previous
    assert header.alignment == ALIGN.CENTER
    assert header._p.find(qn("w:fldSimple")).get(qn("w:instr")) == "PAGE"


def test_the_shipped_templates_are_what_the_script_builds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "tools")
    built = runpy.run_path(str(ROOT / "tools" / "build_templates.py"))["built"]
    shipped = {path.name: path.read_bytes() for path in (ROOT / "letters/templates").iterdir()}
    assert shipped == built(), "run tools/build_templates.py"
    assert built() == built()


@pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftotext") is None,
    reason="needs LibreOffice: apt-get install libreoffice-writer-nogui poppler-utils",
)
def test_every_letter_fits_one_page_in_libreoffice_or_ends_with_text_and_signature(
    tmp_path: Path,
) -> None:
    for form, wording in LETTERS:
        # One of these fills the first page but for the signature.
        for lines in range(9, 15) if wording is Wording.AFTER else ():
            fields = {**FILLED, "reason": "cơ quan phối hợp chưa trả lời, " * 3 * lines}
            (tmp_path / f"{form}.{wording}.{lines}.docx").write_bytes(
                builtin_template(form).render(fields, wording)
            )
        for name, fields in (("draft", DRAFT), ("filled", FILLED)):
            letter = builtin_template(form).render(fields, wording)
            (tmp_path / f"{form}.{wording}.{name}.docx").write_bytes(letter)
    documents = sorted(tmp_path.glob("*.docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*convert, *map(str, documents)], check=True, capture_output=True, timeout=300)
    for document in documents:
        pdf = document.with_suffix(".pdf")
        done = subprocess.run(
            ["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True
        )
        first, *others = done.stdout.split("\f")[:-1]
        if document.stem.rpartition(".")[2].isdecimal():
            assert all("Sự chậm trễ" in page and "./." in page for page in others), document.name
            continue
        assert not others, f"{document.name} has more than one page"
        text = re.sub(r"\s+", " ", first)
        assert CASE.code in text
        assert str(CASE.applicant) in text


@EVERY_LETTER
def test_the_apology_and_the_closing_words_stay_with_the_signature(
    form: Form, wording: Wording
) -> None:
    """Else a long reason leaves a signature alone on the second page."""
    paragraphs = Letter(form, wording).document.paragraphs
    told = [p.text for p in paragraphs if p.paragraph_format.keep_with_next]
    assert told[0].startswith("Sự chậm trễ này")
    assert told[-2].endswith("./.")
    assert told[-1] == ""
    assert paragraphs.index(next(p for p in paragraphs if p.text == told[0])) == (
        len(paragraphs) - len(told) - 1
    )
