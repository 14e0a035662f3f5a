"""Writes the shipped letter templates, letters/templates/*.docx, laid out by Nghị định 30/2020.

Run it after changing a text or a size: ``python tools/build_templates.py``. The same script writes
the same bytes, and a test compares them with the files in the repository. All sizes are in points,
all lengths in millimetres.
"""

import io
import sys
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

TEMPLATES = Path(__file__).parent.parent / "letters" / "templates"
FONT = "Times New Roman"
CENTRE, LEFT, JUSTIFY = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
FIXED_DAY = datetime(2021, 9, 1, tzinfo=UTC)
"""Stands in the document's properties: a file that is built twice must not differ."""


@dataclass(frozen=True)
class Layout:
    """Paper and sizes of one form."""

    paper: tuple[float, float]
    margins: tuple[float, float, float, float]
    """Top, bottom, left, right."""
    head: tuple[float, float]
    """Widths of the two columns of the head."""
    foot: tuple[float, float]
    """Widths of Nơi nhận and of the signer's block."""
    motto_rule: float
    """Length of the rule under the motto: as long as the motto."""
    names: float
    """Superior body, agency, Quốc hiệu."""
    motto: float
    number: float
    subject: float
    title: float
    body: float
    recipients_title: float
    recipients: float
    indent: float
    spacing: float
    """Between paragraphs."""
    line: float
    """Line height, as a multiple."""
    signature: float
    """Room for the signature and the seal."""


A4 = Layout(
    paper=(210, 297), margins=(20, 20, 30, 15), head=(71, 94), foot=(83, 82), motto_rule=56,
    names=12, motto=13, number=13, subject=12, title=14, body=14,
    recipients_title=12, recipients=11, indent=12.7, spacing=6, line=1.15, signature=72,
)  # fmt: skip
A5 = Layout(
    paper=(148, 210), margins=(12, 10, 15, 10), head=(48, 75), foot=(66, 57), motto_rule=47,
    names=10, motto=11, number=11, subject=11, title=12, body=11,
    recipients_title=10, recipients=9, indent=10, spacing=6, line=1.0, signature=48,
)  # fmt: skip

RECEIVED = (
    "{{ received_on|capitalize }}, {{ agency }} tiếp nhận hồ sơ của {{ addressee }} đề nghị giải "
    "quyết thủ tục hành chính: {{ procedure }}; "
)
DUE = "Thời gian hẹn trả kết quả: {{ due }}."
RECEIPT = "ghi trên Giấy tiếp nhận hồ sơ và hẹn trả kết quả."
LATE_RECEIPT = f"đúng thời hạn {RECEIPT}"
STATEMENTS = (
    "{{ only_before }}Tuy nhiên, vì lý do nêu dưới đây, {{ agency }} dự kiến không thể trả kết quả "
    + LATE_RECEIPT,
    "{{ only_after }}Tuy nhiên, {{ agency }} đến nay chưa trả kết quả " + LATE_RECEIPT,
    "{{ only_finished }}Tuy nhiên, đến {{ completed_on }} hồ sơ mới có kết quả, {{ lateness }} "
    + RECEIPT,
)
REASON = "Lý do: {{ reason }} (nguyên nhân thuộc về: {{ fault }})."
TROUBLE = "gây phiền hà, làm tốn kém thời gian, chi phí và công sức của {{ addressee }}. "
SORRY = "{{ agency }} chân thành xin lỗi {{ addressee }}"
FETCH = (
    "Hồ sơ hiện đã có kết quả. Nếu {{ addressee }} chưa nhận, kính mời {{ addressee }} nhận tại "
    "Bộ phận Tiếp nhận và Trả kết quả hoặc theo hình thức đã đăng ký khi nộp hồ sơ."
)
WISH = "Rất mong nhận được sự thông cảm của {{ addressee }}./."


def apology(promise: str) -> tuple[str, ...]:
    """The apology and what is promised, in the three wordings."""
    return (
        f"{{{{ only_before }}}}Sự chậm trễ này có thể {TROUBLE}{SORRY}{promise}",
        f"{{{{ only_after }}}}Sự chậm trễ này đã {TROUBLE}{SORRY}{promise}",
        f"{{{{ only_finished }}}}Sự chậm trễ này đã {TROUBLE}{SORRY}.",
        f"{{{{ only_finished }}}}{FETCH}",
    )


def main() -> None:
    """Write every template."""
    for name, content in built().items():
        (TEMPLATES / name).write_bytes(content)
        sys.stderr.write(f"{name}: {len(content)} bytes\n")


def built() -> dict[str, bytes]:
    """Each template's file name and bytes."""
    return {
        "mau-04-2018.docx": slip(
            A5,
            ("PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",),
            f"{RECEIVED}mã hồ sơ: {{{{ code }}}}.",
            apology(" và hẹn lại thời gian trả kết quả vào {{ new_due_on }}."),
        ),
        "mau-04-2025.docx": slip(
            A4,
            ("PHIẾU XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN", "THỜI GIAN GIẢI QUYẾT"),
            f"{RECEIVED}số định danh: {{{{ applicant_id }}}}; mã hồ sơ: {{{{ code }}}}.",
            apology(
                ", đề nghị được gia hạn thời gian giải quyết hồ sơ và sẽ trả kết quả vào "
                "{{ new_due_on }}."
            ),
        ),
        "cong-van.docx": official_letter(A4),
    }


