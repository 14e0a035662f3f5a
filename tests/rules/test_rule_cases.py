"""The cases that a lawyer reads, cases/*.yaml: each rule hits what it should and no more."""

import json
from datetime import date
from functools import cache
from typing import Any

import narwhals as nw
import pytest
from rules_frame import (
    CASES,
    RuleCase,
    all_rule_cases,
    figure,
    on_arrow,
    rule_cases,
    rule_named,
    sentence,
    values,
)
from test_messages import EXAMPLES

from rules import RULES, judge

ALL = all_rule_cases()


@cache
def together(as_of: date, by_clock: bool) -> tuple[list[str], nw.DataFrame[Any]]:
    """The cases that share a day of reckoning, and one frame with a row for each in their order."""
    cases = [case for case in ALL if (case.as_of, case.by_clock) == (as_of, by_clock)]
    dossiers = [{"code": "case", **case.dossier} for case in cases]
    return [str(case) for case in cases], on_arrow(dossiers, as_of, by_clock=by_clock)


@cache
def answers(as_of: date, by_clock: bool, rule: str, settings: str) -> list[bool]:
    """What a rule says of each case in `together`; settings: as JSON, which can be a key."""
    _, facts = together(as_of, by_clock)
    own = {rule: json.loads(settings)}
    judgement = judge(facts, [rule_named(rule)], own, by_clock=by_clock)
    assert not judgement.failed
    return values(judgement.hits, rule)


@pytest.mark.parametrize("case", ALL, ids=str)
def test_a_rule_hits_what_the_lawyer_says_and_nothing_else(case: RuleCase) -> None:
    names, facts = together(case.as_of, case.by_clock)
    at = names.index(str(case))
    found = answers(case.as_of, case.by_clock, case.rule, json.dumps(dict(case.settings)))
    assert found[at] == case.hits
    this = facts[at : at + 1]
    assert {name: figure(this, name)[0] for name in case.figures} == case.figures
    if case.message:
        assert sentence(case.rule, this, case.as_of, case.settings) == case.message


@pytest.mark.parametrize("rule", [rule.code for rule in RULES])
def test_each_rule_has_at_least_three_cases_that_hit_and_three_that_do_not(rule: str) -> None:
    cases = rule_cases(CASES / f"{rule}.yaml")
    assert {case.rule for case in cases} == {rule}
    assert sum(case.hits for case in cases) >= 3
    assert sum(not case.hits for case in cases) >= 3


@pytest.mark.parametrize("rule", [rule.code for rule in RULES])
def test_the_sentence_of_each_rule_is_stated_in_a_case_or_an_example(rule: str) -> None:
    cases = rule_cases(CASES / f"{rule}.yaml")
    assert rule in EXAMPLES or any(case.message for case in cases if case.hits)


def test_no_case_is_of_a_rule_that_is_gone() -> None:
    assert {path.stem for path in CASES.iterdir()} == {rule.code for rule in RULES}


def test_no_two_cases_of_a_rule_have_the_same_name() -> None:
    assert len({str(case) for case in ALL}) == len(ALL)
