"""Several programs at one database: each step is taken once, also when they are killed in it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from export_files import write
from letter_office import log, prepare
from office import Office, row

COUNT = 8
TESTS = Path(__file__).parents[1]
SENT = {"draft": 0, "completed": 1, "approved": 2, "issued": 3, "sent": 4}
ALL_STEPS = """
import sys
from pathlib import Path
from random import Random
from letter_office import NEW, TODAY, desk
from office import Office
from monitor.letterbook.approving import approve
from monitor.letterbook.completing import complete
from monitor.letterbook.files import attach
from monitor.letterbook.issuing import issue
from monitor.letterbook.kinds import Channel, Fault
from monitor.letterbook.refusals import StepError
from monitor.letterbook.sending import send
from monitor.store.database import open_database

office = object.__new__(Office)
office.folder = Path(sys.argv[1])
office.engine = open_database(office.settings.database_url)
at = desk(office, sys.argv[2])
codes = [f"A-{number}" for number in range(int(sys.argv[3]))]
Random(sys.argv[2]).shuffle(codes)
steps = (
    lambda code: complete(at, code, reason_code="so-suat", fault=Fault.OURS, new_due_on=NEW),
    lambda code: approve(at, code),
    lambda code: issue(at, code, number=str(int(code[2:]) + 1), day=TODAY),
    lambda code: attach(at, code, name="a.pdf", content=b"%PDF-1.7 %%EOF"),
    lambda code: send(at, code, channel=Channel.POST, day=TODAY, proof="Vận đơn"),
)
print("ready", flush=True)
sys.stdin.readline()
for step in steps:
    for code in codes:
        try:
            step(code)
        except StepError as error:
            if error.why not in ("taken", "not-yet", "file-twice", "not-issued"):
                raise
"""
IMPORT = """
import sys
from pathlib import Path
from letter_office import TODAY
from test_earlier_letters import take
from office import Office
from monitor.store.database import open_database

office = object.__new__(Office)
office.folder = Path(sys.argv[1])
office.engine = open_database(office.settings.database_url)
print("ready", flush=True)
sys.stdin.readline()
take(office, office.folder / "cu.xlsx")
"""

WRITING = """
import sys
from pathlib import Path
from monitor.atomic import write_bytes

print("ready", flush=True)
sys.stdin.readline()
for number in range(10_000):
    write_bytes(Path(sys.argv[1]) / f"{number % 7}.pdf", bytes([number % 251]) * 3_000_000)
"""


def begun(script: str, *arguments: str) -> subprocess.Popen[str]:
    """A program that waits for a line on its input."""
    paths = os.pathsep.join([str(TESTS), str(TESTS / "letterbook"), str(TESTS.parent)])
    process = subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        env={**os.environ, "PYTHONPATH": paths},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def let_run(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def killed(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()
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
    programs = [begun(ALL_STEPS, str(office.folder), f"Người {n}", str(COUNT)) for n in range(3)]
    for program in programs:
        let_run(program)
    for program in programs:
        program.communicate()
    assert [program.returncode for program in programs] == [0, 0, 0]
    assert each_step_was_taken_once(office) == {"sent"}


@pytest.mark.parametrize("after_s", [0.05, 0.4])
def test_two_programs_that_are_killed_leave_whole_steps_and_a_third_goes_on(
    office: Office, after_s: float
) -> None:
    prepare(office, *(row(f"A-{number}") for number in range(COUNT)))
    programs = [begun(ALL_STEPS, str(office.folder), f"Người {n}", str(COUNT)) for n in range(2)]
    for program in programs:
        let_run(program)
    time.sleep(after_s)
    for program in programs:
        killed(program)
    each_step_was_taken_once(office)
    last = begun(ALL_STEPS, str(office.folder), "Người sau", str(COUNT))
    last.communicate("\n")
    assert last.returncode == 0
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
    process = begun(IMPORT, str(office.folder))
    let_run(process)
    time.sleep(after_s)
    killed(process)
    issued = "SELECT count(*) AS n FROM letter WHERE state = 'issued'"
    (taken,) = (one["n"] for one in office.rows(issued))
    assert taken in (0, count)
    assert len(log(office)) == 2 * taken
    last = begun(IMPORT, str(office.folder))
    last.communicate("\n")
    assert last.returncode == 0
    assert office.rows(issued) == [{"n": count}]
    assert len(log(office)) == 2 * count


@pytest.mark.parametrize("after_s", [0.03, 0.15, 0.3])
def test_no_half_file_is_taken_for_a_whole_one_when_a_program_is_killed(
    tmp_path: Path, after_s: float
) -> None:
    process = begun(WRITING, str(tmp_path))
    let_run(process)
    time.sleep(after_s)
    killed(process)
    for file in tmp_path.glob("[!.]*"):
        content = file.read_bytes()
        assert content == content[:1] * 3_000_000
