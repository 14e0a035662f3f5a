"""Word documents as public lists: every place of a code, and nothing unsafe."""

from datetime import date, datetime
from pathlib import Path

import docx
import pytest
from docx.shared import Cm
from list_files import CODE, code, posted, with_body, with_part
from odd_files import repack, replaced

from monitor.intake.errors import IntakeError
from monitor.intake.lists.reading import read_list
from monitor.intake.sheets import read_sheets

BODY = "word/document.xml"


def document(tmp_path: Path, *lines: str) -> Path:
    made = docx.Document()
    for line in lines:
        made.add_paragraph(line)
    made.save(str(tmp_path / "list.docx"))
    return tmp_path / "list.docx"


def test_codes_stand_in_paragraphs_lists_tables_heads_and_feet(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph(f"Hồ sơ {code(1)} đã có kết quả.")
    made.add_paragraph(code(2), style="List Number")
    table = made.add_table(rows=2, cols=2)
    table.rows[0].cells[1].text = "Mã hồ sơ"
    table.rows[1].cells[1].text = code(3)
    inner = table.rows[1].cells[0].add_table(rows=1, cols=1)
    inner.rows[0].cells[0].text = code(4)
    made.sections[0].header.paragraphs[0].text = code(5)
    made.sections[0].footer.add_table(1, 1, Cm(5)).rows[0].cells[0].text = code(6)
    made.save(str(tmp_path / "list.docx"))
    assert posted(tmp_path / "list.docx").keys() == {code(number) for number in range(1, 7)}


def test_codes_stand_in_text_boxes_and_notes(tmp_path: Path) -> None:
    box = (
        "<w:p><w:r><w:t>Trước</w:t><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>"
        f"<w:p><w:r><w:t>{code(1)}</w:t></w:r></w:p></w:txbxContent></wps:txbx></mc:Choice>"
        "<mc:Fallback><v:textbox><w:txbxContent>"
        f"<w:p><w:r><w:t>{code(2)}</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    file = with_body(document(tmp_path, "Danh sách"), box)
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    for number, part in ((3, "footnotes"), (4, "endnotes")):
        text = (
            f'<w:{part} xmlns:w="{name}"><w:p><w:r><w:t>{code(number)}</w:t></w:r></w:p></w:{part}>'
        )
        with_part(file, f"word/{part}.xml", text.encode())
    assert posted(file).keys() == {code(1), code(3), code(4)}


def test_a_code_may_be_split_among_runs_breaks_and_hyphens(tmp_path: Path) -> None:
    runs = (
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>000.17.</w:t></w:r>"
        "<w:r><w:t>22.H56</w:t><w:noBreakHyphen/><w:t>2105</w:t><w:br/><w:t>31-</w:t>"
        "<w:softHyphen/></w:r><w:r><w:t>0001</w:t></w:r></w:p>"
    )
    assert posted(with_body(document(tmp_path, "x"), runs)) == {CODE: None}


def test_what_was_deleted_is_not_posted(tmp_path: Path) -> None:
    deleted = (
        f"<w:p><w:del><w:r><w:delText>{code(2)}</w:delText></w:r></w:del>"
        f"<w:r><w:instrText>HYPERLINK {code(3)}</w:instrText></w:r></w:p>"
    )
    assert posted(with_body(document(tmp_path, CODE), deleted)) == {CODE: None}


def test_a_column_of_days_is_found_behind_merged_headings(tmp_path: Path) -> None:
    made = docx.Document()
    made.core_properties.created = datetime(2020, 1, 1)
    table = made.add_table(rows=2, cols=4)
    head = table.rows[0].cells
    head[0].text = "Mã hồ sơ"
    head[1].merge(head[2]).text = "Chủ hồ sơ"
    head[3].text = "Ngày công khai"
    for cell, text in zip(table.rows[1].cells, (CODE, "A", "B", "12/08/2021"), strict=True):
        cell.text = text
    made.save(str(tmp_path / "list.docx"))
    assert posted(tmp_path / "list.docx") == {CODE: date(2021, 8, 12)}


def test_the_day_of_a_document_stands_in_its_text_and_not_in_its_properties(tmp_path: Path) -> None:
    assert posted(document(tmp_path, "Ngày đăng: 12/08/2021", CODE)) == {CODE: date(2021, 8, 12)}
    assert posted(document(tmp_path, CODE)) == {CODE: None}


@pytest.mark.parametrize(
    ("pattern", "by", "said"),
    [
        (rb"<w:document", b'<!DOCTYPE x [<!ENTITY a "b">]><w:document', "declares XML entities"),
        (rb"</w:body>", b"</w:bod>", "part 'word/document.xml': is damaged"),
        (rb"<w:body>", b"<w:body>" + b"<w:p>" * 100_000, "is damaged"),
        (rb"<w:body>", b"<w:body>" + b" " * 100_000_000, "would unpack from"),
    ],
    ids=["entities", "damaged", "deep", "bursting"],
)
def test_an_unsafe_document_is_refused(
    tmp_path: Path, pattern: bytes, by: bytes, said: str
) -> None:
    file = repack(document(tmp_path, CODE), tmp_path / "a.docx", replaced(BODY, pattern, by))
    with pytest.raises(IntakeError, match=said):
        read_list(file)


def test_a_document_with_macros_is_refused(tmp_path: Path) -> None:
    file = with_part(document(tmp_path, CODE), "word/vbaProject.bin", b"x")
    with pytest.raises(IntakeError, match="is a Word document with macros"):
        read_list(file)


def test_a_document_is_still_no_export(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match=r"is a Word document, not a workbook; export the list"):
        read_sheets(document(tmp_path, CODE))