def slip(layout: Layout, title: tuple[str, ...], received: str, apology: tuple[str, ...]) -> bytes:
    """A Mẫu 04: a named document, its title centred over the text."""
    document = blank(layout, " ".join(title).capitalize())
    head(document, layout, "Số: {{ slip_number }}", ())
    for number, line in enumerate(title):
        last = number == len(title) - 1
        before, after = (14 if number == 0 else 0), (10 if last else 0)
        write(
            document.add_paragraph(),
            line,
            layout.title,
            CENTRE,
            bold=True,
            before=before,
            after=after,
        )
    write(
        document.add_paragraph(),
        "Kính gửi: {{ recipient }}",
        layout.body,
        CENTRE,
        after=8,
    )
    text_and_foot(document, layout, (received, DUE, *STATEMENTS, REASON), apology)
    return packed(document)


def official_letter(layout: Layout) -> bytes:
    """A công văn: no title, the subject (V/v) under the number."""
    document = blank(layout, "Công văn xin lỗi")
    late, again = "giải~quyết quá~hạn", "và~hẹn~lại thời~gian trả~kết~quả"
    subjects = (
        f"{{{{ only_before }}}}{tied(f'V/v xin~lỗi đối~với hồ~sơ dự~kiến {late} {again}')}",
        f"{{{{ only_after }}}}{tied(f'V/v xin~lỗi đối~với hồ~sơ {late} {again}')}",
        f"{{{{ only_finished }}}}{tied(f'V/v xin~lỗi đối~với hồ~sơ {late}')}",
    )
    head(document, layout, "Số: {{ letter_number }}", subjects)
    write(
        document.add_paragraph(),
        "Kính gửi: {{ recipient }}",
        layout.body,
        CENTRE,
        before=18,
        after=12,
    )
    promise = " và hẹn lại thời gian trả kết quả vào {{ new_due_on }}."
    received = f"{RECEIVED}mã hồ sơ: {{{{ code }}}}."
    text_and_foot(document, layout, (received, DUE, *STATEMENTS, REASON), apology(promise))
    return packed(document)


def tied(text: str) -> str:
    """The text with a no-break space for each ~: a narrow column breaks it between phrases only."""
    return text.replace("~", "\N{NO-BREAK SPACE}")


def head(document: DocumentObject, layout: Layout, number: str, subjects: tuple[str, ...]) -> None:
    """Agency and number at left, Quốc hiệu, motto, place and date at right."""
    table = borderless(document, layout.head, rows=2)
    left, right = table.rows[0].cells
    write(left.paragraphs[0], "{{ parent|upper|balanced }}", layout.names, CENTRE)
    write(left.add_paragraph(), "{{ agency|upper|balanced }}", layout.names, CENTRE, bold=True)
    rule(left, layout.head[0], layout.head[0] * 0.4)
    write(
        right.paragraphs[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", layout.names, CENTRE, bold=True
    )
    write(right.add_paragraph(), "Độc lập - Tự do - Hạnh phúc", layout.motto, CENTRE, bold=True)
    rule(right, layout.head[1], layout.motto_rule)
    left, right = table.rows[1].cells
    write(left.paragraphs[0], number, layout.number, CENTRE)
    for subject in subjects:
        paragraph = write(left.add_paragraph(), subject, layout.subject, CENTRE, before=6)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(6)
    write(right.paragraphs[0], "{{ place }}, {{ issued_on }}", layout.number, CENTRE, italic=True)


def text_and_foot(
    document: DocumentObject, layout: Layout, first: tuple[str, ...], last: tuple[str, ...]
) -> None:
    """The running text and what is below it; a signature never stands alone on a second page."""
    for text in first:
        body(document, layout, text)
    for text in (*last, WISH):
        body(document, layout, text).paragraph_format.keep_with_next = True
    foot(document, layout)


def foot(document: DocumentObject, layout: Layout) -> None:
    """Nơi nhận at left, the signer at right."""
    strip(document, 10).paragraph_format.keep_with_next = True
    table = borderless(document, layout.foot, rows=1)
    strip(document, 1)  # Word wants a paragraph after the last table
    left, right = table.rows[0].cells
    write(left.paragraphs[0], "Nơi nhận:", layout.recipients_title, LEFT, bold=True, italic=True)
    for line in (
        "- Như trên;",
        "- Bộ phận Tiếp nhận và Trả kết quả;",
        "- Lưu: {{ kept_by }}.",
    ):
        write(left.add_paragraph(), line, layout.recipients, LEFT)
    write(right.paragraphs[0], "{{ signer_authority|upper }}", layout.body, CENTRE, bold=True)
    write(right.add_paragraph(), "{{ signer_title|upper }}", layout.body, CENTRE, bold=True)
    write(
        right.add_paragraph(),
        "{{ signer_name }}",
        layout.body,
        CENTRE,
        bold=True,
        before=layout.signature,
    )


def body(document: DocumentObject, layout: Layout, text: str) -> Paragraph:
    """A paragraph of the running text."""
    paragraph = write(document.add_paragraph(), text, layout.body, JUSTIFY, after=layout.spacing)
    paragraph.paragraph_format.first_line_indent = Mm(layout.indent)
    paragraph.paragraph_format.line_spacing = layout.line
    return paragraph


def write(
    paragraph: Paragraph,
    text: str,
    size: float,
    alignment: WD_ALIGN_PARAGRAPH,
    *,
    bold: bool = False,
    italic: bool = False,
    before: float = 0,
    after: float = 0,
) -> Paragraph:
    """Fill an empty paragraph: one run, all of its looks set on the spot."""
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.italic = Pt(size), bold, italic
    paragraph.alignment = alignment
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.space_after = Pt(after)
    return paragraph


def rule(cell: _Cell, width: float, length: float) -> None:
    """A solid line, centred: the top border of a paragraph that is 4 points high."""
    paragraph = strip(cell, 4)
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(2), Pt(4)
    paragraph.paragraph_format.left_indent = Mm((width - length) / 2)
    paragraph.paragraph_format.right_indent = Mm((width - length) / 2)
    paragraph._p.get_or_add_pPr().insert_element_before(
        parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/>'
            "</w:pBdr>"
        ),
        *("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"),
    )


