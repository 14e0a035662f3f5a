"""`tthc calendar` as people and scripts use it."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from command import said, tthc
from office import Office, row

NOT_ONE_YEAR = ("--act", "12/QĐ-UBND", "--as-of", "2021-09-30")


def test_a_year_is_shown_with_its_marks_its_acts_and_whether_it_is_announced(
    small_office: Office,
) -> None:
    shown = tthc("calendar", "2024", cwd=small_office.folder).stdout.decode()
    assert "2024, announced; calendar " in shown
    assert "29*30*" in shown  # April
    assert " 1* 2  3  4+ 5" in shown  # May
    assert "* Mon 29/04/2024   nghỉ hoán đổi, làm bù ngày 04/05/2024   1570/TB-LĐTBXH" in shown
    assert "+ Sat 04/05/2024" in shown
    assert "251 working days" in shown
    assert len(shown.splitlines()) < 66
    assert max(map(len, shown.splitlines())) <= 80


def test_a_year_whose_days_are_computed_says_so(small_office: Office) -> None:
    shown = tthc("calendar", "2027", cwd=small_office.folder).stdout.decode()
    assert "2027, computed only: its days off are not announced" in shown
    shown = tthc("calendar", "2031", cwd=small_office.folder).stdout.decode()
    assert "2031, computed only" in shown
    assert "no day differs from the plain week" in shown


def test_this_year_is_shown_if_none_is_named(small_office: Office) -> None:
    shown = tthc("calendar", cwd=small_office.folder).stdout.decode()
    year = int(shown.partition(",")[0])
    assert year in {date.today().year, date.today().year - 1}  # noqa: DTZ011  the night of a year


def test_a_year_can_be_had_as_json_and_csv(small_office: Office) -> None:
    folder = small_office.folder
    small_office.write_config("[calendar]\nwork = [2026-11-28]\n")
    added = tthc("calendar", "--add-off", "2026-11-23", "--act", "1/QĐ", cwd=folder)
    assert added.returncode == 0
    rows = said(tthc("calendar", "2026", "--format", "json", cwd=folder))
    assert len(rows) == 18
    assert [row for row in rows if row["day"] >= "2026-11"] == [
        {
            "day": "2026-11-23",
            "kind": "off",
            "name": "nghỉ",
            "act": "1/QĐ",
            "announced": "yes",
            "source": "calendar.csv",
        },
        {
            "day": "2026-11-24",
            "kind": "off",
            "name": "nghỉ Ngày Văn hóa Việt Nam",
            "act": "Nghị quyết 28/2026/QH16",
            "announced": "yes",
            "source": "shipped",
        },
        {
            "day": "2026-11-28",
            "kind": "work",
            "name": "làm việc",
            "act": "config.toml, [calendar]",
            "announced": "yes",
            "source": "config.toml",
        },
    ]
    text = tthc("calendar", "2027", "--format", "csv", cwd=folder).stdout.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    assert lines[0]["day"] == "01/01/2027"
    assert {line["announced"] for line in lines} == {"no"}


def late_office(office: Office) -> Path:
    office.export(row("A-1", due="29/09/2021"), row("A-2", due="10/09/2021"))
    office.run()
    return office.folder


def test_a_day_off_is_written_and_what_moves_is_told(small_office: Office) -> None:
    folder = late_office(small_office)
    result = tthc("calendar", "--add-off", "2021-09-30", *NOT_ONE_YEAR, cwd=folder)
    shown = result.stdout.decode()
    assert result.returncode == 0, result.stderr.decode()
    for part in (
        "Thu 30/09/2021 is off: nghỉ (12/QĐ-UBND)",
        "As of 30/09/2021: 2 deadlines move: the days late of 2 dossiers change, 1 are no longer",
        "no longer late, 0 are newly late; 0 letters have been issued for these.",
        "A-1       29/09/2021     1 → 0",
        "calendar.csv. The next run reckons by it.",
    ):
        assert part in shown
    written = (folder / "calendar.csv").read_text(encoding="utf-8-sig")
    assert written.splitlines()[1] == "2021-09-30,off,nghỉ,12/QĐ-UBND,yes"
    assert small_office.rows("SELECT DISTINCT working_days_late AS n FROM finding ORDER BY 1") == [
        {"n": 1},
        {"n": 14},
    ]


def test_a_dry_run_only_says_what_would_move(small_office: Office) -> None:
    folder = late_office(small_office)
    options = ("--add-off", "2021-09-30", "--dry-run", "--format", "json", *NOT_ONE_YEAR)
    told = said(tthc("calendar", *options, cwd=folder))
    assert (told["written"], told["as_of"]) == (False, "2021-09-30")
    assert told["calendar_before"] != told["calendar_after"]
    assert told["moved"] == {
        "deadlines": 2,
        "legal": 0,
        "days_late": 2,
        "no_longer_late": 1,
        "newly_late": 0,
        "letters": 0,
        "letters_no_longer_late": 0,
        "findings_opened": {},
        "findings_closed": {},
        "dossiers": [
            {
                "dossier": code,
                "unit": "Phòng Việc làm",
                "due_at": due,
                "days_late_before": before,
                "days_late_after": before - 1,
                "apology_issued_at": None,
            }
            for code, due, before in (("A-1", "2021-09-29", 1), ("A-2", "2021-09-10", 14))
        ],
    }
    assert not (folder / "calendar.csv").exists()


def test_two_days_of_one_act_are_swapped_and_called_after_each_other(small_office: Office) -> None:
    swap = ("--add-off", "2026-11-23", "--add-work", "2026-11-28", "--act", "9/TB-BNV")
    assert tthc("calendar", *swap, cwd=small_office.folder).returncode == 0
    written = (small_office.folder / "calendar.csv").read_text(encoding="utf-8-sig")
    assert written.splitlines()[1:] == [
        '2026-11-23,off,"nghỉ hoán đổi, làm bù ngày 28/11/2026",9/TB-BNV,yes',
        "2026-11-28,work,làm bù cho ngày 23/11/2026,9/TB-BNV,yes",
    ]


def test_one_day_does_not_make_its_year_announced(small_office: Office) -> None:
    named = ("--act", "1/QĐ", "--name", "nghỉ phòng chống bão")
    tthc("calendar", "--add-off", "2027-06-01", *named, cwd=small_office.folder)
    written = (small_office.folder / "calendar.csv").read_text(encoding="utf-8-sig")
    assert written.splitlines()[1] == "2027-06-01,off,nghỉ phòng chống bão,1/QĐ,no"
    shown = tthc("calendar", "2027", cwd=small_office.folder).stdout.decode()
    assert "computed only" in shown


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("--add-off", "2026-11-24", "--act", "x"), "2026-11-24 is off already: thứ Ba, nghỉ Ngày"),
        (("--add-off", "2026-11-22", "--act", "x"), "2026-11-22 is off already: Chủ nhật"),
        (("--add-work", "2026-11-23", "--act", "x"), "2026-11-23 is worked already: thứ Hai"),
        (("--add-work", "2026-02-29", "--act", "x"), "--add-work: found '2026-02-29', expected a"),
        (("--add-off", "23/11/2026", "--act", "x"), "expected a day such as 2026-11-23"),
        (("--add-off", "2500-11-23", "--act", "x"), "expected a day from 1900-01-01 to 2199-12-31"),
        (("--add-off", "2026-11-23"), "name the act that says so"),
        (("--add-off", "2026-11-23", "--act", " "), "name the act that says so"),
        (("--add-off", "2026-11-23", "--add-off", "2026-11-23", "--act", "x"), "is given twice"),
        (("--add-off", "2026-11-28", "--add-work", "2026-11-28", "--act", "x"), "is given twice"),
        (("--add-work", "2026-12-12", "--act", "x"), "stands in config.toml, [calendar]"),
        (("--act", "x"), "go with --add-off or --add-work"),
        (("2026", "--add-off", "2026-11-23", "--act", "x"), "without YEAR"),
        (("--add-off", "2026-11-23", "--act", "x", "--format", "csv"), "as table or json"),
        (("1899",), "greater than or equal to 1900"),
    ],
)
def test_what_can_not_be_is_refused_with_a_hint(
    small_office: Office, arguments: tuple[str, ...], hint: str
) -> None:
    small_office.write_config("[calendar]\noff = [2026-12-12]\n")
    result = tthc("calendar", *arguments, cwd=small_office.folder)
    assert result.returncode == 2
    assert hint in result.stderr.decode()
    assert result.stdout == b""
    assert not (small_office.folder / "calendar.csv").exists()


def test_a_damaged_file_of_days_is_told_by_each_command(small_office: Office) -> None:
    small_office.export(row("A-1"))
    (small_office.folder / "calendar.csv").write_text("day,kind\n", encoding="utf-8")
    for command in ("calendar", "run", "explain"):
        arguments = ("A-1",) if command == "explain" else ()
        result = tthc(command, *arguments, cwd=small_office.folder)
        assert (command, result.returncode) == (command, 2)
        assert "calendar.csv: line 1: found the heading" in result.stderr.decode()
    checked = tthc("check", cwd=small_office.folder)
    assert checked.returncode == 1
    assert "PROBLEM  calendar:" in checked.stdout.decode()
