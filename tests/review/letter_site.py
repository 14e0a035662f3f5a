"""A letter on the review pages: its steps as its page sends them."""

import re
from collections.abc import Mapping
from pathlib import Path

import httpx2
from fastapi.testclient import TestClient
from office import Office
from pypdf import PdfWriter
from review_site import post, visitor

NEW = "2021-10-08"
PDF = b"%PDF-1.7\n1 0 obj\n%%EOF\n"
STEPS: Mapping[str, Mapping[str, str]] = {
    "complete": {"reason_code": "xac-minh", "reason": "chờ", "fault": "ours", "new_date": NEW},
    "revise": {"reason_code": "trinh-ky", "fault": "ours", "new_date": NEW},
    "approve": {"signer_title": "Giám đốc", "signer_name": "Phạm Văn Cường"},
    "issue": {"number": "7", "day": "30/09/2021"},
    "send": {"channel": "post", "day": "30/09/2021", "proof": "Vận đơn 123"},
    "withdraw": {"reason": "soạn nhầm"},
    "excuse": {"reason": "do hệ thống", "fault": "system"},
    "again": {"reason": "vẫn chưa xong"},
    "attach": {},
}
WHO = {"complete": "officer", "approve": "approver", "issue": "office", "send": "office"}


def step(client: TestClient, name: str, code: str = "A-1", **other: str) -> httpx2.Response:
    """Send the form of a step, filled in as usual, for the letter as its page shows it now."""
    page = f"/letters/{code}"
    values = {"version": shown_version(client, code), **STEPS[name], **other}
    return post(client, page, f"{page}/{name}", **values)


def shown_version(client: TestClient, code: str = "A-1") -> str:
    found = re.search(r'name="version" value="(\d+)"', client.get(f"/letters/{code}").text)
    return found[1] if found else "1"


def lead_to(office: Office, state: str, code: str = "A-1", **other: str) -> None:
    """Lead a letter to a state, each step by somebody who may take it."""
    states = ("draft", "completed", "approved", "issued", "sent")
    for name in list(WHO)[: states.index(state)]:
        values = other if name == "issue" else {}
        answer = step(visitor(office, WHO[name]), name, code, **values)
        assert answer.status_code == 303, answer.text


def letter(office: Office, code: str = "A-1") -> Mapping[str, object]:
    """The last letter of a dossier, as the table has it."""
    query = f"SELECT * FROM letter WHERE dossier = '{code}' ORDER BY reappointment, id"
    return office.rows(query)[-1]


def stand_in(office: Office, *before: str) -> Path:
    """A program in the place of LibreOffice: it notes each call, then makes blank PDFs."""
    blank, program = office.folder / "blank.pdf", office.folder / "stand-in"
    writer = PdfWriter()
    writer.add_blank_page(420, 595)
    writer.write(blank)
    lines = (
        "#!/bin/sh",
        f'echo call >> "{office.folder}/calls"',
        *before,
        'for name in "$@"; do case "$name" in',
        f'*.docx) cp "{blank}" "${{name%.docx}}.pdf";; esac; done',
    )
    program.write_text("\n".join([*lines, ""]), encoding="utf-8")
    program.chmod(0o755)
    office.write_config('[letters]\nsoffice = "stand-in"\n')
    return office.folder / "calls"


def upload(client: TestClient, name: str, content: bytes, kind: str = "x/y") -> httpx2.Response:
    """Attach a file to the letter of A-1, as its page shows the form."""
    text = client.get("/letters/A-1").text
    token = re.search(r'name="form_token" value="([^"]+)"', text)
    version = re.search(r'name="version" value="(\d+)"', text)
    assert token
    assert version
    return client.post(
        "/letters/A-1/attach",
        data={"form_token": token[1], "version": version[1]},
        files={"file": (name, content, kind)},
    )
