"""The same dossiers give the same answers on every engine."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

import narwhals as nw
import pyarrow as pa
import pytest
from engines import (
    ARROW,
    AS_OF,
    CALENDAR,
    IN_PROCESS,
    INPUTS,
    OnEngine,
    collected,
    invented,
    on_pandas,
)
from rules_frame import SHIPPED, all_rule_cases

from rules import RULES, judge, prepare
from rules.columns import Origin
from rules.facts import FACTS
from rules.rule import Rule

FIGURES = [*(fact.name for fact in FACTS if fact.origin is Origin.DERIVED), "is_late"]
CODES = [rule.code for rule in RULES]
ON_EACH_ENGINE = pytest.mark.parametrize("on_engine", IN_PROCESS.values(), ids=IN_PROCESS.keys())
BY_DATE_AND_BY_CLOCK = pytest.mark.parametrize("by_clock", [False, True])

CENTURIES = (1, 4, 100, 101, 400, 1021, 1899, 1900, 1904, 1969, 1970, 2000, 2021, 2100, 2200, 9999)

FULLEST = 6

Settings = Mapping[str, Mapping[str, Any]]


def answers(
    on_engine: OnEngine,
    dossiers: pa.Table,
    as_of: date,
    *,
    by_clock: bool,
    settings: Settings | None = None,
    rules: tuple[Rule, ...] = RULES,
) -> pa.Table:
    """Every derived figure and every rule's answer, one row a dossier, in order of the codes."""
    frame, calendar = (nw.from_native(on_engine(table)) for table in (dossiers, CALENDAR))
    facts = prepare(frame, calendar, SHIPPED, as_of, by_clock=by_clock)
    judgement = judge(facts, rules, settings or {}, by_clock=by_clock, beside=FIGURES)
    assert judgement.failed == {}
    return collected(judgement.hits)


def assert_same(one: pa.Table, other: pa.Table) -> None:
    assert one.column_names == other.column_names
    for name in one.column_names:
        assert one[name].to_pylist() == other[name].to_pylist(), name


@cache
def fifty_thousand() -> pa.Table:
    return invented(seed=30092021, count=50_000)


@cache
def answers_of_pandas(*, by_clock: bool) -> pa.Table:
    return answers(on_pandas, fifty_thousand(), AS_OF, by_clock=by_clock)


@BY_DATE_AND_BY_CLOCK
def test_the_invented_dossiers_try_every_column_and_nearly_every_rule(by_clock: bool) -> None:
    dossiers, found = fifty_thousand(), answers_of_pandas(by_clock=by_clock)
    assert set(dossiers["status"].to_pylist()) >= {None, *range(1, 11)}
    for fact in INPUTS:
        assert dossiers[fact.name].null_count or fact.name == "code"
        assert dossiers[fact.name].null_count < len(dossiers)
    tried = [code for code in CODES if set(found[code].to_pylist()) == {True, False}]
    assert len(tried) >= 0.8 * len(CODES), set(CODES) - set(tried)


@BY_DATE_AND_BY_CLOCK
@ON_EACH_ENGINE
def test_fifty_thousand_dossiers_are_judged_alike(on_engine: OnEngine, by_clock: bool) -> None:
    there = answers(on_engine, fifty_thousand(), AS_OF, by_clock=by_clock)
    assert_same(there, answers_of_pandas(by_clock=by_clock))


@BY_DATE_AND_BY_CLOCK
def test_fifty_thousand_dossiers_are_judged_alike_on_spark(spark: Any, by_clock: bool) -> None:
    there = answers(spark.createDataFrame, fifty_thousand(), AS_OF, by_clock=by_clock)
    assert_same(there, answers_of_pandas(by_clock=by_clock))


@cache
def cases_of_the_lawyer(*, by_clock: bool) -> list[tuple[pa.Table, date, Settings]]:
    """Those that share a day of reckoning, and the settings of a rule, as one table.

    Only the fullest tables: a plan is made for each, and pandas judges every case elsewhere.
    """
    together = defaultdict(list)
    settings: dict[tuple[date, str], Settings] = {}
    for number, case in enumerate(all_rule_cases()):
        if case.by_clock == by_clock:
            own = {case.rule: dict(case.settings)} if case.settings else {}
            key = (case.as_of, repr(own))
            settings[key] = own
            code = f"{case.dossier.get('code', '')}{number:04}"  # no two alike in a table
            together[key].append({**case.dossier, "code": code})
    assert together
    schema = pa.schema([(fact.name, ARROW[fact.kind]) for fact in INPUTS])
    return [
        (pa.Table.from_pylist(dossiers, schema), key[0], settings[key])
        for key, dossiers in sorted(together.items(), key=lambda kept: -len(kept[1]))[:FULLEST]
    ]


def answers_to_the_cases(on_engine: OnEngine, *, by_clock: bool) -> list[pa.Table]:
    return [
        answers(on_engine, dossiers, as_of, by_clock=by_clock, settings=settings)
        for dossiers, as_of, settings in cases_of_the_lawyer(by_clock=by_clock)
    ]


@cache
def answers_of_pandas_to_the_cases(*, by_clock: bool) -> list[pa.Table]:
    return answers_to_the_cases(on_pandas, by_clock=by_clock)


@BY_DATE_AND_BY_CLOCK
@ON_EACH_ENGINE
def test_the_cases_of_the_lawyer_are_judged_alike(on_engine: OnEngine, by_clock: bool) -> None:
    there = answers_to_the_cases(on_engine, by_clock=by_clock)
    here = answers_of_pandas_to_the_cases(by_clock=by_clock)
    for one, other in zip(there, here, strict=True):
        assert_same(one, other)


@ON_EACH_ENGINE
def test_no_dossier_at_all_is_judged_alike(on_engine: OnEngine) -> None:
    none = invented(seed=1, count=1).slice(0, 0)
    there = answers(on_engine, none, AS_OF, by_clock=True)
    assert there.num_rows == 0
    assert_same(there, answers(on_pandas, none, AS_OF, by_clock=True))


def test_days_are_numbered_from_1970_in_every_century() -> None:
    ends = [
        date(year, month, day) for year in CENTURIES for month, day in ((2, 28), (3, 1), (12, 31))
    ]
    schema = pa.schema([(fact.name, ARROW[fact.kind]) for fact in INPUTS])
    dossiers = [
        {"code": f"{n:03}", "due_at": datetime(d.year, d.month, d.day)} for n, d in enumerate(ends)
    ]
    table = pa.Table.from_pylist(dossiers, schema)
    frame, calendar = (nw.from_native(on_pandas(one)) for one in (table, CALENDAR))
    facts = prepare(frame, calendar, SHIPPED, AS_OF, by_clock=False)
    assert facts["due_day"].to_list() == [(d - date(1970, 1, 1)).days for d in ends]


def test_a_fraction_of_a_second_before_1970_is_counted_alike_on_spark(spark: Any) -> None:
    due = datetime(1960, 9, 22, 10)
    schema = pa.schema([(fact.name, ARROW[fact.kind]) for fact in INPUTS])
    dossier = {"code": "A", "status": 9, "due_at": due, "completed_at": due.replace(microsecond=7)}
    dossiers = pa.Table.from_pylist([dossier], schema)
    there = answers(spark.createDataFrame, dossiers, AS_OF, by_clock=True)
    assert there["overdue-finished"].to_pylist() == [True]
    assert_same(there, answers(on_pandas, dossiers, AS_OF, by_clock=True))
