"""Two people, or twenty, take the same step at once; or the machine dies in the middle of one."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from forked import begun
from letter_office import (
    NEW,
    TODAY,
    approved,
    completed,
    desk,
    issued,
    letter,
    log,
    prepare,
)
from letter_programs import half_a_step, letter_by_letter
from office import Office, row

from monitor.letterbook.again import again
from monitor.letterbook.approving import approve
from monitor.letterbook.completing import complete
from monitor.letterbook.desk import Desk
from monitor.letterbook.emailing import email
from monitor.letterbook.ending import excuse, withdraw
from monitor.letterbook.files import attach
from monitor.letterbook.issuing import issue
from monitor.letterbook.kinds import Channel, Fault
from monitor.letterbook.refusals import StepError
from monitor.letterbook.sending import send
from monitor.store import database
from monitor.store.ledger import writing

RACERS = 20
PDF = b"%PDF-1.7\n%%EOF"

MAIL = '[mail]\nhost = "127.0.0.1"\nsender = "tthc@so.example"\n'


def signed(office: Office) -> None:
    issued(office)
    attach(desk(office), "A-1", name="ban-ky.pdf", content=PDF)


STEPS: dict[str, tuple[Callable[[Office], Any], Callable[[Desk], Any]]] = {
    "complete": (
        lambda _: None,
        partial(complete, code="A-1", reason_code="so-suat", fault=Fault.OURS, new_due_on=NEW),
    ),
    "approve": (completed, partial(approve, code="A-1")),
    "issue": (approved, partial(issue, code="A-1", number="1", day=TODAY)),
    "send": (
        issued,
        partial(send, code="A-1", channel=Channel.POST, day=TODAY, proof="Vận đơn"),
    ),
    "withdraw": (approved, partial(withdraw, code="A-1", reason="Sai tên")),
    "excuse": (
        lambda _: None,
        partial(excuse, code="A-1", reason="Mất điện", fault=Fault.SYSTEM),
    ),
    "again": (issued, partial(again, code="A-1", reason="Chờ giám định", anyway=True)),
    "email": (signed, partial(email, code="A-1", to="an@example.org")),
    "attach": (issued, partial(attach, code="A-1", name="ban-ky.pdf", content=PDF)),
}


def race(office: Office, step: Callable[[Desk], Any]) -> list[str | StepError]:
    """The name of each who won, the refusal of each who lost."""
    start = Barrier(RACERS)
    desks = [desk(office, f"Người {number:02}") for number in range(RACERS)]

    def run(one: Desk) -> str | StepError:
        start.wait()
        try:
            step(one)
        except StepError as error:
            return error
        return one.by

    with ThreadPoolExecutor(RACERS) as pool:
        return list(pool.map(run, desks))


@pytest.mark.parametrize("action", STEPS)
def test_of_twenty_who_take_a_step_at_once_one_does_and_the_others_are_told(
    office: Office, action: str
) -> None:
    prepare(office, more=f'[letters]\nexcusing_faults = ["system"]\n{MAIL}')
    reach, step = STEPS[action]
    reach(office)
    before = log(office)
    results = race(office, step)
    winners = [one for one in results if isinstance(one, str)]
    losers = [one for one in results if isinstance(one, StepError)]
    assert len(winners) == 1
    assert log(office) == [*before, (action, winners[0])]
    told = {str(one) for one in losers}
    assert len(losers) == RACERS - 1
    if action not in ("attach", "email"):
        assert {one.why for one in losers} == {"taken"}
        assert all(winners[0] in one for one in told)


def test_of_two_letters_that_want_the_same_number_one_gets_it(office: Office) -> None:
    codes = [f"A-{number}" for number in range(8)]
    prepare(office, *(row(code) for code in codes))
    for code in codes:
        approved(office, code)
    start = Barrier(len(codes))

    def run(code: str) -> str:
        start.wait()
        try:
            issue(desk(office), code, number="5", day=TODAY)
        except StepError as error:
            return f"{error.why} {error}"
        return "won"

    with ThreadPoolExecutor(len(codes)) as pool:
        results = list(pool.map(run, codes))
    assert results.count("won") == 1
    others = [one for one in results if one != "won"]
    assert all("number-used" in one and "05/PXL" in one for one in others)
    assert all("chưa dùng là 6" in one for one in others)
    assert office.rows("SELECT count(*) AS n FROM letter WHERE number = 5") == [{"n": 1}]


def test_an_officer_and_the_nightly_run_do_not_overwrite_each_other(office: Office) -> None:
    codes = [f"A-{number}" for number in range(12)]
    prepare(office, *(row(code) for code in codes))
    office.export(*(row(code, applicant="Trần Thị Yến") for code in codes))

    refusals: set[str] = set()

    def officer() -> None:
        for code in codes:
            for _ in range(20):
                try:
                    completed(office, code)
                except StepError as error:
                    refusals.add(error.why)
                else:
                    break

    with ThreadPoolExecutor(2) as pool:
        night = pool.submit(office.run, TODAY)
        pool.submit(officer).result()
        night.result()
    assert refusals <= {"redrafted"}
    states = {one["state"] for one in office.rows("SELECT state FROM letter")}
    assert states == {"completed"}
    assert len(log(office)) == len(codes)


def test_a_run_that_keeps_the_database_busy_is_told(
    small_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(small_office)
    url = small_office.settings.database_url
    monkeypatch.setattr(database, "_SQLITE_WAIT_S", 0.1)
    impatient = replace(desk(small_office), engine=database.open_database(url))
    with writing(small_office.engine), pytest.raises(StepError) as error:
        withdraw(impatient, "A-1", reason="Sai tên")
    assert error.value.why == "busy"
    withdraw(impatient, "A-1", reason="Sai tên")
    impatient.engine.dispose()


@pytest.mark.parametrize("where", ["claim", "append"])
def test_a_process_that_dies_within_a_step_leaves_nothing_of_it(office: Office, where: str) -> None:
    prepare(office)
    approved(office)
    before = (dict(letter(office)), log(office))
    program = begun(half_a_step, office.folder, where)
    program.let_run()
    assert program.ended() == 9
    assert (dict(letter(office)), log(office)) == before
    issue(desk(office), "A-1", number="1", day=TODAY)


@pytest.mark.parametrize("after_s", [0.02, 0.11, 0.35])
def test_a_process_that_is_killed_leaves_whole_steps_and_a_sound_log(
    office: Office, after_s: float
) -> None:
    count = 40
    prepare(office, *(row(f"A-{number}") for number in range(count)))
    program = begun(letter_by_letter, office.folder, count)
    program.let_run()
    time.sleep(after_s)
    program.killed()
    steps = {"draft": 0, "completed": 1, "approved": 2, "issued": 3}
    states = [one["state"] for one in office.rows("SELECT state FROM letter")]
    assert len(states) == count
    assert len(log(office)) == sum(steps[state] for state in states)
    assert len([state for state in states if state in ("completed", "approved")]) <= 1