def strip(container: DocumentObject | _Cell, height: float) -> Paragraph:
    """An empty paragraph of a given height."""
    paragraph = write(container.add_paragraph(), "", height, LEFT)
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(height)
    return paragraph


def borderless(document: DocumentObject, widths: tuple[float, float], rows: int) -> Table:
    """A table of two fixed columns over the width of the text, without lines or inner margins."""
    table: Table = document.add_table(rows, 2)
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    margins = parse_xml(
        f'<w:tblCellMar {nsdecls("w")}><w:left w:w="0" w:type="dxa"/>'
        '<w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
    )
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")
    for row in table.rows:
        no_split = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(no_split)
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def blank(layout: Layout, title: str) -> DocumentObject:
    """An empty document on the right paper, in Times New Roman, numbered from its second page."""
    document = Document()
    for unused in (s for s in list(document.styles) if not s.builtin or s.name not in KEPT_STYLES):
        unused.delete()
    plain_text_defaults(document, layout)
    for relations in (document.part.rels, document.part.package.rels):
        for key in [k for k, r in relations.items() if r.reltype.endswith(UNUSED_PARTS)]:
            del relations[key]
    section = document.sections[0]
    section.page_width, section.page_height = Mm(layout.paper[0]), Mm(layout.paper[1])
    top, bottom, left, right = layout.margins
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.header_distance = section.footer_distance = Mm(top / 2)
    section.different_first_page_header_footer = True
    page_number(section.header.paragraphs[0], layout)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, "", ""
    properties.language = "vi-VN"
    properties.created = properties.modified = FIXED_DAY
    return document


KEPT_STYLES = ("Normal", "Default Paragraph Font", "Normal Table", "No List")
UNUSED_PARTS = (
    "/stylesWithEffects", "/theme", "/customXml", "/thumbnail", "/numbering", "/webSettings",
    "/fontTable",
)  # fmt: skip
"""What python-docx's own empty document carries along."""


def plain_text_defaults(document: DocumentObject, layout: Layout) -> None:
    """Black Times New Roman for every script, Vietnamese, no compatibility mode in Word."""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(layout.body)
    normal.font.color.rgb = RGBColor(0, 0, 0)
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), FONT)
    for language in document.styles.element.iter(qn("w:lang")):
        language.attrib.clear()
        language.set(qn("w:val"), "vi-VN")
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    settings = document.settings.element
    for compatibility in list(settings.iter(qn("w:compat"))):
        compatibility.clear()
        compatibility.append(
            parse_xml(
                f'<w:compatSetting {nsdecls("w")} w:name="compatibilityMode" '
                'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
            )
        )


def page_number(paragraph: Paragraph, layout: Layout) -> None:
    """Centred in the top margin; the first page has a header of its own, which is empty."""
    paragraph.alignment = CENTRE
    run = paragraph.add_run()
    run.font.size = Pt(layout.number)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    field.append(run._r)
    paragraph._p.append(field)


def packed(document: DocumentObject) -> bytes:
    """The document's bytes, stored: how well a zlib compresses differs between machines."""
    saved, fixed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(fixed, "w") as target:
        for entry in source.infolist():
            plain = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            plain.create_system = 0
            target.writestr(plain, source.read(entry))
    return fixed.getvalue()


if __name__ == "__main__":
    main()
