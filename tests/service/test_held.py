"""A pull that is held stays there as evidence, though the next export overwrites its files."""

import json
import sqlite3

import pytest
from office import AS_OF, NOW, Office, finished, row
from sources.remote_office import remote
from sources.web_server import WebServer, serving

from monitor import nightly
from monitor.guards import Reason
from monitor.report import Report
from monitor.sources.files import FileSource

ENOUGH = [finished(f"A-{n}") for n in range(60)]


def accepting(office: Office, *reasons: Reason) -> Report:
    return nightly.run(office.settings, office.engine, AS_OF, lambda: NOW, lambda *_: None, reasons)


def held(office: Office, count: int = 7) -> Report:
    """A run whose pull a guard holds, after one that was good."""
    office.export(*ENOUGH)
    office.run()
    office.export(*ENOUGH[:count])
    return office.run()


def copies(office: Office) -> list[str]:
    return sorted(one.name for one in (office.folder / "out/held").glob("*"))


def test_what_a_guard_holds_is_there_after_the_next_export(office: Office) -> None:
    report = held(office)
    seen = (office.folder / "export.xlsx").read_bytes()
    office.export(*ENOUGH)
    assert office.run().complete
    kept = office.folder / "out/held" / str(report.run_id)
    assert [file.name for file in kept.iterdir()] == ["export.xlsx"]
    assert (kept / "export.xlsx").read_bytes() == seen
    assert f"what was read is kept in {kept}" in report.notes
    (run,) = office.rows("SELECT * FROM run WHERE state = 'held'")
    assert run["error"].startswith("fewer-rows: 7 rows")
    assert run["error"].endswith(f"what was read is kept in {kept}")


def test_files_of_the_same_name_are_all_kept(small_office: Office) -> None:
    small_office.config = small_office.config.replace("export.xlsx", "**/export.xlsx")
    small_office.write_config()
    small_office.export(*ENOUGH)
    small_office.run()
    (small_office.folder / "b").mkdir()
    small_office.export(*ENOUGH[:5])
    small_office.export(*ENOUGH[5:10], name="b/export.xlsx")
    report = small_office.run()
    kept = small_office.folder / "out/held" / str(report.run_id)
    assert sorted(file.name for file in kept.iterdir()) == ["export (2).xlsx", "export.xlsx"]
    assert small_office.export(*ENOUGH).exists()
    assert small_office.run().input.read == 65  # a copy is no export


def test_what_was_fetched_from_another_machine_is_kept_too(small_office: Office) -> None:
    with serving(WebServer()) as web:
        remote(small_office, f"{web.url}/ds.xlsx")
        for count in (60, 7):
            file = small_office.export(*ENOUGH[:count], name="made.xlsx")
            web.files["/ds.xlsx"] = file.read_bytes()
            report = small_office.run()
    kept = small_office.folder / "out/held" / str(report.run_id) / "ds.xlsx"
    assert kept.read_bytes() == file.read_bytes()


def test_rows_of_a_database_are_kept_as_they_were_understood(small_office: Office) -> None:
    there = sqlite3.connect(small_office.folder / "there.db", isolation_level=None)
    there.execute("CREATE TABLE ho_so (code, han, tt, ghi_chu)")
    rows = [(f"A-{n}", "2021-09-10 17:00:00", "4", f"=so {n}") for n in range(60)]
    there.executemany("INSERT INTO ho_so VALUES (?, ?, ?, ?)", rows)
    query = (
        'SELECT code AS "Mã hồ sơ", han AS "Ngày hẹn trả", tt AS "Trạng thái", ghi_chu FROM ho_so'
    )
    small_office.config = small_office.config.replace('path = "export.xlsx"', 'type = "sql"')
    small_office.write_config(f"[source.sql]\nurl = 'sqlite:///there.db'\nquery = '{query}'\n")
    assert small_office.run().complete
    there.execute("DELETE FROM ho_so WHERE code NOT IN ('A-1', 'A-2')")
    there.execute("UPDATE ho_so SET han = 'mai' WHERE code = 'A-2'")
    there.close()
    report = small_office.run()
    kept = small_office.folder / "out/held" / str(report.run_id)
    (one,) = json.loads((kept / "dossiers.json").read_text(encoding="utf-8"))
    assert (one["code"], one["due_at"]) == ("A-1", "2021-09-10 17:00:00")
    assert (one["extra: ghi_chu"], one["completed_at"]) == ("=so 1", None)
    (other,) = json.loads((kept / "rejected.json").read_text(encoding="utf-8"))
    assert (other["code"], other["value"]) == ("A-2", "mai")


def test_an_accepted_pull_clears_what_was_kept_and_nothing_else(small_office: Office) -> None:
    held(small_office)
    beside = small_office.folder / "out/held/2021-09-30"
    beside.mkdir()
    assert len(copies(small_office)) == 2
    assert accepting(small_office, Reason.FEWER_ROWS).complete
    assert copies(small_office) == ["2021-09-30"]


def test_another_reason_than_the_accepted_one_clears_nothing(small_office: Office) -> None:
    first = held(small_office)
    second = accepting(small_office, Reason.STALE)
    assert copies(small_office) == sorted([str(first.run_id), str(second.run_id)])


def test_only_the_newest_copies_stay(small_office: Office) -> None:
    small_office.write_config("[guards]\nmost_held = 2\n")
    runs = [held(small_office).run_id, *(small_office.run().run_id for _ in range(2))]
    assert copies(small_office) == [str(run) for run in runs[1:]]


def test_an_office_may_want_no_copies(small_office: Office) -> None:
    small_office.write_config("[guards]\nmost_held = 0\n")
    report = held(small_office)
    assert copies(small_office) == []
    assert "[guards] most_held" in report.notes[1]


def test_what_a_run_left_that_was_cut_off_goes_with_the_next_copy(small_office: Office) -> None:
    half = small_office.folder / "out/held/.7-x1y2" / "7"
    half.mkdir(parents=True)
    report = held(small_office)
    assert copies(small_office) == [str(report.run_id)]


def test_a_copy_that_can_not_be_made_leaves_no_half_and_is_told(small_office: Office) -> None:
    (small_office.folder / "out").write_text("no folder")
    report = held(small_office)
    assert "could not be copied to" in report.notes[1]
    (run,) = small_office.rows("SELECT * FROM run WHERE state = 'held'")
    assert "could not be copied to" in run["error"]


@pytest.mark.parametrize("gone", [True, False], ids=["gone", "replaced"])
def test_a_file_that_was_replaced_since_it_was_read_is_no_evidence(
    small_office: Office, gone: bool
) -> None:
    file = small_office.export(row("A-1"))
    source = FileSource(file)
    list(source.batches())
    if gone:
        file.unlink()
    else:
        small_office.export(row("A-1"), row("A-2"))
    into = small_office.folder / "into"
    into.mkdir()
    assert not source.copy_to(into)
    assert list(into.iterdir()) == []


def test_the_date_of_a_file_is_kept_with_it(small_office: Office) -> None:
    report = held(small_office)
    kept = small_office.folder / "out/held" / str(report.run_id) / "export.xlsx"
    assert kept.stat().st_mtime_ns == (small_office.folder / "export.xlsx").stat().st_mtime_ns
