"""Deadlines that a lawyer can check line by line: tests/rules/golden_deadlines.csv.

The expected days were found by counting on a calendar from the published lists of days off, and
not by the code under test.
"""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from rules_frame import SHIPPED

from rules.worktime.calendar import DayKind, SpecialDay
from rules.worktime.pauses import Pause
from rules.worktime.terms import Term, Unit, deadline

with Path(__file__).with_name("golden_deadlines.csv").open(encoding="utf-8") as _file:
    LINES = list(csv.DictReader(_file))

ANNOUNCED = [entry for entry in SHIPPED.special_days if 2020 <= entry.day.year <= 2026]
OFF = [entry for entry in ANNOUNCED if entry.kind is DayKind.OFF]
WORKED = [entry for entry in ANNOUNCED if entry.kind is DayKind.WORK]


def name_of(line: dict[str, str]) -> str:
    return f"{line['start']} + {line['length']} {line['unit']} {line['paused']}"


def day_of(text: str) -> date:
    return datetime.fromisoformat(text).date()


def pauses_of(line: dict[str, str]) -> list[Pause]:
    spans = (span.split("..") for span in line["paused"].split())
    return [Pause(date.fromisoformat(first), date.fromisoformat(last)) for first, last in spans]


@pytest.mark.parametrize("line", LINES, ids=name_of)
def test_the_deadline_is_the_one_in_the_table(line: dict[str, str]) -> None:
    start = datetime.fromisoformat(line["start"])
    term = Term(float(line["length"]), Unit(line["unit"]))
    due = deadline(SHIPPED, start, term, pauses=pauses_of(line))
    shown = f"{due:%Y-%m-%d %H:%M}" if " " in line["due"] else f"{due:%Y-%m-%d}"
    assert shown == line["due"], line["why"]


def test_the_table_is_long_and_each_line_says_why() -> None:
    assert len(LINES) >= 150
    assert all(len(line["why"]) > 8 for line in LINES)
    assert len({name_of(line) for line in LINES}) == len(LINES)


@pytest.mark.parametrize("entry", OFF, ids=lambda entry: str(entry.day))
def test_the_table_has_terms_around_each_day_off(entry: SpecialDay) -> None:
    day, eve = entry.day, entry.day - timedelta(days=1)
    assert any(day_of(line["start"]) == eve for line in LINES)
    assert any(day_of(line["start"]) < day < day_of(line["due"]) for line in LINES)
    assert any(
        line["unit"] == Unit.DAYS
        and day_of(line["start"]) + timedelta(days=int(line["length"])) == day
        for line in LINES
    )


@pytest.mark.parametrize("entry", WORKED, ids=lambda entry: str(entry.day))
def test_the_table_has_terms_around_each_worked_saturday(entry: SpecialDay) -> None:
    day, eve = entry.day, entry.day - timedelta(days=1)
    assert sum(day_of(line["due"]) == day for line in LINES) >= 2
    assert any(day_of(line["start"]) == eve for line in LINES)
    assert any(day_of(line["start"]) == day for line in LINES)
    assert any(day_of(line["start"]) < day < day_of(line["due"]) for line in LINES)
