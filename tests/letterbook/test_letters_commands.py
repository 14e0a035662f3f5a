"""`tthc letters ...`: every step as a script or the IT person takes it."""

from datetime import date
from pathlib import Path

import pytest
from command import said, tthc
from export_files import write
from letter_office import HEAD, letter, prepare
from office import Office, row

NEW = "2190-06-01"  # a Tuesday; the commands ask the clock, and it must lie ahead
STEPS = ("complete", "approve", "issue", "send", "withdraw", "excuse", "again", "attach")


def step(office: Office, *arguments: str, by: str = "Lê Thị Bình") -> None:
    result = tthc("letters", *arguments, "--by", by, cwd=office.folder)
    assert result.returncode == 0, result.stderr.decode()
    assert result.stdout == b""


def complete(office: Office, code: str = "A-1") -> None:
    values = ("--reason-code", "xac-minh", "--fault", "ours", "--new-date", NEW)
    step(office, "complete", code, *values)


def test_a_letter_on_its_whole_way(small_office: Office, tmp_path: Path) -> None:
    prepare(small_office)
    complete(small_office)
    step(small_office, "approve", "A-1", by=HEAD)
    day = str(letter(small_office)["approved_on"])
    shown = said(tthc("letters", "show", "A-1", "--format", "json", cwd=small_office.folder))
    assert (shown["letter"]["state"], shown["next_number"]) == ("approved", "01/PXL")
    step(small_office, "issue", "A-1", "--number", "1", "--date", day)
    (tmp_path / "ban-ky.pdf").write_bytes(b"%PDF-1.7\n%%EOF")
    step(small_office, "attach", "A-1", "ban-ky.pdf")
    step(small_office, "send", "A-1", "--channel", "post", "--date", day, "--proof", "Vận đơn 12")
    (listed,) = said(
        tthc("letters", "--state", "sent", "--format", "json", cwd=small_office.folder)
    )
    assert (listed["dossier"], listed["number"], listed["channel"]) == ("A-1", 1, "post")
    text = tthc("letters", "show", "A-1", cwd=small_office.folder).stdout.decode()
    assert f"{HEAD}: phê duyệt" in text
    assert "ban-ky.pdf" in text
    for name, extra in (("issued.docx", ()), ("approved.docx", ("--approved",))):
        assert tthc("letters", "document", "A-1", name, *extra, cwd=tmp_path).returncode == 0
    held = letter(small_office)
    assert (tmp_path / "issued.docx").read_bytes() == held["issued_document"]
    assert (tmp_path / "approved.docx").read_bytes() == held["document"]
    assert tthc("letters", "document", "A-1", "issued.docx", cwd=tmp_path).returncode == 2
    assert tthc("audit", "verify", cwd=small_office.folder).stdout.startswith(b"5 rows")


def test_a_draft_is_shown_with_what_can_be_chosen(small_office: Office) -> None:
    prepare(small_office)
    shown = said(tthc("letters", "show", "A-1", "--format", "json", cwd=small_office.folder))
    assert shown["state"] == "dự thảo"
    assert len(shown["proposals"]) == 3
    assert all(date.fromisoformat(one["day"]) for one in shown["proposals"])
    text = tthc("letters", "show", "A-1", cwd=small_office.folder).stdout.decode()
    assert "New dates" in text
    assert "ngày làm việc" in text


def test_the_way_back_and_aside(small_office: Office) -> None:
    prepare(small_office, row("A-1"), row("A-2"), more='[letters]\nexcusing_faults = ["system"]\n')
    step(small_office, "excuse", "A-1", "--fault", "system", "--reason", "Mất điện")
    complete(small_office, "A-2")
    step(small_office, "withdraw", "A-2", "--reason", "Sai tên")
    states = {code: letter(small_office, code)["state"] for code in ("A-1", "A-2")}
    assert states == {"A-1": "excused", "A-2": "withdrawn"}
    listed = tthc("letters", cwd=small_office.folder).stdout.decode()
    assert "1 letters: 1 withdrawn; 1 dossiers excused" in listed
    rows = said(tthc("letters", "--state", "excused", "--format", "json", cwd=small_office.folder))
    assert [(one["dossier"], one["fault"], one["ended_reason"]) for one in rows] == [
        ("A-1", "system", "Mất điện")
    ]


def test_earlier_letters_a_second_date_and_the_gaps(small_office: Office) -> None:
    prepare(small_office)
    head = ["Mã hồ sơ", "Số phiếu", "Ngày ban hành", "Ngày hẹn lại"]
    write(small_office.folder / "cu.csv", [head, ["A-1", "3", "08/09/2021", "20/09/2021"]])
    step(small_office, "import", "cu.csv")
    step(small_office, "again", "A-1", "--reason", "Chờ giám định")
    assert letter(small_office)["reappointment"] == 2
    found = said(tthc("letters", "gaps", "--format", "json", cwd=small_office.folder))
    assert found == [{"series": "PXL", "year": 2021, "first": 1, "last": 2}]
    unknown = ["A-9", "4", "08/09/2021", ""]
    write(small_office.folder / "cu.csv", [head, unknown])
    left = tthc("letters", "import", "cu.csv", cwd=small_office.folder)
    assert left.returncode == 1
    assert b"found 'A-9': no dossier" in left.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "hint"),
    [
        (("show", "A-9"), 1, "Không có hồ sơ mã A-9"),
        (("approve", "A-1"), 1, "cần văn bản “đã hoàn thiện”"),
        (("approve", "A-1", "--version", "7"), 1, "soạn lại"),
        (("complete", "A-1", "--reason-code", "x", "--fault", "ours"), 1, "các mã: lay-y-kien"),
        (("complete", "A-1", "--reason-code", "xac-minh", "--fault", "nobody"), 2, "applicant"),
        (("issue", "A-1", "--number", "1", "--date", "30/09/2021"), 2, "--date"),
        (("attach", "A-1", "none.pdf"), 2, "none.pdf"),
        (("withdraw", "A-1"), 2, "--reason"),
        (("sing", "A-1"), 2, "No such command"),
    ],
)
def test_what_is_refused_is_told_in_a_sentence(
    small_office: Office, arguments: tuple[str, ...], code: int, hint: str
) -> None:
    prepare(small_office)
    result = tthc("letters", *arguments, cwd=small_office.folder)
    assert (result.returncode, result.stdout) == (code, b"")
    assert hint in " ".join(result.stderr.decode().split())
    assert b"Traceback" not in result.stderr


def test_the_login_name_decides_where_nobody_is_named(
    small_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(small_office)
    monkeypatch.setenv("LOGNAME", "binh.lt")
    result = tthc("letters", "withdraw", "A-1", "--reason", "Sai tên", cwd=small_office.folder)
    assert result.returncode == 0
    assert small_office.rows("SELECT actor FROM audit") == [{"actor": "binh.lt"}]


def test_the_config_file_may_be_named_before_the_step_or_after_it(small_office: Office) -> None:
    prepare(small_office)
    file = str(small_office.folder / "config.toml")
    away = small_office.folder.parent
    for arguments in (
        ("letters", "--config", file, "show", "A-1"),
        ("letters", "show", "A-1", "--config", file),
        ("--config", file, "letters", "show", "A-1"),
    ):
        assert tthc(*arguments, cwd=away).returncode == 0


def test_each_step_says_in_its_help_what_it_does(tmp_path: Path) -> None:
    text = tthc("letters", "--help", cwd=tmp_path).stdout.decode()
    assert all(f" {name} " in text for name in (*STEPS, "show", "document", "import", "gaps"))
