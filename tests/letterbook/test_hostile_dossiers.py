"""Dossiers that break programs, from the export to issued letters: right, or refused one by one."""

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from letter_office import HEAD, NEW, TODAY, desk, prepare
from letter_text import text_of
from office import Office, row

from monitor.letterbook.approving import approve
from monitor.letterbook.completing import complete
from monitor.letterbook.issuing import issue
from monitor.letterbook.kinds import Fault
from monitor.letterbook.refusals import StepError

NAMES = (
    "Công ty A & B <b>\"x\" 'y'</b>",
    "&amp;amp; </w:t></w:r> ]]> <!--",
    "{{ code }} {{code.__class__}} {% for x in y %} {# z #}",
    unicodedata.normalize("NFD", "Nguyễn Thị Phượng Hoàng"),
    "Nguyễn " * 71 + "An",
    "=HYPERLINK(1) +84 -1 @SUM",
    "👪 𠮷 שלום كريم",
    "Nguyễn\u200b Văn\u00ad An\ufeff",
    "Nguyễn\r\nVăn\tAn",
    "$1 %s {0} \\n `id` '; DROP TABLE letter;--",
    "",
)
CODES = (
    "../../etc/passwd1",
    "COM1",
    "a/b\\c:1",
    "1" * 300,
    "=1+1",
    "A.1.",
    "mã số 1",
    "{{ code }}1",
)
TURNED = "Nguyễn \u2066An\u2069"


def as_printed(text: str) -> str:
    """A text as people see it: composed, single spaces, nothing invisible."""
    shown = "".join(char for char in text if char not in "\u200b\u00ad\ufeff")
    return " ".join(unicodedata.normalize("NFC", shown).replace("&amp;", "&").split())


@pytest.fixture
def hostile(small_office: Office) -> Office:
    rows = [row(f"A-{number}", applicant=name) for number, name in enumerate(NAMES)]
    rows += [row(code, unit="../.." if number % 2 else "CON") for number, code in enumerate(CODES)]
    return prepare(small_office, *rows, row("B-1", applicant=TURNED))


def test_one_name_that_can_not_be_printed_is_noted_and_stops_no_other(hostile: Office) -> None:
    (run,) = hostile.rows("SELECT report FROM run")
    assert "no letter for B-1" in str(run["report"])
    assert "U+2066" in str(run["report"])
    drafted = {one["dossier"] for one in hostile.rows("SELECT dossier FROM letter")}
    assert drafted == {*CODES, *(f"A-{number}" for number in range(len(NAMES)))}


def test_no_code_and_no_division_leads_out_of_the_folder(hostile: Office) -> None:
    folder = hostile.folder / "out" / "letters"
    written = [file for file in hostile.folder.rglob("*.docx") if file.is_file()]
    assert len(written) == len(NAMES) + len(CODES)
    assert all(folder in file.parents for file in written)
    known = {Path(one["path"]) for one in hostile.rows("SELECT path FROM letter")}
    assert {file.relative_to(folder) for file in written} == known


def test_each_letter_is_issued_with_its_name_and_without_a_placeholder(hostile: Office) -> None:
    codes = [one["dossier"] for one in hostile.rows("SELECT dossier FROM letter")]
    for number, code in enumerate(codes, start=1):
        at = desk(hostile)
        complete(at, code, reason_code="xac-minh", fault=Fault.OURS, new_due_on=NEW)
        approve(desk(hostile, HEAD), code)
        issue(at, code, number=str(number), day=TODAY)
    held = {
        one["dossier"]: text_of(one["issued_document"])
        for one in hostile.rows("SELECT dossier, issued_document FROM letter")
    }
    for number, name in enumerate(NAMES):
        text, printed = held[f"A-{number}"], as_printed(name)
        assert printed in text
        assert "{{" not in text.replace(printed, "")
        assert "{%" not in text.replace(printed, "")
    for code in CODES:
        assert code in held[code]


def test_reasons_that_can_not_be_printed_are_refused_in_vietnamese(hostile: Office) -> None:
    values: dict[str, Any] = {"reason_code": "khac", "fault": Fault.OURS, "new_due_on": NEW}
    for reason, said in (
        ("chờ \x07", "ký tự điều khiển U+0007 ở vị trí 5"),
        ("chờ \u202eý kiến", "ô “Lý do chậm” có ký tự U+202E ở vị trí 5 làm đảo chiều đọc"),
        ("chờ " * 200, "dài 799 ký tự, nhiều nhất là 500"),
    ):
        with pytest.raises(StepError) as error:
            complete(desk(hostile), "A-0", reason=reason, **values)
        assert said in str(error.value)
    complete(desk(hostile), "A-0", reason="chờ {{ code }} & <b>", **values)
