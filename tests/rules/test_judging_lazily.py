"""Judging on engines that only plan: a broken rule is named there too, and breaks no other."""

from collections.abc import Callable
from typing import Any

import narwhals as nw
import pyarrow as pa
import pytest
from engines import AS_OF, CALENDAR, OnEngine, collected, invented, on_arrow, on_duckdb
from engines import on_polars_lazily as on_polars
from rules_frame import SHIPPED

from rules import RULES, Facts, Rule, judge, prepare, rule
from rules.judge import Judgement, without_those_that_break
from rules.law import cite

DOSSIERS = invented(seed=3, count=300)
ON_EACH_ENGINE = pytest.mark.parametrize("on_engine", [on_polars, on_duckdb])

# What a plan shows to be wrong.
BROKEN_AS_PLANNED = {
    "divides by zero when built": lambda _: 1 / 0,
    "asks for a column that is not there": lambda _: nw.col("nowhere") == 1,
    "is a moment": lambda f: f.due_at,
    "is a number": lambda f: f.working_days_late,
    "is many columns": lambda _: nw.all(),
}


def takes_a_text_for_a_number(f: Facts) -> nw.Expr:
    return f.unit.cast(nw.Int64) == 2021


def rule_of(condition: Callable[..., Any], code: str = "some-rule") -> Rule:
    return rule(
        code=code,
        title="Quy tắc thử",
        message="Quy tắc thử.",
        severity="data",
        basis=[cite("766/QĐ-TTg", "", "nhóm chỉ số")],
    )(condition)


def judged(on_engine: OnEngine, *rules: Rule) -> Judgement[Any]:
    frame, calendar = (nw.from_native(on_engine(table)) for table in (DOSSIERS, CALENDAR))
    return judge(prepare(frame, calendar, SHIPPED, AS_OF, by_clock=False), rules, {})


def expected() -> pa.Table:
    return collected(judged(on_arrow, *RULES).hits)


@ON_EACH_ENGINE
@pytest.mark.parametrize("condition", BROKEN_AS_PLANNED.values(), ids=BROKEN_AS_PLANNED.keys())
def test_a_rule_that_can_not_be_planned_is_named(
    condition: Callable[..., Any], on_engine: OnEngine
) -> None:
    judgement = judged(on_engine, rule_of(condition), *RULES)
    assert set(judgement.failed) == {"some-rule"}
    assert collected(judgement.hits).to_pylist() == expected().to_pylist()


@ON_EACH_ENGINE
def test_a_rule_that_breaks_when_it_runs_is_named(on_engine: OnEngine) -> None:
    rules = (rule_of(takes_a_text_for_a_number), *RULES)
    judgement = judged(on_engine, *rules)
    assert judgement.failed == {}
    with pytest.raises(Exception, match=r"(?i)convert|conversion"):
        judgement.hits.collect()
    sound = without_those_that_break(judgement)
    assert set(sound.failed) == {"some-rule"}
    assert collected(sound.hits).to_pylist() == expected().to_pylist()


@ON_EACH_ENGINE
def test_each_of_several_rules_that_break_is_named(on_engine: OnEngine) -> None:
    broken = [rule_of(takes_a_text_for_a_number, f"broken-{number}") for number in range(3)]
    rules = (broken[0], *RULES[:4], *broken[1:], *RULES[4:])
    sound = without_those_that_break(judged(on_engine, *rules))
    assert set(sound.failed) == {one.code for one in broken}
    assert sound.judged == tuple(one.code for one in RULES)
    assert collected(sound.hits).to_pylist() == expected().to_pylist()


def test_where_no_rule_breaks_one_run_tells() -> None:
    runs: list[nw.LazyFrame[Any]] = []
    sound = without_those_that_break(judged(on_polars, *RULES), runs.append)
    assert (sound.judged, sound.failed) == (tuple(one.code for one in RULES), {})
    assert len(runs) == 1


def test_where_no_rule_was_judged_none_is_tried() -> None:
    runs: list[nw.LazyFrame[Any]] = []
    assert without_those_that_break(judged(on_polars), runs.append).judged == ()
    assert runs == []


def test_rules_that_can_not_be_planned_or_break_on_spark_are_named(spark: Any) -> None:
    unplanned = rule_of(lambda _: nw.col("nowhere") == 1, "unplanned")
    broken = rule_of(takes_a_text_for_a_number, "broken")
    rules = (unplanned, broken, *RULES[:2])  # Spark takes seconds for each
    judgement = judged(spark.createDataFrame, *rules)
    sound = without_those_that_break(judgement, lambda plan: plan.to_native().collect())
    assert set(sound.failed) == {"unplanned", "broken"}
    assert "CAST_INVALID_INPUT" in sound.failed["broken"]
    answers = collected(sound.hits)
    assert answers.to_pylist() == expected().select(answers.column_names).to_pylist()


def test_facts_may_stand_beside_the_answers() -> None:
    frame, calendar = (nw.from_native(on_duckdb(table)) for table in (DOSSIERS, CALENDAR))
    facts = prepare(frame, calendar, SHIPPED, AS_OF, by_clock=False)
    hits = judge(facts, RULES, {}, beside=["unit", "due_at"]).hits
    assert hits.collect_schema().names() == ["code", "unit", "due_at", *(r.code for r in RULES)]
