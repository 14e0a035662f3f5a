"""Several programs at one database: each step is taken once, also when they are killed in it."""

import time
from pathlib import Path

import pytest
from export_files import write
from forked import Program, begun
from letter_office import log, prepare
from letter_programs import all_steps, files_without_end, import_of
from office import Office, row

COUNT = 8
SENT = {"draft": 0, "completed": 1, "approved": 2, "issued": 3, "sent": 4}


def killed(program: Program) -> None:
    program.killed()
    time.sleep(0.2)  # PostgreSQL ends what it had begun for it


def each_step_was_taken_once(office: Office) -> set[str]:
    """Every state has its rows in a sound log, and no row comes twice; the states."""
    actions = log(office)
    twice = "SELECT 1 FROM audit GROUP BY subject_key, action HAVING count(*) > 1"
    assert office.rows(twice) == []
    states = [one["state"] for one in office.rows("SELECT state FROM letter")]
    assert len(states) == COUNT
    attached = sum(action == "attach" for action, _ in actions)
    assert attached == len(office.rows("SELECT id FROM letter_file"))
    assert len(actions) - attached == sum(SENT[state] for state in states)
    return set(states)


def test_three_programs_take_every_step_of_every_letter_once(office: Office) -> None:
    prepare(office, *(row(f"A-{number}") for number in range(COUNT)))
    programs = [begun(all_steps, office.folder, f"Người {n}", COUNT) for n in range(3)]
    for program in programs:
        program.let_run()
    assert [program.ended() for program in programs] == [0, 0, 0]
    assert each_step_was_taken_once(office) == {"sent"}


@pytest.mark.parametrize("after_s", [0.05, 0.4])
def test_two_programs_that_are_killed_leave_whole_steps_and_a_third_goes_on(
    office: Office, after_s: float
) -> None:
    prepare(office, *(row(f"A-{number}") for number in range(COUNT)))
    programs = [begun(all_steps, office.folder, f"Người {n}", COUNT) for n in range(2)]
    for program in programs:
        program.let_run()
    time.sleep(after_s)
    for program in programs:
        killed(program)
    each_step_was_taken_once(office)
    last = begun(all_steps, office.folder, "Người sau", COUNT)
    last.let_run()
    assert last.ended() == 0
    assert each_step_was_taken_once(office) == {"sent"}


@pytest.mark.parametrize("after_s", [0.02, 0.1])
def test_an_import_that_is_killed_took_all_of_its_list_or_nothing(
    office: Office, after_s: float
) -> None:
    count = 300
    prepare(office, *(row(f"A-{number}") for number in range(count)))
    head = ("Mã hồ sơ", "Số, ký hiệu", "Ngày ban hành", "Ngày hẹn lại")
    lines = [(f"A-{n}", f"{n + 1}/PXL", "08/09/2021", "20/09/2021") for n in range(count)]
    write(office.folder / "cu.xlsx", [head, *lines])
    program = begun(import_of, office.folder)
    program.let_run()
    time.sleep(after_s)
    killed(program)
    issued = "SELECT count(*) AS n FROM letter WHERE state = 'issued'"
    (taken,) = (one["n"] for one in office.rows(issued))
    assert taken in (0, count)
    assert len(log(office)) == 2 * taken
    last = begun(import_of, office.folder)
    last.let_run()
    assert last.ended() == 0
    assert office.rows(issued) == [{"n": count}]
    assert len(log(office)) == 2 * count


@pytest.mark.parametrize("after_s", [0.03, 0.15, 0.3])
def test_no_half_file_is_taken_for_a_whole_one_when_a_program_is_killed(
    tmp_path: Path, after_s: float
) -> None:
    program = begun(files_without_end, tmp_path)
    program.let_run()
    time.sleep(after_s)
    killed(program)
    for file in tmp_path.glob("[!.]*"):
        content = file.read_bytes()
        assert content == content[:1] * 3_000_000
