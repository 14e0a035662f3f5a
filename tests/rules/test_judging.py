"""All rules in one pass: what is unknown does not hit, and a broken rule breaks no other."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import narwhals as nw
import pytest
from rules_frame import hits_of, on_arrow, on_pandas, on_polars, values

from rules import RULES, Facts, Rule, judge, rule
from rules.law import cite

AS_OF = date(2021, 9, 30)
DOSSIERS: list[dict[str, Any]] = [
    {"code": "late", "status": 4, "due_at": datetime(2021, 9, 20, 17)},
    {"code": "soon", "status": 4, "due_at": datetime(2021, 10, 1, 17)},
    {"code": "blank"},
]
EXPECTED: dict[str, set[str]] = {one.code: set() for one in RULES} | {
    "overdue-open": {"late"},
    "due-soon": {"soon"},
    "apology-missing": {"late"},
    "apology-due": {"soon"},
}
CODES = [one.code for one in RULES]
ON_EACH_ENGINE = pytest.mark.parametrize("on_engine", [on_arrow, on_pandas, on_polars])


def rule_of(condition: Callable[..., Any], code: str = "some-rule") -> Rule:
    return rule(
        code=code,
        title="Quy tắc thử",
        message="Quy tắc thử.",
        severity="data",
        basis=[cite("766/QĐ-TTg", "", "nhóm chỉ số")],
    )(condition)


def too_short(f: Facts) -> nw.Expr:
    return f.is_open.filter(f.due_at.is_null())


BROKEN = {
    "divides by zero when built": lambda _: 1 / 0,
    "asks for a fact that is misspelt": lambda f: f.dew_at,
    "is no expression": lambda _: None,
    "asks for a column that is not there": lambda _: nw.col("nowhere") == 1,
    "takes the year of a text": lambda f: f.unit.dt.year() == 2021,
    "is a moment": lambda f: f.due_at,
    "is a number": lambda f: f.working_days_late,
    "is a text": lambda f: f.code,
    "is shorter than the frame": too_short,
    "is many columns": lambda _: nw.all(),
}


@ON_EACH_ENGINE
@pytest.mark.parametrize("condition", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_rule_is_named_and_the_others_are_judged_all_the_same(
    condition: Callable[..., Any], on_engine: Callable[..., nw.DataFrame[Any]]
) -> None:
    judgement = judge(on_engine(DOSSIERS, AS_OF), [rule_of(condition), *RULES], {})
    assert set(judgement.failed) == {"some-rule"}
    assert hits_of(judgement) == EXPECTED


def test_the_reason_of_a_failure_says_what_was_raised() -> None:
    facts = on_pandas(DOSSIERS, AS_OF)
    built, ran, unfit = (
        rule_of(lambda _: 1 / 0, "built"),
        rule_of(lambda _: nw.col("nowhere") == 1, "ran"),
        rule_of(lambda f: f.working_days_late, "unfit"),
    )
    failed = judge(facts, [built, ran, unfit], {}).failed
    assert failed["built"] == "ZeroDivisionError: division by zero"
    assert failed["ran"].startswith("ColumnNotFoundError: ")
    assert "nowhere" in failed["ran"]
    assert failed["unfit"] == "TypeError: the condition is Int64, not Boolean"


def test_all_rules_may_break_at_once() -> None:
    broken = [rule_of(condition, f"rule {name}") for name, condition in BROKEN.items()]
    judgement = judge(on_arrow(DOSSIERS, AS_OF), broken, {})
    assert set(judgement.failed) == {one.code for one in broken}
    assert judgement.hits.columns == ["code"]
    assert values(judgement.hits, "code") == ["late", "soon", "blank"]


def test_a_setting_that_a_rule_does_not_have_is_its_failure() -> None:
    judgement = judge(on_arrow(DOSSIERS, AS_OF), RULES, {"due-soon": {"days": 3}})
    assert set(judgement.failed) == {"due-soon"}
    assert "days" in judgement.failed["due-soon"]
    assert "due-soon" not in judgement.hits.columns


def test_a_setting_changes_its_own_rule_only() -> None:
    judgement = judge(on_arrow(DOSSIERS, AS_OF), RULES, {"due-soon": {"working_days": 0}})
    assert hits_of(judgement) == EXPECTED | {"due-soon": set()}


@ON_EACH_ENGINE
@pytest.mark.parametrize("by_clock", [False, True])
def test_a_dossier_of_which_nothing_is_known_is_hit_by_no_rule(
    on_engine: Callable[..., nw.DataFrame[Any]], by_clock: bool
) -> None:
    facts = on_engine([{"code": "blank"}], AS_OF, by_clock=by_clock)
    judgement = judge(facts, RULES, {}, by_clock=by_clock)
    assert judgement.failed == {}
    assert [values(judgement.hits, code) for code in CODES] == [[False]] * len(CODES)
    assert values(facts, "is_late") == [False]
    assert values(facts, "working_days_late") == [0]


def test_what_is_unknown_does_not_hit() -> None:
    unknown = rule_of(lambda f: f.due < f.as_of)
    judgement = judge(on_arrow(DOSSIERS, AS_OF), [unknown], {})
    assert values(judgement.hits, "some-rule") == [True, False, False]


@ON_EACH_ENGINE
@pytest.mark.parametrize("by_clock", [False, True])
def test_all_rules_are_judged_over_no_dossier_at_all(
    on_engine: Callable[..., nw.DataFrame[Any]], by_clock: bool
) -> None:
    judgement = judge(on_engine([], AS_OF, by_clock=by_clock), RULES, {}, by_clock=by_clock)
    assert judgement.failed == {}
    assert judgement.hits.columns == ["code", *CODES]
    assert len(judgement.hits) == 0


def test_hits_stand_in_the_order_of_the_dossiers_and_of_the_rules() -> None:
    judgement = judge(on_arrow(DOSSIERS, AS_OF), reversed(RULES), {})
    assert judgement.hits.columns == ["code", *reversed(CODES)]
    assert values(judgement.hits, "code") == ["late", "soon", "blank"]
    assert judge(on_arrow(DOSSIERS, AS_OF), [], {}).hits.columns == ["code"]


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(2200, 1, 1)])
def test_a_day_of_reckoning_outside_the_calendar_is_refused(day: date) -> None:
    with pytest.raises(ValueError, match=f"{day} is outside the calendar"):
        on_arrow(DOSSIERS, day)


def test_an_appointment_outside_the_calendar_leaves_the_figures_unknown() -> None:
    dossiers = [
        {"code": "past", "status": 4, "due_at": datetime(1021, 9, 30, 17)},
        {"code": "future", "status": 4, "due_at": datetime(2921, 9, 30, 17)},
    ]
    facts = on_arrow(dossiers, AS_OF)
    hits = hits_of(judge(facts, RULES, {}))
    assert {code for code, hit in hits.items() if hit} == {"overdue-open", "apology-missing"}
    assert hits["overdue-open"] == hits["apology-missing"] == {"past"}
    assert values(facts, "working_days_late") == [None, 0]
    assert values(facts, "working_days_left") == [None, None]
