"""What a letter says, whatever it looks like."""

from io import BytesIO

from docx import Document


def text_of(document: bytes) -> str:
    """All text of a letter, with plain spaces."""
    opened = Document(BytesIO(document))
    cells = [cell for table in opened.tables for r in table.rows for cell in r.cells]
    paragraphs = [*opened.paragraphs, *(p for cell in cells for p in cell.paragraphs)]
    return " ".join(p.text for p in paragraphs).replace("\u00a0", " ")
