"""PAR INDEX: points are at stake where no unknown dossier can save them, and met where none can."""

from decimal import Decimal

import pytest

from rules.indicators import INDICATORS, Figure, Tally
from rules.law import Certainty
from rules.par_index import (
    Condition,
    Standing,
    conditions,
    criteria_of,
    short_of,
    standing,
)

KNOWN = {one.code: one for one in INDICATORS}
APOLOGY = next(one for one in conditions() if one.indicator == "apology-coverage")
ON_TIME = next(one for one in conditions() if one.indicator == "on-time-share")
NO_THRESHOLD = Condition(7, "online-share", None, "", Certainty.UNSEEN)


def figure(code: str, numerator: int, denominator: int, unknown: int = 0) -> Figure:
    return Figure(KNOWN[code], None, Tally(numerator, denominator, unknown))


@pytest.mark.parametrize(
    ("numerator", "denominator", "unknown", "expected"),
    [
        (95, 100, 0, Standing.MET),
        (94, 100, 0, Standing.AT_RISK),
        (94, 100, 1, Standing.OPEN),
        (90, 100, 4, Standing.AT_RISK),
        (0, 0, 0, Standing.UNKNOWN),
    ],
)
def test_a_share_of_95_percent_is_met_by_what_is_known_alone(
    numerator: int, denominator: int, unknown: int, expected: Standing
) -> None:
    found = figure("on-time-share", numerator, denominator, unknown)
    assert standing(ON_TIME, found, whole=True) is expected


def test_nothing_is_met_by_data_that_is_not_whole() -> None:
    assert standing(ON_TIME, figure("on-time-share", 9, 9), whole=False) is Standing.OPEN
    assert standing(ON_TIME, figure("on-time-share", 1, 9), whole=False) is Standing.AT_RISK


def test_unknown_dossiers_that_stand_apart_keep_a_full_share_open() -> None:
    assert standing(APOLOGY, figure("apology-coverage", 3, 3, 1), whole=True) is Standing.OPEN
    assert standing(APOLOGY, figure("apology-coverage", 3, 3), whole=True) is Standing.MET


def test_without_a_threshold_or_a_figure_nothing_is_claimed() -> None:
    share = figure("online-share", 1, 100)
    assert standing(NO_THRESHOLD, share, whole=True) is Standing.UNKNOWN
    assert short_of(NO_THRESHOLD, share) is None
    assert standing(APOLOGY, None, whole=True) is Standing.UNKNOWN


def test_how_many_dossiers_are_missing_is_rounded_up() -> None:
    assert short_of(ON_TIME, figure("on-time-share", 8, 10)) == 2
    assert short_of(ON_TIME, figure("on-time-share", 19, 20)) == 0
    assert short_of(APOLOGY, figure("apology-coverage", 5, 12)) == 7


def test_the_set_of_criteria_is_the_newest_whose_year_has_come() -> None:
    assert criteria_of(2019) is None
    for year in (2020, 2021):
        found = criteria_of(year)
        assert found is not None
        assert found.year == 2020
        assert sum(one.points for one in found.criteria) == Decimal(100)


def test_conditions_name_criteria_and_indicators_that_there_are() -> None:
    found = criteria_of(2020)
    assert found is not None
    assert {one.criterion for one in conditions()} <= {one.number for one in found.criteria}
    assert {one.indicator for one in conditions()} <= set(KNOWN)
    assert {one.certainty for one in conditions()} == {Certainty.UNSEEN}
