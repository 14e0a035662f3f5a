"""The dossiers of the sample: when each came in, and what became of it until the export."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from sample_world import (
    DATA,
    FIRST_DAY,
    LAST_DAY,
    PROCEDURES,
    Applicant,
    Procedure,
    add_working_days,
    applicant,
    is_worked,
    worked_days,
)

DIRECT, ONLINE, POST = DATA["channels"]
SUBMITTED, ACCEPTED, REFUSED, OPEN, SUPPLEMENT, FEE, WITHDRAWN, STOPPED, FINISHED, RETURNED = range(
    1, 11
)
# How many dossiers of each kind there are; all others run their course in time.
RECEIVED = 401
NEW, TURNED_AWAY = 6, 5
LATE_FINISHED, LATE_ON_SATURDAY, LATE_OPEN = 17, 3, 13


@dataclass
class Dossier:
    """One row of the export."""

    procedure: Procedure
    applicant: Applicant
    officer: str
    channel: str
    submitted: datetime
    received: datetime | None
    due_day: date
    appointed: bool = True
    completed: datetime | None = None
    returned: datetime | None = None
    status: int = OPEN
    code: str = ""
    posted: date | None = None

    @property
    def since(self) -> date:
        """The day of the dossier's code: of reception, else of submission."""
        return (self.received or self.submitted).date()

    @property
    def due(self) -> datetime | None:
        """The appointment that the portal holds: five in the afternoon of the due day."""
        return datetime.combine(self.due_day, time(17)) if self.appointed else None


def at(rng: Random, day: date, first: int = 8, last: int = 16) -> datetime:
    """A moment of this day between two full hours, outside the lunch break."""
    hour = rng.choice([h for h in range(first, last) if h not in (11, 12)])
    return datetime.combine(day, time(hour, rng.randrange(60), rng.randrange(60)))


def came_in(rng: Random, day: date) -> Dossier:
    """A dossier received on this day, its clock running."""
    procedure = rng.choices(PROCEDURES, [p.weight for p in PROCEDURES])[0]
    channel = rng.choices(list(DATA["channels"]), list(DATA["channels"].values()))[0]
    received = at(rng, day)
    if channel == ONLINE and day > FIRST_DAY and rng.random() < 0.3:  # sent the evening before
        received = at(rng, day, 8, 10)
        submitted = at(rng, day - timedelta(days=1), 18, 23)
    elif channel == ONLINE:
        submitted = received - timedelta(seconds=rng.randrange(600, 6000))
    else:
        submitted = received - timedelta(seconds=rng.randrange(60, 900))
    who = applicant(rng, rng.choice(procedure.askers))
    officer = rng.choice(DATA["officers"][procedure.division])
    due_day = add_working_days(day, procedure.days)
    return Dossier(procedure, who, officer, channel, submitted, received, due_day)


def finish(rng: Random, dossier: Dossier, moment: datetime) -> None:
    """End the processing at this moment; most applicants fetch the result within days."""
    dossier.completed, dossier.status = moment, FINISHED
    wait = rng.choice([0, 0, 1, 1, 1, 2, 3, 5, 8])
    day = add_working_days(moment.date(), wait)
    fetched = at(rng, day) if wait else moment + timedelta(seconds=rng.randrange(300, 2400))
    if is_worked(day) and fetched.date() <= LAST_DAY and rng.random() < 0.93:
        dossier.returned, dossier.status = fetched, RETURNED


def finish_in_time(rng: Random, dossier: Dossier) -> None:
    """End the processing on a worked day before the end of the term, most often a late one."""
    last = min(dossier.due_day, LAST_DAY - timedelta(days=1))
    days = worked_days(dossier.since, last)
    finish(rng, dossier, at(rng, days[int(len(days) * rng.triangular(0, 0.999, 0.9))]))


def finish_late(rng: Random, dossier: Dossier) -> None:
    """End the processing one to seven working days after the due date."""
    days = worked_days(dossier.due_day, LAST_DAY - timedelta(days=1))
    finish(rng, dossier, at(rng, rng.choice(days[:7])))


def finish_on_saturday(rng: Random, dossier: Dossier) -> None:
    """End the processing on the morning after a due date that was a Friday."""
    finish(rng, dossier, at(rng, dossier.due_day + timedelta(days=1), 8, 11))


def finish_after_hours(rng: Random, dossier: Dossier) -> None:
    """End the processing on the due date, but after the hour."""
    finish(rng, dossier, at(rng, dossier.due_day, 17, 18))


def stay_open(_: Random, dossier: Dossier) -> None:
    """Keep the dossier open; one of the last three days has been accepted, no more."""
    dossier.status = ACCEPTED if dossier.since >= LAST_DAY - timedelta(days=2) else OPEN


def forget_due_date(rng: Random, dossier: Dossier) -> None:
    """Leave out the appointment; an old dossier was finished all the same."""
    if dossier.due_day < LAST_DAY:
        finish_in_time(rng, dossier)
    else:
        stay_open(rng, dossier)
    dossier.appointed = False


