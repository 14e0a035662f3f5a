"""What the daemon does at which hour: each night once, whatever the clock and whoever looks."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from daemon_office import NIGHT, Watched, mails, nights, prepare
from mail_server import post_office
from office import Office, finished, row

from monitor.schedule import night as nightly_job
from monitor.schedule.by_hand import alone
from monitor.schedule.jobs import NIGHTLY, jobs_of
from monitor.schedule.shift import Shift
from monitor.schedule.telling import tell_of_failure
from monitor.store import jobs, leases
from monitor.store.audit import deciding
from monitor.store.database import DatabaseError
from monitor.store.leases import LeaseLostError

DAY = timedelta(days=1)
RACERS = 4


def runs(office: Office) -> list[str]:
    return [one["state"] for one in office.rows("SELECT state FROM run ORDER BY id")]


def test_each_night_is_run_once_at_its_hour(office: Office) -> None:
    watched = Watched(prepare(office))
    assert watched.look(NIGHT) == [NIGHT.date()]
    assert watched.look(NIGHT + timedelta(minutes=1)) == []
    assert watched.look(NIGHT + DAY - timedelta(minutes=1)) == []
    assert watched.look(NIGHT + DAY) == [NIGHT.date() + DAY]
    assert runs(office) == ["done", "done"]
    assert [state for _, state, _ in nights(office)] == ["done", "done"]
    assert len(office.rows("SELECT id FROM letter")) == 2


def test_of_three_missed_nights_one_is_run_and_finds_the_same(tmp_path: Path) -> None:
    """The same exports, one office with its host on all the time and one that was off."""
    states = [
        [row("A-1", due="29/09/2021 17:00:00"), row("A-2", due="05/10/2021 17:00:00")],
        [row("A-1", due="29/09/2021 17:00:00"), row("A-2", due="01/10/2021 17:00:00")],
        [
            finished("A-1", due="29/09/2021 17:00:00", done="01/10/2021 09:00:00"),
            row("A-2", due="01/10/2021 17:00:00"),
            row("A-3"),
        ],
    ]
    found = []
    for name, seen in (("on", states), ("off", states[-1:])):
        folder = tmp_path / name
        folder.mkdir()
        office = Office(folder)
        watched = Watched(office)
        office.export(*states[0])
        watched.look(NIGHT - DAY)
        for number, rows in enumerate(seen, start=len(states) - len(seen)):
            office.export(*rows)
            begun = watched.look(NIGHT + number * DAY + timedelta(hours=8))
            assert len(begun) == 1
        columns = "rule, dossier, severity, working_days_late, message"
        found.append(
            office.rows(f"SELECT {columns} FROM finding WHERE closed_at IS NULL ORDER BY 1, 2")
        )
        office.engine.dispose()
    assert found[0] == found[1] != []


def test_a_clock_that_jumps_a_day_forth_and_back_runs_once_a_day(office: Office) -> None:
    watched = Watched(prepare(office))
    for jump in (0, 1, 0, -1, 0, 1, 0):
        watched.look(NIGHT + jump * DAY + timedelta(hours=2))
    assert [day for day, _, _ in nights(office)] == ["2021-09-30", "2021-10-01"]
    for number in (1, 2, 2, 1, 3):
        watched.look(NIGHT + number * DAY + timedelta(hours=3))
    days = [day for day, _, _ in nights(office)]
    assert days == ["2021-09-30", "2021-10-01", "2021-10-02", "2021-10-03"]
    assert len(runs(office)) == len(days)


def test_of_many_daemons_that_look_at_once_one_runs(office: Office) -> None:
    prepare(office)
    daemons = [Watched(office, f"daemon {number}") for number in range(RACERS)]
    for night in range(3):
        start = Barrier(RACERS)

        def one(watched: Watched, start: Barrier = start, night: int = night) -> int:
            start.wait()
            return len(watched.look(NIGHT + night * DAY))

        with ThreadPoolExecutor(RACERS) as pool:
            assert sum(pool.map(one, daemons)) == 1
    assert runs(office) == ["done"] * 3


def test_a_run_by_hand_and_the_daemon_wait_for_each_other(office: Office) -> None:
    prepare(office)
    watched = Watched(office)
    with alone(office.engine, office.settings, lambda: NIGHT):
        assert watched.look(NIGHT) == []
    assert watched.look(NIGHT) == [NIGHT.date()]


def test_a_run_by_hand_is_refused_while_another_one_beats(small_office: Office) -> None:
    prepare(small_office, more="[schedule]\nlease_s = 1\n")
    with (
        alone(small_office.engine, small_office.settings, lambda: NIGHT),
        pytest.raises(DatabaseError, match="a run is at work since 01:30"),
        alone(small_office.engine, small_office.settings, lambda: NIGHT),
    ):
        pass


def test_a_run_by_hand_goes_on_after_one_that_was_cut_off(small_office: Office) -> None:
    prepare(small_office, more="[schedule]\nlease_s = 1\n")
    with deciding(small_office.engine) as connection:
        watch = leases.Watch(1, lambda: 0)
        assert leases.take(connection, NIGHTLY, "killed", NIGHT, watch)
    with alone(small_office.engine, small_office.settings, lambda: NIGHT):
        rows = small_office.rows("SELECT owner FROM lease")
    assert rows != [{"owner": "killed"}]


def test_what_was_done_without_the_lease_does_not_land(office: Office) -> None:
    prepare(office)
    watched = Watched(office)
    (job, *_) = jobs_of(office.settings)
    with deciding(office.engine) as connection:
        leases.take(connection, NIGHTLY, "somebody else", NIGHT, watched.daemon.watch)
    shift = Shift(office.settings, office.engine, NIGHTLY, NIGHT.date(), "me", lambda: NIGHT)
    with pytest.raises(LeaseLostError):
        job.work(shift)
    assert runs(office) == ["failed"]
    assert office.contents()["finding"] == office.contents()["letter"] == []


def test_a_night_that_was_killed_after_it_had_landed_is_not_run_again_but_written_out(
    office: Office,
) -> None:
    prepare(office)
    watched = Watched(office)
    watched.look(NIGHT)
    with office.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE job_run SET state = 'landed', finished_at = NULL")
        connection.exec_driver_sql("UPDATE letter SET path = NULL WHERE dossier = 'A-2'")
    for file in office.folder.rglob("A-2.docx"):
        file.unlink()
    assert watched.look(NIGHT + timedelta(hours=1)) == [NIGHT.date()]
    assert runs(office) == ["done"]
    assert nights(office) == [("2021-09-30", "done", "complete")]
    assert len(list(office.folder.rglob("A-2.docx"))) == 1


def test_a_run_that_was_cut_off_is_called_so_by_the_next(small_office: Office) -> None:
    prepare(small_office)
    with small_office.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO run (as_of, started_at, state) "
            "VALUES ('2021-09-30', '2021-09-30 01:30:00', 'running')"
        )
    Watched(small_office).look(NIGHT)
    assert runs(small_office) == ["failed", "done"]


def test_the_administrator_is_reminded_of_next_years_calendar_every_second_week(
    small_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The 46 nights before it all run well, in no time."""
    monkeypatch.setattr(nightly_job, "_run", lambda _: nightly_job.COMPLETE)
    prepare(small_office, mail=True)
    watched = Watched(small_office, now=datetime(2026, 9, 30, 1, 30))
    for day in range(46):
        watched.look(datetime(2026, 10, 1, 8) + day * DAY)
    told = [one for one in mails(small_office) if "days off" in one]
    assert told == ["tthc: the days off of 2027 are not known"] * 4
    small_office.write_config("[calendar]\nannounced = [2027]\n")
    known = Watched(small_office, "another", now=datetime(2026, 11, 26, 8))
    known.look(datetime(2026, 11, 26, 8))
    assert ("calendar", date(2026, 11, 26)) in known.started
    assert [one for one in mails(small_office) if "days off" in one] == told


