"""A guard that somebody has lifted lets one run pass, and stands again after it."""

from typing import Any

import pytest
from office import NOW, Office, finished
from sqlalchemy import select

from monitor import nightly
from monitor.report import Report
from monitor.store.audit import deciding, verify
from monitor.store.lifted import AlreadyLiftedError, awaiting, lift, take_back, used_by
from monitor.store.models import Run

WHY = "Đã chuyển hồ sơ sang hệ thống mới"


def dossiers(count: int) -> list[list[Any]]:
    return [finished(f"A-{n}") for n in range(count)]


def held(office: Office) -> Report:
    """An office of which the last pull was kept aside for want of rows."""
    office.export(*dossiers(70))
    office.run()
    office.export(*dossiers(33))
    report = office.run()
    assert report.held
    return report


def lifted(office: Office, reason: str, run: int, who: str = "admin") -> None:
    with deciding(office.engine) as connection:
        lift(connection, reason, WHY, run, who, NOW)


def actions(office: Office) -> list[tuple[str, str, str]]:
    with office.connection() as connection:
        assert verify(connection).tampered is None
    rows = office.rows("SELECT actor, action, subject_key FROM audit ORDER BY id")
    return [(one["actor"], one["action"], one["subject_key"]) for one in rows]


def test_the_next_run_that_lands_uses_it_and_says_so(office: Office) -> None:
    lifted(office, "fewer-rows", held(office).run_id)
    report = office.run()
    assert report.complete
    assert report.input.vanished == 37
    assert report.notes[0].startswith("accepted all the same: fewer-rows: 33 rows")
    assert report.notes[0].endswith(f"(lifted by admin: {WHY})")
    with office.connection() as connection:
        assert awaiting(connection) == []
        (used,) = used_by(connection, report.run_id)
    assert (used.reason, used.who, used.held_run_id) == ("fewer-rows", "admin", 2)
    assert actions(office) == [
        ("admin", "guard-lifted", "fewer-rows"),
        ("tthc run", "guard-used", "fewer-rows"),
    ]
    office.export(*dossiers(10))
    assert not office.run().complete  # it stands again


def test_a_guard_that_had_nothing_to_say_stands_again_too(small_office: Office) -> None:
    lifted(small_office, "fewer-rows", held(small_office).run_id)
    small_office.export(*dossiers(70))
    report = small_office.run()
    told = f"the guard fewer-rows had no objection; it stands again (lifted by admin: {WHY})"
    assert report.notes[0] == told
    small_office.export(*dossiers(33))
    assert small_office.run().held


def test_a_run_that_does_not_land_uses_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = held(office).run_id
    lifted(office, "stale", run)
    assert office.run().held  # for want of rows: another guard
    lifted(office, "fewer-rows", run)

    def breaks(*_: Any) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(nightly, "_work", breaks)
        with pytest.raises(RuntimeError):
            office.run()
    with office.connection() as connection:
        assert [one.reason for one in awaiting(connection)] == ["stale", "fewer-rows"]
    assert office.run().complete


def test_it_can_be_taken_back_until_a_run_has_used_it(office: Office) -> None:
    run = held(office).run_id
    lifted(office, "fewer-rows", run)
    with deciding(office.engine) as connection:
        assert take_back(connection, "fewer-rows", "admin", NOW)
        assert not take_back(connection, "fewer-rows", "admin", NOW)
    assert office.run().held
    lifted(office, "fewer-rows", run)
    assert office.run().complete
    with deciding(office.engine) as connection:
        assert not take_back(connection, "fewer-rows", "admin", NOW)


def test_the_same_guard_is_lifted_once(office: Office) -> None:
    run = held(office).run_id
    lifted(office, "fewer-rows", run)
    with pytest.raises(AlreadyLiftedError):
        lifted(office, "fewer-rows", run, "other")
    assert [who for who, *_ in actions(office)] == ["admin"]


def test_the_ledger_keeps_what_each_sheet_brought_and_what_was_objected(office: Office) -> None:
    held(office)
    with office.connection() as connection:
        first, second = connection.scalars(select(Run.report).order_by(Run.id))
    assert [(one["accepted"], one["rejected"]) for one in first["sheets"]] == [(70, 0)]
    assert first["sheets"][0]["file"].endswith("export.xlsx")
    assert second["held"] == [{"reason": "fewer-rows", "accepted": 33, "usual": 70, "runs": 1}]
