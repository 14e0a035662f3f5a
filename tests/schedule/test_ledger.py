"""Leases and the ledger of jobs on both databases: one owner at a time, each occurrence once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from office import Office

from monitor.store import jobs, leases
from monitor.store.audit import deciding
from monitor.store.leases import LeaseLostError, Watch
from monitor.store.schedule_models import JobState

NOW = datetime(2026, 11, 27, 1, 30)
DAY = NOW.date()
RACERS, PATIENCE_S = 8, 30.0


class Stopwatch:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def watching() -> Watch:
    return Watch(PATIENCE_S, Stopwatch())


def take(office: Office, owner: str, watch: Watch) -> bool:
    with deciding(office.engine) as connection:
        return leases.take(connection, "nightly", owner, NOW, watch)


def beat(office: Office, owner: str) -> None:
    with deciding(office.engine) as connection:
        leases.beat(connection, "nightly", owner)


def test_of_many_who_want_a_lease_at_once_one_has_it(office: Office) -> None:
    start = Barrier(RACERS)

    def one(number: int) -> bool:
        start.wait()
        return take(office, f"daemon {number}", watching())

    for _ in range(3):  # nobody had it, then it was free
        with ThreadPoolExecutor(RACERS) as pool:
            taken = list(pool.map(one, range(RACERS)))
        assert sum(taken) == 1
        with deciding(office.engine) as connection:
            leases.release(connection, "nightly", f"daemon {taken.index(True)}")


def test_a_lease_passes_on_only_when_its_beat_has_stood_still(office: Office) -> None:
    watch, stopwatch = watching(), Stopwatch()
    watch.stopwatch = stopwatch
    assert take(office, "first", watching())
    assert not take(office, "second", watch)
    stopwatch.seconds += 29
    assert not take(office, "second", watch)
    beat(office, "first")  # alive after all
    stopwatch.seconds += 29
    assert not take(office, "second", watch)
    stopwatch.seconds += 30
    assert take(office, "second", watch)
    with pytest.raises(LeaseLostError):
        beat(office, "first")
    beat(office, "second")


def test_of_many_who_find_an_owner_dead_one_takes_over(office: Office) -> None:
    assert take(office, "dead", watching())
    watches = [watching() for _ in range(RACERS)]
    assert not any(take(office, f"daemon {n}", watch) for n, watch in enumerate(watches))
    for watch in watches:
        assert isinstance(watch.stopwatch, Stopwatch)
        watch.stopwatch.seconds += PATIENCE_S
    start = Barrier(RACERS)

    def one(number: int) -> bool:
        start.wait()
        return take(office, f"daemon {number}", watches[number])

    with ThreadPoolExecutor(RACERS) as pool:
        assert sum(pool.map(one, range(RACERS))) == 1


def test_a_lease_that_was_given_back_is_free_at_once(office: Office) -> None:
    assert take(office, "first", watching())
    with deciding(office.engine) as connection:
        leases.release(connection, "nightly", "somebody else")
    assert not take(office, "second", watching())
    with deciding(office.engine) as connection:
        leases.release(connection, "nightly", "first")
    assert take(office, "second", watching())


def test_an_occurrence_that_fails_waits_longer_each_time_and_is_given_up(office: Office) -> None:
    now, waits = NOW, []
    for number in range(jobs.MOST_FAILURES):
        with deciding(office.engine) as connection:
            begun = jobs.begin(connection, "nightly", DAY, now)
            assert (begun.state, begun.attempts) == (JobState.RUNNING, number + 1)
            failed = jobs.fail(connection, "nightly", DAY, "no export", now)
        waits.append((failed.next_try_at or now) - now)
        now += waits[-1]
    assert waits[:3] == [timedelta(minutes=m) for m in (5, 20, 80)]
    assert max(waits[:3]) == jobs.LONGEST_WAIT
    assert (failed.state, failed.failures, failed.error) == ("given-up", 4, "no export")


def test_an_occurrence_that_is_cut_off_again_and_again_has_not_failed(office: Office) -> None:
    for _ in range(10):
        with deciding(office.engine) as connection:
            jobs.begin(connection, "nightly", DAY, NOW)
            jobs.put_back(connection, "nightly", DAY, NOW)
    (row,) = office.rows("SELECT state, attempts, failures FROM job_run")
    assert row == {"state": "waiting", "attempts": 10, "failures": 0}


def test_a_later_occurrence_ends_the_wait_of_an_earlier_one(office: Office) -> None:
    with deciding(office.engine) as connection:
        jobs.begin(connection, "nightly", DAY, NOW)
        jobs.fail(connection, "nightly", DAY, "no export", NOW)
        jobs.begin(connection, "digest", DAY, NOW)
        tomorrow = DAY + timedelta(days=1)
        jobs.begin(connection, "nightly", tomorrow, NOW)
        jobs.finish(connection, "nightly", tomorrow, "complete", NOW)
        states = [one.state for one in jobs.recent(connection, "nightly", 5)]
    assert states == ["done", "overtaken"]
    assert office.rows("SELECT state FROM job_run WHERE job = 'digest'") == [{"state": "running"}]
    assert date(2026, 11, 28) == tomorrow
