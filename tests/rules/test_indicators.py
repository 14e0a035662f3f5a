"""Indicators counted by hand: what each dossier adds, and what comes of many together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import narwhals as nw
import pytest
import yaml
from rules_frame import INPUTS, on_arrow, on_pandas, on_polars

from rules.columns import Kind
from rules.indicators import INDICATORS, Appointment, By, Figure, Tally, measure
from rules.indicators.online import points_for_online

SHEET = Path(__file__).with_suffix(".yaml")
AS_OF = date(2022, 9, 30)
ON_EACH_ENGINE = pytest.mark.parametrize("on_engine", [on_arrow, on_pandas, on_polars])
CODES = [one.code for one in INDICATORS]
WITHIN = {one.code for one in INDICATORS if one.unknown_within}


@dataclass(frozen=True)
class Counted:
    """A dossier and what it adds to each indicator, as a person counted it."""

    name: str
    dossier: Mapping[str, Any]
    adds: Mapping[str, Any]

    def __str__(self) -> str:
        return self.name

    def tally(self, code: str) -> tuple[int, int, int]:
        """Numerator, denominator, unknown."""
        adds = self.adds.get(code)
        if adds is None:
            return 0, 0, 0
        return (0, int(code in WITHIN), 1) if adds == "?" else (adds, 1, 0)


def _read(kind: Kind, value: Any) -> Any:
    if kind is not Kind.MOMENT:
        return value
    if isinstance(value, str):
        return datetime.fromisoformat(value)
    return value if isinstance(value, datetime) else datetime.combine(value, time())


def counted_by_hand() -> list[Counted]:
    sheet = yaml.safe_load(SHEET.read_text(encoding="utf-8"))
    assert sheet["as_of"] == AS_OF
    kinds = {fact.name: fact.kind for fact in INPUTS}
    return [
        Counted(
            entry["name"],
            {"code": f"{n:03}"} | {k: _read(kinds[k], v) for k, v in entry["dossier"].items()},
            entry["adds"],
        )
        for n, entry in enumerate(sheet["dossiers"])
    ]


BY_HAND = counted_by_hand()


def figures(
    dossiers: Sequence[Mapping[str, Any]],
    as_of: date = AS_OF,
    on_engine: Callable[..., nw.DataFrame[Any]] = on_polars,
    **options: Any,
) -> dict[str, Figure]:
    """The figures of the whole office by code."""
    found = measure(on_engine(dossiers, as_of), INDICATORS, as_of, **options)
    return {figure.indicator.code: figure for figure in found}


def sums(figure: Figure) -> tuple[int, int, int]:
    return figure.tally.numerator, figure.tally.denominator, figure.tally.unknown


def finished(code: str, end: datetime, **other: Any) -> dict[str, Any]:
    """A finished dossier, received on 1 August 2022 and due on 15 September, online."""
    return {
        "code": code,
        "status": 9,
        "channel": 2,
        "received_at": datetime(2022, 8, 1),
        "due_at": datetime(2022, 9, 15),
        "completed_at": end,
        **other,
    }


@pytest.mark.parametrize("case", BY_HAND, ids=str)
def test_a_dossier_adds_what_a_person_counts(case: Counted) -> None:
    expected = {code: case.tally(code) for code in CODES if code != "online-points"}
    found = figures([case.dossier])
    assert {code: sums(found[code]) for code in expected} == expected
    assert found["apology-coverage"].tally.beside == case.adds.get("letters-in-time", 0)
    assert found["apology-coverage"].tally.excused == case.adds.get("excused", 0)


def test_no_name_of_an_indicator_is_misspelt_in_the_sheet() -> None:
    assert {name for case in BY_HAND for name in case.adds} <= {
        *CODES,
        "letters-in-time",
        "excused",
    }


@ON_EACH_ENGINE
def test_all_dossiers_together_add_up(on_engine: Callable[..., nw.DataFrame[Any]]) -> None:
    found = figures([case.dossier for case in BY_HAND], on_engine=on_engine)
    for code in CODES:
        if code != "online-points":
            each = zip(*(case.tally(code) for case in BY_HAND), strict=True)
            assert sums(found[code]) == tuple(map(sum, each)), code


@ON_EACH_ENGINE
def test_the_figures_of_the_sheet_are_those_that_a_person_writes(
    on_engine: Callable[..., nw.DataFrame[Any]],
) -> None:
    found = figures([case.dossier for case in BY_HAND], on_engine=on_engine)
    told = {code: (*sums(one), one.value, one.at_least, one.at_most) for code, one in found.items()}
    assert told == {
        "on-time-share": (11, 37, 11, *map(Decimal, ("29.73", "29.73", "59.46"))),
        "on-time-points": (13, 20, 5, *map(Decimal, ("0.7", "0.7", "1.2"))),
        "apology-coverage": (5, 11, 9, *map(Decimal, ("45.45", "25.00", "70.00"))),
        "posting-coverage": (1, 4, 1, *map(Decimal, ("25.00", "20.00", "40.00"))),
        "online-share": (2, 36, 1, *map(Decimal, ("5.56", "5.41", "8.11"))),
        "online-points": (2, 36, 1, Decimal(0), None, None),
        "progress-timeliness": (7, 9, 1, *map(Decimal, ("77.78", "77.78", "88.89"))),
        "median-days": (296, 18, 2, Decimal("17.0"), None, None),
    }
    assert found["on-time-share"].score == Decimal("5.95")
    assert found["apology-coverage"].tally.beside == 4
    assert found["apology-coverage"].tally.excused == 2


def test_by_the_first_appointment_a_lawful_new_date_changes_nothing() -> None:
    moved = next(c.dossier for c in BY_HAND if c.name.startswith("moved once by a letter"))
    papers = next(c.dossier for c in BY_HAND if c.name.startswith("moved because"))
    both = {**moved, "supplements": 1}
    found = figures([moved, papers, both], appointment=Appointment.FIRST)
    assert sums(found["on-time-share"]) == (1, 3, 0)
    assert sums(found["on-time-points"]) == (2, 3, 0)


@ON_EACH_ENGINE
def test_where_nothing_is_counted_no_figure_is_given(
    on_engine: Callable[..., nw.DataFrame[Any]],
) -> None:
    found = figures([], on_engine=on_engine)
    assert list(found) == CODES
    for one in found.values():
        assert sums(one) == (0, 0, 0)
        assert (one.value, one.at_least, one.at_most, one.score) == (None,) * 4
    facts = on_engine([], AS_OF)
    assert measure(facts, INDICATORS, AS_OF, by=By.UNIT) == []


def test_what_ended_before_the_period_is_no_part_of_it_and_what_ran_into_it_is() -> None:
    dossiers = [
        finished("july", datetime(2022, 8, 31, 17)),
        finished("first day", datetime(2022, 9, 1, 7)),
        finished("last day", datetime(2022, 9, 30, 23)),
        finished("after it, so open and late in it", datetime(2022, 10, 3)),
        finished("received after it", datetime(2022, 10, 5), received_at=datetime(2022, 10, 1)),
        finished(
            "received on its last day", datetime(2022, 10, 5), received_at=datetime(2022, 9, 30)
        ),
    ]
    found = figures(dossiers, start=date(2022, 9, 1))
    assert sums(found["on-time-share"]) == (1, 4, 0)
    assert sums(found["median-days"])[1:] == (2, 0)


def test_a_dossier_belongs_to_the_month_of_its_end_and_while_open_to_that_of_reckoning() -> None:
    dossiers = [
        finished("a", datetime(2021, 12, 31, 23)),
        finished("b", datetime(2022, 1, 1, 0, 30)),
        finished("c", datetime(2022, 10, 1)),
        {"code": "d", "status": 4, "received_at": datetime(2022, 1, 1)},
        {
            "code": "e",
            "status": 3,
            "received_at": datetime(2022, 1, 1),
            "refused_at": datetime(2022, 2, 28, 23),
        },
        {"code": "f", "status": 9},
    ]
    dossiers[0]["received_at"] = dossiers[1]["received_at"] = datetime(2021, 8, 1)
    for on_engine in (on_arrow, on_pandas, on_polars):
        found = measure(on_engine(dossiers, AS_OF), INDICATORS[:1], AS_OF, by=By.MONTH)
        assert {one.group: one.tally.denominator for one in found} == {
            date(2021, 12, 1): 1,
            date(2022, 1, 1): 1,
            date(2022, 2, 1): 1,
            date(2022, 9, 1): 2,
            None: 1,
        }
        assert found[-1].group is None


def test_groups_are_divisions_procedures_or_channels_and_those_that_say_none() -> None:
    end = datetime(2022, 9, 1)
    dossiers = [
        finished("a", end, unit="Phòng A", procedure_code="1.1", procedure_name="Một", channel=1),
        finished("b", end, unit="Phòng B", procedure_name="Hai", channel=2),
        finished("c", end, unit=None, channel=None),
    ]
    groups = {
        by: [one.group for one in measure(on_arrow(dossiers, AS_OF), INDICATORS[:1], AS_OF, by=by)]
        for by in (By.UNIT, By.PROCEDURE, By.CHANNEL)
    }
    assert groups == {
        By.UNIT: ["Phòng A", "Phòng B", None],
        By.PROCEDURE: ["1.1", "Hai", None],
        By.CHANNEL: [1, 2, None],
    }


@pytest.mark.parametrize(
    ("end", "counted"),
    [
        (datetime(2019, 1, 4), 0),
        (datetime(2019, 1, 7), 1),
        (datetime(2025, 9, 14, 12), 1),
        (datetime(2025, 9, 15), 0),
    ],
)
def test_points_of_a_circular_are_given_only_while_it_was_in_force(
    end: datetime, counted: int
) -> None:
    received = datetime(2018, 12, 3) if end.year == 2019 else datetime(2025, 8, 1)
    found = figures([finished("a", end, received_at=received)], date(2025, 12, 31))
    assert found["on-time-points"].tally.denominator == counted
    assert found["online-points"].tally.denominator == counted
    assert (found["on-time-points"].value is None) == (not counted)
    assert found["on-time-share"].tally.denominator == 1


@pytest.mark.parametrize(
    ("online", "known", "unknown", "not_in_time", "points"),
    [
        (30, 100, 0, 0, 2),
        (30, 100, 0, 1, 0),  # 30 % and a late one: the circular gives nothing
        (29, 100, 0, 0, 1),
        (29, 100, 0, 1, 1),
        (15, 100, 0, 0, 1),
        (14, 100, 0, 0, 0),
        (30, 100, 1, 0, 1),  # 30 of 101
        (29, 98, 2, 1, 0),  # 29 to 31 of 100, and one is late: may be nothing
        (14, 90, 10, 0, 0),
    ],
)
def test_points_for_online_dossiers_are_the_fewest_that_are_certain(
    online: int, known: int, unknown: int, not_in_time: int, points: int
) -> None:
    assert points_for_online(Tally(online, known, unknown, not_in_time)) == Fraction(points)


def test_an_online_dossier_that_is_not_known_to_be_in_time_costs_the_points() -> None:
    early = finished("a", datetime(2022, 9, 1))
    late = finished("b", datetime(2022, 9, 16))
    unknown = finished("c", datetime(2022, 9, 1), due_at=None)
    anywhere = finished("d", datetime(2022, 9, 16), channel=None)
    values = [
        figures(dossiers)["online-points"].value
        for dossiers in ([early], [early, late], [early, unknown], [early, anywhere])
    ]
    assert values == [2, 0, 0, 0]


def test_letters_and_postings_of_after_the_period_are_not_yet_there() -> None:
    late = finished(
        "a",
        datetime(2022, 9, 16),
        apology_issued_at=date(2022, 10, 1),
        posted_at=date(2022, 10, 1),
    )
    found = figures([late])
    assert sums(found["apology-coverage"]) == (0, 1, 0)
    assert sums(found["posting-coverage"]) == (0, 1, 0)
    later = figures([late], date(2022, 10, 1))
    assert sums(later["apology-coverage"]) == sums(later["posting-coverage"]) == (1, 1, 0)


def test_settings_are_working_days_of_posting_and_of_progress() -> None:
    done = finished("a", datetime(2022, 9, 28))
    running = {
        "code": "b",
        "status": 4,
        "received_at": datetime(2022, 9, 5),
        "updated_at": datetime(2022, 9, 28),
    }
    plain = figures([done, running])
    strict = figures(
        [done, running],
        settings={
            "posting-coverage": {"working_days": 1},
            "progress-timeliness": {"working_days": 1},
        },
    )
    assert sums(plain["posting-coverage"]) == (0, 0, 0)
    assert sums(strict["posting-coverage"]) == (0, 1, 0)
    assert sums(plain["progress-timeliness"]) == (1, 1, 0)
    assert sums(strict["progress-timeliness"]) == (0, 1, 0)


def test_by_the_clock_an_hour_late_is_late() -> None:
    late = finished("a", datetime(2022, 9, 15, 18), due_at=datetime(2022, 9, 15, 17))
    for by_clock, fine in ((False, 1), (True, 0)):
        facts = on_arrow([late], AS_OF, by_clock=by_clock)
        found = measure(facts, INDICATORS, AS_OF, by_clock=by_clock)
        assert sums(found[0]) == (fine, 1, 0)
        assert sums(found[1]) == (fine, 1, 0)


def test_figures_are_rounded_half_up() -> None:
    share = INDICATORS[0]
    assert Figure(share, None, Tally(1, 8, 0)).value == Decimal("12.50")
    assert Figure(share, None, Tally(1, 3, 0)).value == Decimal("33.33")
    assert Figure(share, None, Tally(2, 3, 0)).value == Decimal("66.67")
    assert Figure(share, None, Tally(1, 800, 0)).value == Decimal("0.13")
    assert Figure(share, None, Tally(1, 16, 0)).score == Decimal("1.25")
    points = INDICATORS[1]
    assert Figure(points, None, Tally(5, 4, 0)).value == Decimal("1.3")