def withdraw(rng: Random, dossier: Dossier) -> None:
    """The applicant takes the dossier back before the term ends."""
    dossier.completed = at(rng, rng.choice(worked_days(dossier.since, dossier.due_day)))
    dossier.status = WITHDRAWN


def pause(status: int) -> Callable[[Random, Dossier], None]:
    """What puts a dossier into one of the statuses in which no work is done on it."""

    def fate(_: Random, dossier: Dossier) -> None:
        dossier.status = status

    return fate


def run_course(rng: Random, dossier: Dossier) -> None:
    """What becomes of most dossiers: finished in time, or open with time left."""
    left = (dossier.due_day - LAST_DAY).days
    early = 1.0 if left < 0 else 0.7 if left < 5 else 0.3
    if dossier.since <= LAST_DAY - timedelta(days=3) and rng.random() < early:
        finish_in_time(rng, dossier)
    else:
        stay_open(rng, dossier)


def settle(rng: Random, dossiers: list[Dossier]) -> None:
    """Give every received dossier its fate: the special ones first, in fixed numbers."""
    pool = list(dossiers)

    def some(
        count: int, fate: Callable[[Random, Dossier], None], fits: Callable[[Dossier], bool]
    ) -> None:
        for dossier in rng.sample([d for d in pool if fits(d)], count):
            fate(rng, dossier)
            pool.remove(dossier)

    def overdue(dossier: Dossier, days: int = 1) -> bool:
        return dossier.due_day <= LAST_DAY - timedelta(days=days)

    def recent(dossier: Dossier) -> bool:
        return LAST_DAY - timedelta(days=14) <= dossier.since < LAST_DAY - timedelta(days=2)

    some(LATE_ON_SATURDAY, finish_on_saturday, lambda d: overdue(d, 5) and d.due_day.weekday() == 4)
    some(LATE_FINISHED, finish_late, lambda d: overdue(d, 8))
    some(LATE_OPEN - 2, pause(OPEN), lambda d: overdue(d) and not overdue(d, 18))
    some(2, pause(ACCEPTED), lambda d: overdue(d) and not overdue(d, 7))
    some(1, finish_after_hours, lambda d: overdue(d, 10))
    some(1, forget_due_date, lambda d: overdue(d, 20))
    some(2, forget_due_date, lambda d: not overdue(d, 0) and d.since > LAST_DAY - timedelta(days=9))
    some(5, withdraw, lambda d: overdue(d, 3))
    some(2, pause(SUPPLEMENT), lambda d: overdue(d) and not overdue(d, 12))
    some(6, pause(SUPPLEMENT), recent)
    some(4, pause(FEE), lambda d: recent(d) and d.applicant.kind == "Doanh nghiệp")
    some(3, pause(STOPPED), lambda d: not overdue(d, 0))
    for dossier in pool:
        run_course(rng, dossier)


def not_received(rng: Random) -> list[Dossier]:
    """Dossiers that no clock runs for: sent in the last day, or turned away."""
    fresh = [came_in(rng, LAST_DAY) for _ in range(NEW)]
    for dossier in fresh:
        dossier.channel, dossier.status, dossier.officer = ONLINE, SUBMITTED, ""
        dossier.submitted = at(rng, LAST_DAY, 15, 18)
    days = worked_days(FIRST_DAY, LAST_DAY - timedelta(days=5))
    refused = [came_in(rng, rng.choice(days)) for _ in range(TURNED_AWAY)]
    for dossier in refused:
        dossier.status = REFUSED
    for dossier in fresh + refused:
        dossier.received, dossier.appointed = None, False
    return fresh + refused


def number(dossiers: list[Dossier]) -> None:
    """Sort by time of arrival and give each dossier its code: unit, day and daily counter."""
    dossiers.sort(key=lambda d: d.received or d.submitted)
    counters: dict[date, int] = {}
    for dossier in dossiers:
        counters[dossier.since] = count = counters.get(dossier.since, 0) + 1
        dossier.code = f"{DATA['agency']['unit_code']}-{dossier.since:%y%m%d}-{count:04d}"


def post(rng: Random, dossiers: list[Dossier]) -> None:
    """Put results on the public list: all but 6 % of the older ones, as many as came of the new."""
    done = (FINISHED, RETURNED)
    finished = [(d, d.completed.date()) for d in dossiers if d.completed and d.status in done]
    for dossier, end in finished:
        day = add_working_days(end, rng.choice([1, 1, 2, 2, 3, 4]))
        dossier.posted = day if day <= LAST_DAY else None
    old = [dossier for dossier, end in finished if len(worked_days(end, LAST_DAY)) > 5]
    for dossier in rng.sample(old, round(len(old) * 0.06)):
        dossier.posted = None


def make_dossiers(seed: int) -> list[Dossier]:
    """All dossiers of the period, the same ones for the same seed."""
    rng = Random(seed)
    days = worked_days(FIRST_DAY - timedelta(days=1), LAST_DAY)
    received = [came_in(rng, rng.choice(days)) for _ in range(RECEIVED)]
    settle(rng, received)
    dossiers = received + not_received(rng)
    number(dossiers)
    post(rng, dossiers)
    return dossiers
