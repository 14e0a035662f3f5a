"""A file that is still being written makes no dossier vanish: what it may hold stays as it was."""

from pathlib import Path

import pytest
from office import AS_OF, NOW, Office, finished, row

from monitor import nightly
from monitor.intake.errors import IntakeError
from monitor.report import Report
from monitor.sources import posted_sheets, procedure_sheets


@pytest.fixture
def two_files(office: Office) -> Office:
    office.config = office.config.replace("export.xlsx", "?.xlsx")
    office.write_config()
    return office


def run_while_written(office: Office, name: str = "b.xlsx") -> Report:
    """A run during which the second file grows, after it was seen and before it is read."""

    def progress(what: str, *_: int) -> None:
        if what == "reading a.xlsx":
            with (office.folder / name).open("ab") as file:
                file.write(b"more")

    return nightly.run(office.settings, office.engine, AS_OF, lambda: NOW, progress)


def test_dossiers_of_a_file_that_was_passed_over_are_left_as_they_were(two_files: Office) -> None:
    two_files.export(row("A-1"), finished("A-2"), name="a.xlsx")
    two_files.export(row("B-1"), finished("B-2"), row("B-3", due="mai"), name="b.xlsx")
    two_files.run()
    before, findings = two_files.contents(), two_files.findings()
    report = run_while_written(two_files)
    assert not report.complete
    assert (report.input.accepted, report.input.vanished) == (2, 0)
    assert report.notes[0].endswith("b.xlsx passed over: it is still being written")
    assert "not all could be read: 2 dossiers did not come and are left as they were" in "".join(
        report.notes
    )
    assert two_files.contents() == before
    assert two_files.findings() == findings
    assert [r["state"] for r in two_files.rows("SELECT state FROM run ORDER BY id")] == [
        "done",
        "incomplete",
    ]


def test_what_the_other_files_say_is_kept_all_the_same(two_files: Office) -> None:
    two_files.export(row("A-1"), row("A-2"), name="a.xlsx")
    two_files.export(row("B-1"), name="b.xlsx")
    two_files.run()
    two_files.export(finished("A-1"), row("A-3"), name="a.xlsx")
    report = run_while_written(two_files)
    assert (report.input.added, report.input.changed, report.input.vanished) == (1, 1, 0)
    late = [code for rule, code in two_files.findings() if rule == "overdue-open"]
    assert late == ["A-2", "A-3", "B-1"]


def test_the_next_whole_run_says_what_has_vanished(two_files: Office) -> None:
    two_files.export(row("A-1"), name="a.xlsx")
    two_files.export(row("B-1"), row("B-2"), name="b.xlsx")
    two_files.run()
    run_while_written(two_files)
    two_files.export(row("B-2"), name="b.xlsx")
    report = two_files.run()
    assert (report.complete, report.input.vanished) == (True, 1)
    assert ("vanished", "B-1") in two_files.findings()


def test_a_run_that_was_not_whole_is_no_measure_for_later_ones(two_files: Office) -> None:
    two_files.export(*(finished(f"A-{n}") for n in range(30)), name="a.xlsx")
    file = two_files.export(*(finished(f"B-{n}") for n in range(30)), name="b.xlsx")
    two_files.run()
    for _ in range(3):
        assert run_while_written(two_files).input.accepted == 30  # not held: nothing is missing
    file.unlink()
    report = two_files.run()
    assert "fewer-rows: 30 rows, where recent runs had 60 (median of 1)" in report.notes[0]


def test_a_guard_on_what_did_come_still_holds_and_the_file_is_named(two_files: Office) -> None:
    two_files.export(finished("A-1", received="20/09/2021"), name="a.xlsx")
    two_files.export(finished("B-1", received="20/09/2021"), name="b.xlsx")
    two_files.run()
    two_files.export(finished("A-1", received="20/01/2021"), name="a.xlsx")
    report = run_while_written(two_files)
    assert "stale" in report.notes[0]
    assert any("b.xlsx passed over" in note for note in report.notes)


def test_a_vanished_dossier_that_comes_back_unreadable_is_judged_once(office: Office) -> None:
    office.export(row("A-1"), finished("A-2"))
    office.run()
    office.export(finished("A-2"))
    office.run()
    office.export(row("A-1", due="mai"), finished("A-2"))
    assert office.run().complete
    assert office.findings().count(("overdue-open", "A-1")) == 1


def test_half_a_public_list_or_catalogue_says_nothing(small_office: Office) -> None:
    small_office.write_config("[postings]\npath = 'ds'\n[procedures]\npath = 'ds'\n")
    (small_office.folder / "ds").mkdir()
    first, second = (small_office.folder / "ds" / name for name in ("a.csv", "b.csv"))
    for lists in (posted_sheets, procedure_sheets):
        for file in (first, second):
            file.write_text("Mã hồ sơ\n000.00.01.H01-210901-0001\n", encoding="utf-8")
        sheets = lists(small_office.settings)
        assert next(sheets).file == "a.csv"
        _grow(second)
        with pytest.raises(IntakeError, match=r"b\.csv passed over: it is still being written"):
            list(sheets)


def _grow(file: Path) -> None:
    file.write_text(file.read_text(encoding="utf-8") + "x\n", encoding="utf-8")
