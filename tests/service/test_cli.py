"""The command line as scripts and people use it: output, errors, exit codes."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from command import installed, said, tthc
from office import Office, finished, row
from python_calamine import CalamineWorkbook

from rules import RULES

ROOT = Path(__file__).parents[2]


def test_a_run_prints_one_json_object(small_office: Office) -> None:
    small_office.export(row("A-1"), finished("A-2"), row(None, received="31/08/2021"))
    arguments = "run", "--as-of", "2021-09-30", "--format", "json"
    result = said(installed(*arguments, cwd=small_office.folder))
    notes = result.pop("notes")
    assert result == {
        "run_id": 1,
        "as_of": "2021-09-30",
        "input": {
            "read": 3,
            "accepted": 2,
            "rejected": 1,
            "unchanged": 0,
            "added": 2,
            "changed": 0,
            "vanished": 0,
        },
        "findings": {
            rule.code: {"open": n, "new": n, "closed": 0}
            for rule in RULES
            if not rule.needs
            for n in [int(rule.code in {"overdue-open", "apology-missing"})]
        },
        "letters": {"drafted": 1},
        "complete": True,
    }
    assert [note.split(";")[0] for note in notes] == [
        "1 rows could not be read",
        "deadline-disagrees was not judged: config.toml has no [procedures]",
        "result-not-posted was not judged: config.toml has no [postings]",
        "posted-unfinished was not judged: config.toml has no [postings]",
        "result-file-missing was not judged: the export has no column for result files",
    ]


def test_findings_are_a_json_list_with_the_agreed_keys(small_office: Office) -> None:
    small_office.export(row("A-2"), row("A-1", unit="Thanh tra Sở"))
    small_office.run()
    found = said(tthc("findings", "--format", "json", cwd=small_office.folder))
    assert [(one["rule"], one["dossier"]) for one in found] == [
        ("overdue-open", "A-1"),
        ("overdue-open", "A-2"),
        ("apology-missing", "A-1"),
        ("apology-missing", "A-2"),
    ]
    assert found[0] == {
        "rule": "overdue-open",
        "dossier": "A-1",
        "unit": "Thanh tra Sở",
        "officer": "Lê Thị Bình",
        "severity": "violation",
        "working_days_late": 14,
        "opened_at": "2021-09-30",
        "closed_at": None,
        "message": "Hẹn trả ngày 10/09/2021, đã quá hạn 14 ngày làm việc, chưa có kết quả.",
    }
    narrowed = ("--rule", "overdue-open", "--unit", "Thanh tra Sở")
    assert len(said(tthc("findings", *narrowed, "--format", "json", cwd=small_office.folder))) == 1


def test_lists_can_be_had_as_table_csv_and_workbook(small_office: Office) -> None:
    small_office.export(row("A-1", unit="=1+1"))
    small_office.run()
    table = tthc("findings", cwd=small_office.folder).stdout.decode()
    assert "overdue-open" in table
    assert "2 findings" in table
    text = tthc("findings", "--format", "csv", cwd=small_office.folder).stdout
    assert text.startswith(b"\xef\xbb\xbfrule,dossier")
    assert "'=1+1" in text.decode()
    made = tthc("letters", "--format", "xlsx", "--out", "a.xlsx", cwd=small_office.folder)
    assert made.returncode == 0
    sheet = CalamineWorkbook.from_path(small_office.folder / "a.xlsx").get_sheet_by_index(0)
    (head, letter) = sheet.to_python()
    assert dict(zip(head, letter, strict=True))["unit"] == "=1+1"


def test_the_ending_of_the_file_says_its_format(small_office: Office) -> None:
    small_office.export(row("A-1"))
    small_office.run()
    for name in ("a.json", "a.csv", "a.xlsx"):
        assert tthc("findings", "--out", name, cwd=small_office.folder).returncode == 0
    assert len(json.loads((small_office.folder / "a.json").read_text(encoding="utf-8"))) == 2
    assert (small_office.folder / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfrule,")
    assert (small_office.folder / "a.xlsx").read_bytes().startswith(b"PK")


def test_an_unknown_division_is_answered_with_the_nearest(small_office: Office) -> None:
    small_office.export(row("A-1"))
    small_office.run()
    result = tthc("findings", "--unit", "Phòng Việc lam", cwd=small_office.folder)
    assert "did you mean 'Phòng Việc làm'" in result.stderr.decode()


def test_explain_counts_the_days_one_by_one(small_office: Office) -> None:
    small_office.export(row("A-1"))
    small_office.run()
    folder = small_office.folder
    told = said(tthc("explain", "A-1", "--format", "json", cwd=folder))
    assert told["as_of"] == "2021-09-30"
    assert [(step["day"], step["number"]) for step in told["term"][:3]] == [
        ("2021-09-02", None),
        ("2021-09-03", None),
        ("2021-09-04", None),
    ]
    assert "Quốc khánh" in told["term"][0]["reason"]
    assert told["overrun"][-1] == {"day": "2021-09-30", "number": 14, "reason": "thứ Năm"}
    assert told["findings"][0]["law"] == ["Điều 19 khoản 9 Nghị định 61/2018/NĐ-CP"]
    shown = tthc("explain", "A-1", cwd=folder).stdout.decode()
    for part in (
        "02/09/2021",
        "Quốc khánh",
        "14 working days late",
        "first seen",
        "apology-missing",
    ):
        assert part in shown
    missing = tthc("explain", "A-9", cwd=folder)
    assert (missing.returncode, missing.stdout) == (1, b"")
    assert b"no dossier 'A-9'" in missing.stderr


def test_rules_show_their_law(tmp_path: Path) -> None:
    listed = said(tthc("rules", "--format", "json", cwd=tmp_path))
    assert [one["code"] for one in listed] == [rule.code for rule in RULES]
    table = tthc("rules", cwd=tmp_path, columns="80").stdout.decode()
    assert "21/06/2018" in table
    assert [rule.code for rule in RULES if rule.code not in table] == []
    shown = tthc("rules", "apology-missing", cwd=tmp_path).stdout.decode()
    for part in (
        "Điều 19 khoản 9 Nghị định 61/2018/NĐ-CP",
        "30/06/2025",
        "Hits:",
        "enabled = true",
    ):
        assert part in shown


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("findings", "--rule", "overdue-opn"), "did you mean 'overdue-open'"),
        (("rules", "due-son"), "did you mean 'due-soon'"),
        (("run", "--as-of", "30/09/2021"), "--as-of"),
        (("run", "--format", "csv"), "'table', 'json'"),
        (("findings", "--out", "a.txt"), "ends in json or csv or xlsx"),
        (("findings", "--format", "csv", "--out", "a.xlsx"), "as --format"),
        (("run", "--config", "none.toml"), "there is no such file"),
        (("letters", "--state", "lost"), "draft"),
        (("sing",), "No such command"),
    ],
)
def test_wrong_use_is_answered_with_a_hint_and_exit_code_2(
    small_office: Office, arguments: tuple[str, ...], hint: str
) -> None:
    result = tthc(*arguments, cwd=small_office.folder)
    assert result.returncode == 2
    assert hint in result.stderr.decode()
    assert result.stdout == b""


def test_a_run_without_its_export_fails_clearly_with_exit_code_1(small_office: Office) -> None:
    result = tthc("run", "--format", "json", cwd=small_office.folder)
    assert (result.returncode, result.stdout) == (1, b"")
    assert b"export.xlsx: there is no such file" in result.stderr
    assert b"Traceback" not in result.stderr


def test_an_incomplete_run_prints_its_report_and_leaves_with_exit_code_1(
    small_office: Office,
) -> None:
    small_office.write_config('[postings]\npath = "none.txt"\n')
    small_office.export(row("A-1"))
    result = tthc("run", "--format", "json", cwd=small_office.folder)
    assert result.returncode == 1
    assert json.loads(result.stdout)["complete"] is False


def test_a_pull_that_is_kept_aside_is_told_and_can_be_accepted(small_office: Office) -> None:
    small_office.export(*(finished(f"A-{n}") for n in range(60)))
    small_office.run()
    small_office.export(*(finished(f"A-{n}") for n in range(35)))
    held = tthc("run", "--as-of", "2021-09-30", "--format", "json", cwd=small_office.folder)
    assert held.returncode == 1
    assert json.loads(held.stdout)["complete"] is False
    assert b"tthc run --accept fewer-rows" in held.stderr
    wrong = tthc("run", "--accept", "fewer", cwd=small_office.folder)
    assert wrong.returncode == 2
    lifted = tthc("run", "--as-of", "2021-09-30", "--accept", "fewer-rows", cwd=small_office.folder)
    assert lifted.returncode == 0


def test_check_says_what_is_understood_and_what_is_wrong(small_office: Office) -> None:
    small_office.export(row("A-1"), row("A-2", due="31/06/2021"))
    result = tthc("check", cwd=small_office.folder)
    shown = result.stdout.decode()
    assert result.returncode == 1
    assert "1 of 2 rows can't be read" in shown
    assert "row 3, column H, Ngày hẹn trả: found '31/06/2021': no such day" in shown
    assert "due_at (ngày hẹn trả)" in shown
    small_office.export(row("A-1"))
    assert tthc("check", cwd=small_office.folder).returncode == 0


def test_the_config_file_may_be_named_before_or_after_the_command(small_office: Office) -> None:
    small_office.export(row("A-1"))
    file = str(small_office.folder / "config.toml")
    elsewhere = small_office.folder.parent
    assert tthc("--config", file, "run", cwd=elsewhere).returncode == 0
    assert tthc("findings", "--config", file, cwd=elsewhere).returncode == 0


def test_vietnamese_is_printed_whatever_the_console_can(
    small_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "latin-1")
    small_office.export(row("A-1"))
    result = tthc("run", cwd=small_office.folder)
    assert result.returncode == 0
    assert "Hồ sơ quá hạn chưa có kết quả" in result.stdout.decode("utf-8")


def test_db_upgrade_says_what_it_did(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[source]\npath = "a.xlsx"\n', encoding="utf-8")
    assert b"brought up to date" in tthc("db", "upgrade", cwd=tmp_path).stderr
    assert b"is up to date" in tthc("db", "upgrade", cwd=tmp_path).stderr


def test_the_demo_shows_the_main_job_and_then_nothing_new(tmp_path: Path) -> None:
    first = tthc("demo", cwd=tmp_path)
    shown = first.stdout.decode()
    assert first.returncode == 0, first.stderr.decode()
    assert "412 accepted, 0 rejected" in shown
    assert "33 drafted" in shown
    assert re.search(r"deadline-disagrees .* 5 +5 +0", shown)
    assert "Thanh tra Sở" in shown
    assert len(list((tmp_path / "out" / "demo" / "out" / "letters").rglob("*.docx"))) == 33
    again = tthc("demo", cwd=tmp_path)
    assert "Nothing is new since the last run." in again.stdout.decode()


def test_the_help_lists_every_command(tmp_path: Path) -> None:
    shown = tthc("--help", cwd=tmp_path).stdout.decode()
    documented = set(
        re.findall(r"^\| `tthc ([a-z]+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.M)
    )
    assert documented <= set(re.findall(r"^  ([a-z]+) ", shown, re.M))


def test_a_misspelt_command_is_answered_with_the_nearest(tmp_path: Path) -> None:
    result = tthc("leters", cwd=tmp_path)
    assert result.returncode == 2
    assert b"letters" in result.stderr


def test_a_command_does_not_wait_for_the_modules_of_the_others(tmp_path: Path) -> None:
    code = "import sys; from monitor.cli.app import app; app(['db']); print(sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=True
    ).stdout
    assert b"'alembic'" in loaded
    assert b"'fastapi'" not in loaded
    assert b"'pandas'" not in loaded


def test_it_says_which_version_it_is(tmp_path: Path) -> None:
    told = tthc("--version", cwd=tmp_path)
    assert (told.returncode, told.stderr) == (0, b"")
    assert re.fullmatch(r"tthc-monitor \d+\.\d+\.\d+\n", told.stdout.decode())
