"""Kills daemons at random moments of a night, and starts many at once; counts what came of it.

    python tests/schedule/torture.py --kills 200 --starts 100 [--database postgresql]

A night has late dossiers, drafts to write, a run that is incomplete and so is mailed to the
administrator, and issued letters in the outbox, at a mail server that counts what it takes in.
After each kill (SIGKILL, of the daemon alone or with its job) a daemon is started again and left to
finish; then every late dossier must have one live letter and one whole file, and every message must
have been taken in once, or stand where only a person decides.

Daemons and jobs are forked from this program, which has everything imported, instead of started
anew: otherwise most kills would hit Python while it imports. POSIX alone.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zipfile import ZipFile

TESTS = Path(__file__).parents[1]
for part in (".", "letterbook", "mail"):
    sys.path.append(str(TESTS / part))

from letter_office import desk, issued, prepare  # noqa: E402
from mail_server import Post, post_office  # noqa: E402
from office import Office, row  # noqa: E402
from postgres_server import database, server_of_our_own  # noqa: E402
from sqlalchemy.engine import make_url  # noqa: E402

from monitor.letterbook.emailing import email  # noqa: E402
from monitor.schedule.by_hand import name_of_this  # noqa: E402
from monitor.schedule.child import die_with_the_daemon, work  # noqa: E402
from monitor.schedule.daemon import Daemon  # noqa: E402
from monitor.schedule.standing import stand_by  # noqa: E402
from monitor.store import jobs  # noqa: E402
from monitor.store.database import open_database  # noqa: E402

LATE, MAILED, DIGESTS = 10, 3, 1
MESSAGES = MAILED + DIGESTS + 1  # the last one to the administrator
NIGHT = datetime(2021, 10, 1, 2, 0)
MORE = """
[mail]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "tthc@so.example"
[schedule]
admin = "it@so.example"
lease_s = 1
[digest]
day = "friday"
time = "01:00:00"
recipients = [{{ address = "giam-doc@so.example" }}]
[postings]
path = "postings/*.csv"
"""
NIGHT_S = 300
UNDECIDED = ("sending", "unknown")


@dataclass
class Forked:
    """A forked process, as the daemon sees one of `subprocess`."""

    pid: int
    pipe: int
    returncode: int | None = None
    stdin: None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            with suppress(ChildProcessError):
                pid, status = os.waitpid(self.pid, os.WNOHANG)
                if pid:
                    self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def terminate(self) -> None:
        os.kill(self.pid, signal.SIGTERM)

    kill = terminate

    def wait(self, _timeout: float | None = None) -> int | None:
        while self.poll() is None:
            time.sleep(0.02)
        return self.returncode


def forked(act: Callable[[], int], *, pipe: bool = False) -> Forked:
    """Do it in a process of its own, which has a pipe to this one as its input."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(reading)
        return Forked(pid, writing)
    code = 1
    try:
        os.setsid()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.close(writing)
        if pipe:
            os.dup2(reading, 0)
            sys.stdin = os.fdopen(0, closefd=False)
        code = act()
    finally:
        os._exit(code)


def settings_of(folder: Path) -> Any:
    office = object.__new__(Office)
    office.folder = folder
    return office.settings


def clock_from(now: datetime) -> Callable[[], datetime]:
    began = time.monotonic()
    return lambda: datetime.fromtimestamp(now.timestamp() + time.monotonic() - began)  # noqa: DTZ006


def job(folder: Path, name: str, day: date, owner: str, now: datetime) -> int:
    die_with_the_daemon()
    settings = settings_of(folder)
    return work(settings, open_database(settings.database_url), name, day, owner, clock_from(now))