def test_a_daemon_that_died_at_the_end_of_a_night_holds_no_mail_back(
    small_office: Office,
) -> None:
    with post_office() as post:
        prepare(small_office, mail=True, port=post.port, more="lease_s = 1\n")
        (small_office.folder / "export.xlsx").unlink()
        first = Watched(small_office)
        for minute in (0, 5, 25):
            first.look(NIGHT + timedelta(minutes=minute))
        first.daemon.ending.set()  # the last failure is told, and not sent by this one
        with deciding(small_office.engine) as connection:
            jobs.fail(connection, NIGHTLY, NIGHT.date(), "no export", NIGHT)
            failed = jobs.recent(connection, NIGHTLY, 1)[0]
            tell_of_failure(connection, small_office.settings, failed, "no export", NIGHT)
            leases.take(connection, NIGHTLY, "dead", NIGHT, first.daemon.watch)
        second = Watched(small_office, "second")
        second.look(NIGHT + timedelta(hours=1))
        assert post.taken == []  # it may be at work
        time.sleep(1.1)
        second.look(NIGHT + timedelta(hours=1))
        assert len(post.taken) == 1


def test_what_tells_of_a_night_waits_until_another_daemon_has_done_it(
    small_office: Office,
) -> None:
    prepare(small_office)
    october = datetime(2021, 10, 1, 8)  # the calendar is looked at too
    with alone(small_office.engine, small_office.settings, lambda: october):
        watched = Watched(small_office)
        watched.look(october)
        assert watched.started == []
    watched.look(october)
    assert [job for job, _ in watched.started] == [NIGHTLY, "calendar"]
