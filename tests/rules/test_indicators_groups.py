"""Whatever the dossiers: groups add up to the whole, bounds hold, both engines agree."""

import random
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from rules_frame import on_arrow, on_polars

from rules.indicators import INDICATORS, Appointment, By, Figure, measure

AS_OF = date(2022, 9, 30)
START = date(2022, 8, 15)


def random_dossiers(seed: int, count: int) -> list[dict[str, Any]]:
    chance = random.Random(seed)

    def moment(share: float) -> datetime | None:
        if chance.random() > share:
            return None
        return datetime(2022, 7, 15) + timedelta(minutes=chance.randrange(90 * 24 * 60))

    def day(share: float) -> date | None:
        when = moment(share)
        return when and when.date()

    return [
        {
            "code": f"{number:04}",
            "unit": chance.choice([None, "Phòng A", "Phòng B", "Phòng C"]),
            "procedure_code": chance.choice([None, "1.001", "1.002"]),
            "procedure_name": chance.choice([None, "Một", "Hai"]),
            "channel": chance.choice([None, 1, 2, 3]),
            "status": chance.choice([None, *range(1, 11), 2, 4, 9, 10]),
            "submitted_at": moment(0.5),
            "received_at": moment(0.9),
            "due_at": moment(0.9),
            "first_due_at": moment(0.9),
            "completed_at": moment(0.7),
            "returned_at": moment(0.3),
            "refused_at": moment(0.3),
            "updated_at": moment(0.5),
            "supplements": chance.choice([None, 0, 1, 2]),
            "supplement_requested_at": moment(0.3),
            "status_since": day(0.5),
            "changed_on": day(0.5),
            "late_seen_on": day(0.1),
            "latest_completed_at": moment(0.1),
            "legal_term": 10,
            "legal_unit": chance.choice([None, "days", "working-days"]),
            "apology_issued_at": day(0.3),
            "reappointments": chance.choice([None, 1, 2]),
            "posted_at": day(0.5),
        }
        for number in range(count)
    ]


DOSSIERS = random_dossiers(30092022, 2000)


def measured(on_engine: Any, by: By | None, by_clock: bool, **options: Any) -> list[Figure]:
    facts = on_engine(DOSSIERS, AS_OF, by_clock=by_clock)
    return measure(facts, INDICATORS, AS_OF, by=by, by_clock=by_clock, **options)


@pytest.mark.parametrize("by_clock", [False, True])
@pytest.mark.parametrize("by", [None, *By])
def test_both_engines_give_the_same_figures(by: By | None, by_clock: bool) -> None:
    for start, appointment in ((None, Appointment.NEW), (START, Appointment.FIRST)):
        options = {"start": start, "appointment": appointment}
        one = measured(on_arrow, by, by_clock, **options)
        assert one == measured(on_polars, by, by_clock, **options)
        assert len(one) > len(INDICATORS) or by is None


def test_a_lazy_frame_gives_the_same_figures() -> None:
    lazy = on_polars(DOSSIERS, AS_OF).lazy()
    assert measure(lazy, INDICATORS, AS_OF, by=By.UNIT) == measured(on_polars, By.UNIT, False)


@pytest.mark.parametrize("start", [None, START])
@pytest.mark.parametrize("by", list(By))
def test_groups_add_up_to_the_whole(by: By, start: date | None) -> None:
    whole = measured(on_polars, None, False, start=start)
    groups = measured(on_polars, by, False, start=start)
    for one in whole:
        parts = [part.tally for part in groups if part.indicator is one.indicator]
        assert one.tally.denominator > 0
        assert one.tally.unknown > 0
        for name in ("numerator", "denominator", "unknown", "beside", "excused"):
            expected = getattr(one.tally, name)
            assert sum(getattr(part, name) or 0 for part in parts) == (expected or 0), name


@pytest.mark.parametrize("start", [None, START])
def test_what_is_unknown_is_never_counted_as_fine(start: date | None) -> None:
    for one in measured(on_polars, By.UNIT, False, start=start):
        tally, best = one.tally, one.indicator.best
        if best is None:
            continue
        known = tally.denominator - (tally.unknown if one.indicator.unknown_within else 0)
        assert 0 <= tally.numerator <= best * known
        if one.value is not None and one.at_least is not None and one.at_most is not None:
            assert one.at_least <= one.value <= one.at_most


def test_months_of_a_period_lie_within_it() -> None:
    months = {one.group for one in measured(on_polars, By.MONTH, False, start=START)}
    assert months == {date(2022, 8, 1), date(2022, 9, 1), None}