def daemon(folder: Path) -> int:
    os.close(2)
    os.open(folder / "log", os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    settings = settings_of(folder)

    def start(name: str, day: date, owner: str, now: datetime) -> Any:
        return forked(lambda: job(folder, name, day, owner, now), pipe=True)

    at_work = Daemon(
        settings, open_database(settings.database_url), clock_from(NIGHT), start, name_of_this()
    )
    stand_by(at_work, None, lambda: datetime.now(UTC))
    return 0


def children(pid: int) -> list[int]:
    with suppress(OSError):
        listed = Path(f"/proc/{pid}/task").iterdir()
        return [int(one) for task in listed for one in (task / "children").read_text().split()]
    return []


def murder(victim: Forked, *, with_job: bool) -> None:
    at_work = children(victim.pid) if with_job else []
    for pid in (*at_work, victim.pid):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    os.close(victim.pipe)
    victim.wait()


def is_over(office: Office) -> bool:
    """Whether the night is done and nothing waits that could go."""
    done = "SELECT job FROM job_run WHERE state = 'done' AND job != 'calendar' ORDER BY job"
    waiting = office.rows("SELECT id FROM mail WHERE state = 'waiting'")
    return [one["job"] for one in office.rows(done)] == ["digest", "nightly"] and not waiting


def finish(office: Office) -> float:
    """Start a daemon, let it finish the night and end it; how long it took to end."""
    last = forked(lambda: daemon(office.folder))
    until = time.monotonic() + NIGHT_S
    while not is_over(office):
        assert time.monotonic() < until, "the night does not end"
        assert last.poll() is None, "the daemon has ended by itself"
        time.sleep(0.1)
    began = time.monotonic()
    last.terminate()
    last.wait()
    # By the signal itself only while it starts and has nothing begun.
    assert last.returncode in (0, -signal.SIGTERM), last.returncode
    os.close(last.pipe)
    return time.monotonic() - began


def faults(office: Office, post: Post) -> list[str]:
    """What is not as it must be after the night."""
    found = []
    live = "SELECT dossier, count(*) AS n FROM letter WHERE state != 'withdrawn' GROUP BY dossier"
    letters = {one["dossier"]: one["n"] for one in office.rows(live)}
    if letters != {f"A-{number}": 1 for number in range(1, LATE + 1)}:
        found.append(f"letters: {letters}")
    taken = Counter(message["message-id"] for _, message in post.taken)
    mails = office.rows("SELECT message_id, state FROM mail")
    if len(mails) != MESSAGES:
        found.append(f"{len(mails)} messages in the outbox")
    for one in mails:
        count = taken[one["message_id"]]
        if count > 1 or (count == 0 and one["state"] not in UNDECIDED):
            found.append(f"a message that is {one['state']} was taken in {count} times")
    files = Counter(file.name for file in office.folder.rglob("out/letters/**/[!.]*.docx"))
    drafts = office.rows("SELECT path FROM letter WHERE state = 'draft'")
    if len(drafts) != LATE - MAILED or any(one["path"] is None for one in drafts):
        found.append("drafts without a file")
    if any(count > 1 for count in files.values()) or any("(2)" in name for name in files):
        found.append(f"files: {files}")
    for file in office.folder.rglob("[!.]*.docx"):
        with suppress(Exception):
            if ZipFile(file).testzip() is None:
                continue
        found.append(f"half a file: {file.name}")
    return found


def made(folder: Path, port: int, url: str) -> Office:
    """An office in the evening: letters issued and in the outbox, others to be drafted."""
    folder.mkdir()
    office = Office(folder, url)
    first = [row(f"A-{number}") for number in range(1, MAILED + 1)]
    prepare(office, *first, more=MORE.format(port=port))
    for number in range(1, MAILED + 1):
        issued(office, f"A-{number}", str(number))
        email(desk(office), f"A-{number}", to=f"an{number}@example.org")
    with office.engine.begin() as connection:
        jobs.skip(connection, "digest", date(2021, 9, 24), NIGHT)  # so that the next one is due
    office.export(*(row(f"A-{number}") for number in range(1, LATE + 1)))
    return office


def again(evening: Path, folder: Path, url: str) -> Office:
    """The same evening once more. url: of its copy in PostgreSQL; empty: SQLite."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(evening, folder)
    if url:
        config = folder / "config.toml"
        begin, _, _ = config.read_text().rpartition("[database]")
        config.write_text(f'{begin}[database]\nurl = "{url}"\n')
    office = object.__new__(Office)
    office.folder = folder
    office.url = url
    office.engine = open_database(office.settings.database_url)
    return office


@dataclass
class Torture:
    """The same evening again and again.

    server, template: the PostgreSQL server and the database of the evening in it; empty: SQLite.
    length_s: of a night that nobody disturbs.
    """

    evening: Path
    server: str
    template: str
    post: Post
    chance: random.Random
    bad: list[str] = field(default_factory=list)
    length_s: float = NIGHT_S

    @contextmanager
    def night(self) -> Iterator[Office]:
        self.post.taken.clear()
        with ExitStack() as stack:
            url = ""
            if self.server:
                url = stack.enter_context(database(self.server, self.template))
            office = again(self.evening, self.evening.with_name("night"), url)
            yield office
            office.engine.dispose()

    def measure(self) -> None:
        for _ in range(2):  # the first one loads what is loaded once
            with self.night() as office:
                began = time.monotonic()
                finish(office)
                self.length_s = min(self.length_s, time.monotonic() - began)
        print(f"an undisturbed night takes {self.length_s:.1f} s", flush=True)

    def kill(self, times: int) -> None:
        ends: list[float] = []
        states, unknown = Counter[str](), 0
        while states.total() < times:
            with self.night() as office:
                for _ in range(min(self.chance.randint(1, 12), times - states.total())):
                    victim = forked(partial(daemon, office.folder))
                    time.sleep(self.chance.uniform(0, self.length_s))
                    murder(victim, with_job=self.chance.random() < 0.5)
                    states[state_of(office)] += 1
                ends.append(finish(office))
                self.bad += faults(office, self.post)
                undecided = "SELECT 1 FROM mail WHERE state IN ('sending', 'unknown')"
                unknown += len(office.rows(undecided))
            print(f"{states.total()} kills, {len(self.bad)} faults", flush=True)
        print(f"{times} kills in {len(ends)} nights; the nights stood at: {dict(states)}")
        print(f"messages left to a person: {unknown} of {len(ends) * MESSAGES}")
        print(f"ending by SIGTERM took {max(ends):.1f} s at most")

    def start_two(self, times: int) -> None:
        for _ in range(times):
            with self.night() as office:
                two = [forked(partial(daemon, office.folder)) for _ in range(2)]
                while not is_over(office):
                    time.sleep(0.1)
                for one in two:
                    one.terminate()
                for one in two:
                    one.wait()
                    os.close(one.pipe)
                runs = office.rows("SELECT id FROM run WHERE as_of = '2021-10-01'")
                if len(runs) != 1:
                    self.bad.append(f"{len(runs)} runs of two daemons")
                self.bad += faults(office, self.post)
        print(f"two daemons at once, {times} times")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--starts", type=int, default=100, help="of two daemons at once")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        post = stack.enter_context(post_office())
        server = url = ""
        if given.database == "postgresql":
            server = stack.enter_context(server_of_our_own())
            url = stack.enter_context(database(server))
        evening = made(Path(folder) / "evening", post.port, url)
        evening.engine.dispose()
        template = make_url(url).database or "" if url else ""
        chance = random.Random(given.seed)
        torture = Torture(evening.folder, server, template, post, chance)
        if given.kills:
            torture.measure()
            torture.kill(given.kills)
        torture.start_two(given.starts)
    for fault in torture.bad:
        print(f"FAULT {fault}")
    print(f"{len(torture.bad)} faults")
    raise SystemExit(bool(torture.bad))


def state_of(office: Office) -> str:
    nights = office.rows("SELECT state FROM job_run WHERE job = 'nightly'")
    return str(nights[0]["state"]) if nights else "not begun"


if __name__ == "__main__":
    main()
