"""The department, the dossiers and the small documents that the letter tests are about."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from docx import Document
from docx.document import Document as DocumentObject

from letters import Agency, Case, letter_fields

AGENCY = Agency(
    name="Sở Lao động - Thương binh và Xã hội",
    parent="Ủy ban nhân dân tỉnh Nam Sơn",
    abbreviation="SLĐTBXH",
    place="Nam Sơn",
    signer_title="Giám đốc",
    signer_name="Nguyễn Thị Hồng Hạnh",
    signer_power="",
)
DEPUTY = replace(
    AGENCY, signer_title="Phó Giám đốc", signer_name="Trần Văn Bình", signer_power="KT."
)
CASE = Case(
    code="000.11.22.H99-210823-0014",
    applicant="Nguyễn Văn An",
    applicant_kind=1,
    procedure_code="1.000105",
    procedure_name="Cấp giấy phép lao động cho người lao động nước ngoài làm việc tại Việt Nam",
    unit="Phòng Việc làm - An toàn lao động",
    received_at=datetime(2021, 8, 23, 8, 10),
    due_at=datetime(2021, 9, 10, 17, 0),
    completed_at=datetime(2021, 9, 14, 9, 30),
    working_days_late=2,
)
BARE_CASE = Case(
    code="A-1",
    applicant=None,
    applicant_kind=None,
    procedure_code=None,
    procedure_name=None,
    unit=None,
    received_at=None,
    due_at=datetime(2021, 9, 10),
    completed_at=None,
    working_days_late=0,
)
DRAFT = letter_fields(CASE, AGENCY)
FILLED = letter_fields(
    CASE,
    DEPUTY,
    reason="hồ sơ phải lấy ý kiến của Công an tỉnh.",
    fault="cơ quan phối hợp",
    new_due_on=date(2021, 9, 17),
    number="5",
    issued_on=date(2021, 9, 1),
    applicant_id="001085000123",
)


def opened(letter: bytes) -> DocumentObject:
    return Document(io.BytesIO(letter))


def text_of(letter: bytes) -> str:
    """All the words of a letter, a line a paragraph, ordinary spaces only."""
    document = opened(letter)
    cells = [c for table in document.tables for row in table.rows for c in row.cells]
    blocks = [p for cell in cells for p in cell.paragraphs] + document.paragraphs
    return "\n".join(" ".join(p.text.split()) for p in blocks)


def docx(*paragraphs: str | Sequence[str]) -> bytes:
    """A small document; a paragraph given as a list is split into runs as Word does."""
    document = Document()
    for paragraph in paragraphs:
        added = document.add_paragraph()
        for number, run in enumerate([paragraph] if isinstance(paragraph, str) else paragraph):
            added.add_run(run).bold = bool(number % 2)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_part(document: bytes, part: str, content: bytes) -> bytes:
    """The same document with one part added or replaced."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, content)
    return buffer.getvalue()


def part_of(document: bytes, part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return archive.read(part)
