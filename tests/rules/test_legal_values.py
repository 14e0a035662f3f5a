"""The law's numbers are dated: a dossier keeps the number of the day it was received."""

from datetime import date, datetime

import pytest
from rules_frame import on_arrow, values

from rules import RULES, Facts
from rules.values import LegalValue, UnknownValueError, legal_value, shipped_values

NUMBERS = shipped_values().values()
EACH_NUMBER = pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number.name)


@EACH_NUMBER
def test_no_number_is_older_than_its_act_or_outlives_it(number: LegalValue) -> None:
    for value in number.history:
        act = value.basis.act
        assert act.start <= value.start
        assert act.end is None or (value.end is not None and value.end <= act.end)


@EACH_NUMBER
def test_the_history_of_a_number_runs_forward_without_overlap(number: LegalValue) -> None:
    assert number.meaning
    assert number.history
    for value, following in zip(number.history, number.history[1:], strict=False):
        assert value.start <= (value.end or date.max) < following.start


def test_every_number_is_used_by_a_rule_or_by_the_facts() -> None:
    used = {v.name for rule in RULES for v in rule.settings.values() if isinstance(v, LegalValue)}
    assert used | {"apology-days-before"} == {number.name for number in NUMBERS}


def test_before_its_act_and_between_acts_the_law_says_nothing() -> None:
    number = legal_value("supplement-requests-allowed")
    assert number.on(date(2022, 7, 31)) is None
    assert number.on(date(2022, 8, 1)) == 1


def test_a_number_that_the_table_lacks_is_refused_with_those_it_has() -> None:
    with pytest.raises(UnknownValueError, match=r"'no-such'.*apology-days-before"):
        legal_value("no-such")


@pytest.mark.parametrize(
    ("dossier", "expected"),
    [
        ({"received_at": datetime(2022, 7, 31)}, None),
        ({"received_at": datetime(2022, 8, 1)}, 1),
        ({"received_at": None, "submitted_at": datetime(2022, 8, 1)}, 1),
        ({"received_at": datetime(2022, 7, 1), "submitted_at": datetime(2022, 8, 1)}, None),
        ({"due_at": datetime(2022, 8, 1)}, 1),
        ({}, None),
    ],
)
def test_the_day_of_reception_decides_else_that_of_the_hand_in_else_the_appointment(
    dossier: dict[str, datetime | None], expected: int | None
) -> None:
    facts = on_arrow([{"code": "A", **dossier}], date(2023, 1, 3))
    number = Facts().by_law(legal_value("supplement-requests-allowed")).alias("number")
    assert values(facts.select(number), "number") == [expected]


def test_a_number_that_an_office_sets_holds_for_every_dossier() -> None:
    facts = on_arrow([{"code": "A"}, {"code": "B"}], date(2023, 1, 3))
    shown = facts.select("code", number=Facts().by_law(5))
    assert values(shown, "number") == [5, 5]
