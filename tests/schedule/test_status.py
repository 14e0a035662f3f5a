"""`tthc status` and /healthz: what is right, what is not, and nothing about anybody."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from command import tthc
from daemon_office import NIGHT, Watched, prepare
from fastapi.testclient import TestClient
from office import Office

from monitor.review.app import review_app
from monitor.schedule import status
from monitor.schedule.status import checks
from monitor.store.database import open_database

DAY = timedelta(days=1)
MORNING = NIGHT + timedelta(hours=7)


def wrong(office: Office, now: datetime) -> dict[str, str]:
    """What is not right at that hour, and what is said of it."""
    found = checks(office.engine, office.settings, now)
    return {one.name: one.says for one in found if not one.ok}


def looked(office: Office, *hours: datetime) -> Watched:
    watched = Watched(office)
    for hour in hours:
        watched.look(hour)
    return watched


def test_after_a_good_night_all_is_well(office: Office) -> None:
    watched = looked(prepare(office), NIGHT, MORNING)
    assert wrong(office, MORNING) == {}
    assert "it was stopped" not in str(wrong(office, MORNING))
    watched.daemon.leave()
    assert wrong(office, MORNING).keys() == {"daemon"}


def test_an_office_that_runs_by_hand_is_well_too(small_office: Office) -> None:
    prepare(small_office).run()
    assert wrong(small_office, MORNING) == {}


def test_a_daemon_that_is_silent_and_data_that_is_old_are_told(small_office: Office) -> None:
    looked(prepare(small_office), NIGHT)
    assert wrong(small_office, NIGHT + timedelta(minutes=6)).keys() == {"daemon"}
    assert wrong(small_office, NIGHT + timedelta(hours=31)).keys() == {"daemon", "data"}


def test_a_failed_night_is_told_with_its_reason_until_a_run_by_hand_is_good(
    small_office: Office,
) -> None:
    prepare(small_office)
    export = (small_office.folder / "export.xlsx").read_bytes()
    (small_office.folder / "export.xlsx").unlink()
    looked(small_office, NIGHT, MORNING)
    said = wrong(small_office, MORNING)
    assert said.keys() == {"last-run", "data", "job nightly"}
    assert "export.xlsx" in said["job nightly"]
    (small_office.folder / "export.xlsx").write_bytes(export)
    with small_office.engine.begin() as connection:
        before = "'2021-09-30 00:30:00'"
        connection.exec_driver_sql(f"UPDATE job_run SET finished_at = {before}")
    small_office.run()
    assert "job nightly" not in wrong(small_office, MORNING)


def test_messages_that_wait_for_a_decision_are_told(small_office: Office) -> None:
    prepare(small_office, mail=True)
    (small_office.folder / "export.xlsx").unlink()
    late = NIGHT + timedelta(hours=3)
    looked(small_office, *(NIGHT + timedelta(minutes=m) for m in (0, 5, 25, 105, 106)), late)
    assert "1 waiting" in wrong(small_office, late)["outbox"]
    with small_office.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE mail SET state = 'unknown'")
    assert "1 for you to decide" in wrong(small_office, late)["outbox"]


def test_next_years_calendar_is_told_before_it_is_needed(small_office: Office) -> None:
    prepare(small_office)
    for day, is_wrong in ((datetime(2026, 12, 14), False), (datetime(2026, 12, 15), True)):
        assert ("calendar" in wrong(small_office, day)) is is_wrong
    small_office.write_config("[calendar]\nannounced = [2027]\n")
    assert "calendar" not in wrong(small_office, datetime(2026, 12, 31))


def test_a_disk_that_is_full_is_told(small_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status, "_LEAST_FREE", 10**18)
    assert "disk" in wrong(small_office, MORNING)


def test_a_night_of_a_day_ahead_says_that_the_clock_may_be_wrong(small_office: Office) -> None:
    looked(prepare(small_office), NIGHT + 400 * DAY)
    assert "is the clock right" in wrong(small_office, MORNING)["job nightly"]


def test_a_database_without_current_tables_is_told(tmp_path: Path, small_office: Office) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'new.db'}")
    found = {one.name: one for one in checks(engine, small_office.settings, MORNING)}
    engine.dispose()
    assert found["database"].ok is False
    assert found["database"].says == "its tables are missing or old: `tthc run`"


def test_the_command_says_it_for_people_and_for_programs(small_office: Office) -> None:
    prepare(small_office)
    told = tthc("status", cwd=small_office.folder)
    assert told.returncode == 1
    assert "PROBLEM  last-run" in told.stdout.decode()
    told = tthc("status", "--format", "json", cwd=small_office.folder)
    assert told.returncode == 1
    parsed = json.loads(told.stdout)
    assert parsed["ok"] is False
    assert parsed["checks"]["database"]["ok"] is True


def test_healthz_needs_no_login_and_tells_nothing_but_what_is_well(small_office: Office) -> None:
    watched = looked(prepare(small_office), NIGHT, MORNING)
    app = review_app(small_office.settings, small_office.engine, lambda: MORNING)
    client = TestClient(app, base_url="http://127.0.0.1")
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["ok"]) == (200, True)
    watched.daemon.leave()
    answer = client.get("/healthz")
    assert answer.status_code == 503
    checked = answer.json()["checks"]
    assert checked.pop("daemon") is False
    assert set(checked.values()) == {True}
    assert checked.keys() == {
        "database",
        "last-run",
        "data",
        "job nightly",
        "job calendar",
        "job audit",
        "outbox",
        "disk",
        "calendar",
    }
