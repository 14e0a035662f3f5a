"""The nightly run: what it counts, what it changes, and that a rerun changes nothing."""

from datetime import date
from pathlib import Path

import pytest
from office import AS_OF, Office, finished, row
from sqlalchemy.exc import DBAPIError

from monitor import nightly
from monitor.intake.errors import IntakeError
from monitor.report import InputCounts


def test_a_first_run_adds_judges_and_drafts(office: Office) -> None:
    office.export(
        row("A-1"),
        finished("A-2", done="13/09/2021 09:00:00"),
        finished("A-3"),
        row("A-4", due="04/10/2021"),
        row("A-5", due=""),
    )
    report = office.run()
    assert report.input == InputCounts(5, 5, 0, unchanged=0, added=5, changed=0, vanished=0)
    assert office.findings() == [
        ("apology-due", "A-4"),
        ("apology-missing", "A-1"),
        ("apology-missing", "A-2"),
        ("due-soon", "A-4"),
        ("no-deadline", "A-5"),
        ("overdue-finished", "A-2"),
        ("overdue-open", "A-1"),
    ]
    assert report.drafted == 2
    assert report.complete
    assert {code: tally.new for code, tally in report.findings.items() if tally.new} == {
        "overdue-open": 1,
        "overdue-finished": 1,
        "due-soon": 1,
        "no-deadline": 1,
        "apology-missing": 2,
        "apology-due": 1,
    }


def test_a_second_run_on_the_same_file_changes_nothing_and_says_so(office: Office) -> None:
    office.export(row("A-1"), finished("A-2"), row(None))
    office.run()
    before = office.contents()
    report = office.run()
    assert report.nothing_new
    assert report.input == InputCounts(3, 2, 1, unchanged=2, added=0, changed=0, vanished=0)
    assert office.contents() == before


def test_a_changed_file_touches_only_what_changed(office: Office) -> None:
    office.export(row("A-1"), finished("A-2"), finished("A-3"), finished("A-4"))
    office.run()
    before = {r["code"]: r for r in office.contents()["dossier"]}
    office.export(
        row("A-1", due="20/09/2021 17:00:00"),
        finished("A-2", applicant="Trần Thị Yến"),
        finished("A-3"),
        finished("A-5"),
    )
    report = office.run()
    assert report.input == InputCounts(4, 4, 0, unchanged=1, added=1, changed=2, vanished=1)
    after = {r["code"]: r for r in office.contents()["dossier"]}
    assert after["A-3"] == before["A-3"]
    changes = office.rows("SELECT dossier, field, old, new FROM change_log ORDER BY id")
    assert [tuple(change.values()) for change in changes] == [
        ("A-1", "due_at", "2021-09-10 17:00:00", "2021-09-20 17:00:00"),
        ("A-2", "applicant", "Nguyễn Văn An", "Trần Thị Yến"),
        ("A-4", "presence", "present", "vanished"),
    ]


def test_a_vanished_dossier_keeps_its_findings_and_may_come_back(office: Office) -> None:
    office.export(row("A-1"), finished("A-2"))
    office.run()
    office.export(finished("A-2"))
    assert office.run().input.vanished == 1
    assert ("overdue-open", "A-1") in office.findings()
    office.export(row("A-1"), finished("A-2"))
    report = office.run()
    assert (report.input.changed, report.input.vanished) == (1, 0)
    assert report.findings["overdue-open"].new == 0


def test_a_dossier_whose_row_became_unreadable_has_not_vanished(office: Office) -> None:
    office.export(row("A-1"), finished("A-2"))
    office.run()
    office.export(row("A-1", due="hôm nào"), finished("A-2"))
    report = office.run()
    assert (report.input.rejected, report.input.vanished) == (1, 0)
    assert ("overdue-open", "A-1") in office.findings()


def test_receptions_that_lie_ahead_are_told(small_office: Office) -> None:
    small_office.export(row("A-1", received="30/09/2021 23:59:59"), row("A-2"))
    assert not any("received after" in note for note in small_office.run().notes)
    small_office.export(row("A-1", received="01/10/2021"), row("A-2", received=""))
    (note,) = [note for note in small_office.run().notes if "received after" in note]
    assert note.startswith("1 dossiers were received after 30/09/2021, e.g. A-1 on 01/10/2021")


