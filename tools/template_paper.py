"""The paper of the letter templates, with python-docx: page, tables, lines and runs.

All sizes are in points, all lengths in millimetres.
"""

import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

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
