"""Letters and stand-ins for LibreOffice that the tests of the output are about."""

import shutil
import subprocess
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from letters import Agency, Case, Form, Wording, builtin_template, letter_fields

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None,
    reason="needs LibreOffice: apt-get install libreoffice-writer-nogui poppler-utils",
)
SOFFICE = Path(shutil.which("soffice") or "")
AGENCY = Agency(
    name="Sở Lao động - Thương binh và Xã hội",
    parent="Ủy ban nhân dân tỉnh Nam Sơn",
    abbreviation="SLĐTBXH",
    place="Nam Sơn",
    signer_title="Giám đốc",
    signer_name="Nguyễn Thị Hồng Hạnh",
    signer_power="",
)
CASE = Case(
    code="A-1",
    applicant="Nguyễn Văn An",
    applicant_kind=1,
    procedure_code="1.000105",
    procedure_name="Cấp giấy phép lao động",
    unit="Phòng Việc làm",
    received_at=datetime(2021, 9, 1, 8, 0),
    due_at=datetime(2021, 9, 10, 17, 0),
    completed_at=None,
    working_days_late=14,
)


def letter(code: str, form: Form = Form.MAU_04_2018) -> bytes:
    fields = letter_fields(replace(CASE, code=code), AGENCY)
    return builtin_template(form).render(fields, Wording.AFTER)


def pages(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def seen(pdf: bytes) -> str:
    """The words as they stand on the paper, whichever fonts the machine has for their letters."""
    command = ["pdftotext", "-", "-"]
    told = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    return " ".join(told.decode().split())


def script(path: Path, *lines: str) -> Path:
    """A program that stands in for LibreOffice."""
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]), encoding="utf-8")
    path.chmod(0o755)
    return path