def test_a_finding_that_no_longer_holds_is_closed_and_not_deleted(office: Office) -> None:
    office.export(row("A-1"))
    office.run()
    office.export(finished("A-1", done="09/09/2021"))
    report = office.run(date(2021, 10, 1))
    assert office.findings() == [("completion-rewritten", "A-1")]
    assert report.findings["overdue-open"].closed == 1
    closed = office.rows("SELECT closed_at FROM finding WHERE closed_at IS NOT NULL")
    assert [str(finding["closed_at"]) for finding in closed] == ["2021-10-01", "2021-10-01"]
    office.export(row("A-1"))
    assert office.run(date(2021, 10, 4)).findings["overdue-open"].new == 1
    assert office.findings(every=True).count(("overdue-open", "A-1")) == 2


def test_a_run_that_looks_back_says_so_and_closes_nothing_before_it_was_opened(
    small_office: Office,
) -> None:
    small_office.export(row("A-1"))
    small_office.run(date(2021, 9, 30))
    report = small_office.run(date(2021, 9, 1))
    assert "this run looks back: the last one was as of 2021-09-30" in report.notes
    closed = small_office.rows("SELECT opened_at, closed_at FROM finding WHERE rule LIKE 'over%'")
    assert closed == [{"opened_at": "2021-09-30", "closed_at": "2021-09-30"}]


def test_findings_grow_older_without_being_opened_again(office: Office) -> None:
    office.export(row("A-1"))
    office.run()
    assert office.run(date(2021, 10, 1)).findings["overdue-open"].new == 0
    (late,) = office.rows("SELECT * FROM finding WHERE rule = 'overdue-open'")
    assert late["working_days_late"] == 15
    assert "15 ngày làm việc" in late["message"]
    assert str(late["opened_at"]) == "2021-09-30"
    assert str(late["last_seen_at"]) == "2021-10-01"


def test_rejected_rows_are_kept_once_and_marked_when_gone(office: Office) -> None:
    office.export(row("A-1"), row(None), row("A-2", due="31/06/2021"))
    office.run()
    office.run()
    kept = office.rows("SELECT * FROM rejected_row ORDER BY id")
    assert [(r["row"], r["code"], r["gone_run_id"]) for r in kept] == [
        (3, None, None),
        (4, "A-2", None),
    ]
    office.export(row("A-1"))
    office.run()
    assert {r["gone_run_id"] for r in office.rows("SELECT gone_run_id FROM rejected_row")} == {3}


def test_a_run_that_can_not_read_its_export_changes_nothing_but_the_ledger(office: Office) -> None:
    office.export(row("A-1"))
    office.run()
    before = office.contents()
    (office.folder / "export.xlsx").write_bytes(b"PK broken")
    with pytest.raises(IntakeError):
        office.run()
    (office.folder / "export.xlsx").unlink()
    with pytest.raises(IntakeError):
        office.run()
    assert office.contents() == before
    assert [r["state"] for r in office.rows("SELECT state FROM run ORDER BY id")] == [
        "done",
        "failed",
        "failed",
    ]


