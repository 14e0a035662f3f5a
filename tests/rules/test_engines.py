"""The same dossiers give the same answers on pandas and on Polars."""

import random
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import narwhals as nw
import polars as pl
import pytest
from rules_frame import (
    SHIPPED,
    all_rule_cases,
    hits_of,
    on_pandas,
    on_polars,
    polars_table,
    values,
)

from rules import RULES, judge, prepare
from rules.facts import FACTS
from rules.worktime.table import calendar_table

AS_OF = date(2021, 9, 30)
COLUMNS = [*(fact.name for fact in FACTS), "is_late"]


def random_dossiers(seed: int, count: int) -> list[dict[str, Any]]:
    chance = random.Random(seed)

    def moment() -> datetime | None:
        kind = chance.random()
        if kind < 0.2:
            return None
        day = datetime(2021, 9, 1) + timedelta(days=chance.randrange(60))
        return day if kind < 0.4 else day + timedelta(minutes=chance.randrange(24 * 60))

    def day() -> date | None:
        when = moment() if chance.random() < 0.5 else None
        return when and when.date()

    return [
        {
            "code": f"{number:04}",
            "status": chance.choice([None, *range(1, 11), 2, 4, 9, 10]),
            "due_at": moment(),
            "completed_at": moment(),
            "returned_at": moment(),
            "posted_at": day(),
            "apology_issued_at": day(),
        }
        for number in range(count)
    ]


def assert_same(
    dossiers: list[dict[str, Any]],
    as_of: date,
    settings: Mapping[str, Mapping[str, Any]],
    *,
    by_clock: bool,
) -> None:
    pandas = on_pandas(dossiers, as_of, by_clock=by_clock)
    polars = on_polars(dossiers, as_of, by_clock=by_clock).sort("code")
    for name in COLUMNS:
        assert values(pandas, name) == values(polars, name), name
    one = judge(pandas, RULES, settings, by_clock=by_clock)
    other = judge(polars, RULES, settings, by_clock=by_clock)
    assert one.failed == other.failed == {}
    assert hits_of(one) == hits_of(other)


@pytest.mark.parametrize("by_clock", [False, True])
def test_random_dossiers_are_judged_alike(by_clock: bool) -> None:
    assert_same(random_dossiers(30092021, 2000), AS_OF, {}, by_clock=by_clock)


@pytest.mark.parametrize("by_clock", [False, True])
def test_the_cases_of_the_lawyer_are_judged_alike(by_clock: bool) -> None:
    together = defaultdict(list)
    for number, case in enumerate(all_rule_cases()):
        if case.by_clock == by_clock:
            key = (case.as_of, case.rule, tuple(case.settings.items()))
            together[key].append({"code": f"{number:04}", **case.dossier})
    assert together
    for (as_of, rule, settings), dossiers in together.items():
        assert_same(dossiers, as_of, {rule: dict(settings)}, by_clock=by_clock)


def test_an_empty_frame_is_judged_alike() -> None:
    assert_same([], AS_OF, {}, by_clock=True)


def test_a_lazy_frame_gives_the_same_facts_once_collected() -> None:
    dossiers = random_dossiers(1, 200)
    lazy = prepare(
        nw.from_native(polars_table(dossiers).lazy()),
        nw.from_native(pl.DataFrame(calendar_table(SHIPPED)).lazy()),
        SHIPPED,
        AS_OF,
        by_clock=True,
    )
    facts, eager = lazy.collect().sort("code"), on_pandas(dossiers, AS_OF, by_clock=True)
    for name in COLUMNS:
        assert values(facts, name) == values(eager, name), name
