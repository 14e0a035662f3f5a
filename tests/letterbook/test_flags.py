"""A dossier that has changed since its letter was written holds the next step up."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from letter_office import NEW, TODAY, approved, completed, desk, issued, letter, log, prepare
from office import Office, finished, row

from monitor.letterbook.approving import approve
from monitor.letterbook.completing import complete
from monitor.letterbook.desk import Desk
from monitor.letterbook.issuing import issue
from monitor.letterbook.kinds import Channel, Fault
from monitor.letterbook.refusals import FlaggedError
from monitor.letterbook.sending import send
from monitor.letterbook.sight import sight
from monitor.letterbook.standing import is_finished
from monitor.letterbook.taking import look

AFTERWARDS: dict[str, list[Any]] = {
    "finished-in-time": finished("A-1", done="09/09/2021 10:00:00"),
    "finished-late": finished("A-1", done="13/09/2021 10:00:00"),
    "paused": row("A-1", status="Chờ bổ sung"),
    "refused": row("A-1", status="Từ chối"),
    "withdrawn": row("A-1", status="Đã rút"),
    "vanished": row("A-2", due="15/10/2021"),
    "moved": row("A-1", due="01/10/2021 17:00:00"),
    "no-appointment": row("A-1", due=""),
}
STATUSES = """
[source.statuses]
"Chờ bổ sung" = 5
"Từ chối" = 3
"Đã rút" = 7
"""
STEPS: dict[str, tuple[Callable[[Office], Any], Callable[..., Any]]] = {
    "complete": (lambda _: None, lambda at, anyway: complete_any(at, anyway=anyway)),
    "approve": (completed, lambda at, anyway: approve(at, "A-1", anyway=anyway)),
    "issue": (approved, lambda at, anyway: issue(at, "A-1", number="1", day=TODAY, anyway=anyway)),
    "send": (
        issued,
        lambda at, anyway: send(
            at, "A-1", channel=Channel.POST, day=TODAY, proof="x", anyway=anyway
        ),
    ),
}


def complete_any(at: Desk, *, anyway: bool) -> None:
    """Complete with a new date where there must be one."""
    with at.engine.connect() as connection:
        done = is_finished(look(connection, "A-1").dossier)
    complete(
        at,
        "A-1",
        reason_code="so-suat",
        fault=Fault.OURS,
        new_due_on=None if done else NEW,
        anyway=anyway,
    )


def change(office: Office, to: list[Any]) -> None:
    """The export changes, and a night passes."""
    office.export(to)
    office.run(TODAY)


@pytest.mark.parametrize("flag", AFTERWARDS)
@pytest.mark.parametrize("action", STEPS)
def test_a_step_is_held_up_by_what_has_changed_unless_the_officer_says_so(
    small_office: Office, action: str, flag: str
) -> None:
    prepare(small_office, more=STATUSES)
    reach, step = STEPS[action]
    reach(small_office)
    change(small_office, AFTERWARDS[flag])
    redrafted = action == "complete" and flag == "finished-late"  # so the night writes it anew
    unwritable = action == "complete" and flag == "no-appointment"
    shown = [one.code.value for one in sight(desk(small_office), "A-1").flags]
    if redrafted:
        assert shown == []
        return
    assert flag in shown
    before = log(small_office)
    with pytest.raises(FlaggedError) as error:
        step(desk(small_office), anyway=False)
    assert [one.code.value for one in error.value.flags] == shown
    assert all(one.sentence in str(error.value) for one in error.value.flags)
    assert log(small_office) == before
    if unwritable:
        return
    step(desk(small_office), anyway=True)
    (entry,) = small_office.rows(f"SELECT detail FROM audit WHERE action = '{action}'")
    assert f'"{flag}"' in entry["detail"]
    assert '"anyway": true' in entry["detail"]


def test_an_unchanged_dossier_has_no_flags_and_the_log_says_nothing_of_them(
    office: Office,
) -> None:
    prepare(office)
    approved(office)
    assert sight(desk(office), "A-1").flags == []
    entries = office.rows("SELECT detail FROM audit")
    assert all("anyway" not in str(one["detail"]) for one in entries)


def test_the_new_date_that_the_one_stop_shop_has_entered_is_no_surprise(
    small_office: Office,
) -> None:
    prepare(small_office)
    issued(small_office)
    change(small_office, row("A-1", due="08/10/2021 17:00:00"))
    assert sight(desk(small_office), "A-1").flags == []


def test_words_for_before_the_appointment_are_not_approved_after_it(small_office: Office) -> None:
    more = "[letters]\ndraft_before_due = true\n"
    prepare(small_office, row("A-1", due="01/10/2021"), more=more)
    completed(small_office)
    assert letter(small_office)["wording"] == "before"
    later = desk(small_office, now=datetime(2021, 10, 4, 8, 0))
    with pytest.raises(FlaggedError) as error:
        approve(later, "A-1")
    assert [one.code.value for one in error.value.flags] == ["passed"]
    completed(small_office, revise=True)
    assert letter(small_office)["wording"] == "before"  # of the day of that step
    complete(later, "A-1", reason_code="so-suat", fault=Fault.OURS, new_due_on=NEW, revise=True)
    assert letter(small_office)["wording"] == "after"
    approve(later, "A-1")


def test_an_office_that_judges_by_the_clock_sees_an_hour_too_late(small_office: Office) -> None:
    late_today = finished("A-1", done="10/09/2021 17:30:00")
    small_office.config = "late_by_clock = true\n" + small_office.config
    prepare(small_office)
    completed(small_office)
    change(small_office, late_today)
    codes = [one.code.value for one in sight(desk(small_office), "A-1").flags]
    assert codes == ["finished-late"]