def test_a_run_that_breaks_half_way_leaves_nothing_behind(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.export(row("A-1"))

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr(nightly, "draft_letters", broken)
        with pytest.raises(RuntimeError):
            office.run()
    assert not any(office.contents().values())
    assert office.run().drafted == 1


def test_the_change_log_can_not_be_rewritten(office: Office) -> None:
    office.export(row("A-1"))
    office.run()
    office.export(row("A-1", due="20/09/2021"))
    office.run()
    for statement in ("UPDATE change_log SET old = 'x'", "DELETE FROM change_log"):
        with office.connection() as connection, pytest.raises(DBAPIError, match="append-only"):
            connection.exec_driver_sql(statement)


def test_without_postings_the_rule_is_not_judged_and_says_so(small_office: Office) -> None:
    small_office.export(finished("A-1"))
    report = small_office.run()
    assert "result-not-posted" not in report.findings
    assert any("result-not-posted was not judged" in note for note in report.notes)
    assert report.complete


def test_postings_are_taken_in_and_stay(office: Office) -> None:
    office.write_config('[postings]\npath = "posted.txt"\n')
    office.export(finished("A-1"), finished("A-2"), finished("A-3", done="24/09/2021"))
    posted = office.folder / "posted.txt"
    posted.write_text("Kết quả: A-1, hồ sơ khác\n", encoding="utf-8")
    assert office.run().findings["result-not-posted"].open == 1
    assert office.findings()[-1] == ("result-not-posted", "A-2")
    posted.write_text("A-2\n", encoding="utf-8")
    assert office.run().findings["result-not-posted"].closed == 1
    assert [r["code"] for r in office.rows("SELECT code FROM posting ORDER BY 1")] == ["A-1", "A-2"]


def test_unreadable_postings_make_the_run_incomplete_and_close_nothing(office: Office) -> None:
    office.write_config('[postings]\npath = "posted.txt"\n')
    office.export(finished("A-2"))
    (office.folder / "posted.txt").write_text("000.00.22.H56-210901-0001\n")
    office.run()
    (office.folder / "posted.txt").unlink()
    report = office.run()
    assert not report.complete
    assert any("there is no such file" in note for note in report.notes)
    assert office.findings() == [("result-not-posted", "A-2")]
    assert office.rows("SELECT state FROM run ORDER BY id DESC")[0]["state"] == "incomplete"


def test_days_of_the_config_file_count(small_office: Office) -> None:
    small_office.export(row("A-1", due="29/09/2021"))
    small_office.write_config("[calendar]\noff = [2021-09-30]\n")
    small_office.run()
    (late,) = small_office.rows("SELECT * FROM finding WHERE rule = 'overdue-open'")
    assert late["working_days_late"] == 0


def test_a_year_whose_days_off_are_not_announced_marks_its_figures(small_office: Office) -> None:
    small_office.export(row("A-1", due="27/12/2028"))
    report = small_office.run(date(2029, 1, 3))
    assert any("2028–2029 are computed and provisional" in note for note in report.notes)
    (late,) = small_office.rows("SELECT * FROM finding WHERE rule = 'overdue-open'")
    assert "chưa có lịch nghỉ chính thức năm 2028–2029" in late["message"]
    small_office.write_config("[calendar]\noff = [2029-01-01]\nannounced = [2028, 2029]\n")
    assert not any("provisional" in note for note in small_office.run(date(2029, 1, 3)).notes)
    (late,) = small_office.rows("SELECT * FROM finding WHERE rule = 'overdue-open'")
    assert late["message"].endswith("đã quá hạn 4 ngày làm việc, chưa có kết quả.")


def test_a_rule_of_the_config_file_has_its_settings(small_office: Office) -> None:
    small_office.export(row("A-1", due="07/10/2021"), row("A-2"))
    small_office.write_config(
        "[rules.due-soon]\nworking_days = 5\nseverity = 'violation'\n"
        "[rules.overdue-open]\nenabled = false\n"
    )
    report = small_office.run()
    assert ("due-soon", "A-1") in small_office.findings()
    assert "overdue-open" not in report.findings
    assert any("switched off" in note for note in report.notes)
    (soon,) = small_office.rows("SELECT severity FROM finding WHERE rule = 'due-soon'")
    assert soon["severity"] == "violation"


def test_both_databases_give_the_same_answer(tmp_path: Path, postgres_url: str) -> None:
    answers = []
    for name, url in (("lite", ""), ("post", postgres_url)):
        folder = tmp_path / name
        folder.mkdir()
        office = Office(folder, url)
        office.export(*(row(f"Đ-{n}", unit=f"Phòng {n % 3}") for n in range(20)), row(None))
        first, again = office.run(AS_OF), office.run(AS_OF)
        answers.append((first.as_json(), again.as_json(), office.contents()))
        office.engine.dispose()
    assert answers[0][:2] == answers[1][:2]
    same = ("rule", "dossier", "message", "working_days_late")
    sqlite, postgres = (
        [[finding[name] for name in same] for finding in contents["finding"]]
        for _, _, contents in answers
    )
    assert sqlite == postgres
