"""Dossiers as a facts frame, on each engine in memory, without the service around the rules."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import yaml

from rules import RULES, Calendar, Judgement, Rule, judge, prepare
from rules.columns import Fact, Kind, Origin
from rules.facts import FACTS, Facts
from rules.messages import facts_needed, finding_message
from rules.rule import reasons
from rules.worktime.calendar import EPOCH
from rules.worktime.shipped import shipped_calendar
from rules.worktime.table import calendar_table

Dossier = Mapping[str, Any]

CASES = Path(__file__).parent / "cases"
_DAYS = {fact.name for fact in FACTS if fact.kind is Kind.DAY}
INPUTS: tuple[Fact, ...] = tuple(fact for fact in FACTS if fact.origin is not Origin.DERIVED)
SHIPPED = shipped_calendar()

_ARROW: dict[Kind, Any] = {
    Kind.TEXT: pa.string(),
    Kind.INTEGER: pa.int64(),
    Kind.MOMENT: pa.timestamp("ms"),
    Kind.DATE: pa.date32(),
}
_POLARS: dict[Kind, Any] = {
    Kind.TEXT: pl.String(),
    Kind.INTEGER: pl.Int64(),
    Kind.MOMENT: pl.Datetime("ms"),
    Kind.DATE: pl.Date(),
}


def on_arrow(
    dossiers: Sequence[Dossier],
    as_of: date,
    *,
    by_clock: bool = False,
    calendar: Calendar = SHIPPED,
) -> nw.DataFrame[Any]:
    """The facts frame of these dossiers on Arrow tables, as the nightly run has it."""
    return _prepared(_arrow_table(dossiers), _days(calendar), calendar, as_of, by_clock=by_clock)


def on_pandas(
    dossiers: Sequence[Dossier],
    as_of: date,
    *,
    by_clock: bool = False,
    calendar: Calendar = SHIPPED,
) -> nw.DataFrame[Any]:
    """The same on pandas, every column an Arrow one."""
    cases = _arrow_table(dossiers).to_pandas(types_mapper=pd.ArrowDtype)
    days = _days(calendar).to_pandas(types_mapper=pd.ArrowDtype)
    return _prepared(cases, days, calendar, as_of, by_clock=by_clock)


def on_polars(
    dossiers: Sequence[Dossier],
    as_of: date,
    *,
    by_clock: bool = False,
    calendar: Calendar = SHIPPED,
) -> nw.DataFrame[Any]:
    """The same on Polars."""
    days = pl.DataFrame(calendar_table(calendar))
    return _prepared(polars_table(dossiers), days, calendar, as_of, by_clock=by_clock)


def _prepared(
    dossiers: Any, days: Any, calendar: Calendar, as_of: date, *, by_clock: bool
) -> nw.DataFrame[Any]:
    return prepare(
        nw.from_native(dossiers, eager_only=True),
        nw.from_native(days, eager_only=True),
        calendar,
        as_of,
        by_clock=by_clock,
    )


def _arrow_table(dossiers: Sequence[Dossier]) -> pa.Table:
    return pa.table(
        {fact.name: pa.array(_column(dossiers, fact), _ARROW[fact.kind]) for fact in INPUTS}
    )


def polars_table(dossiers: Sequence[Dossier]) -> pl.DataFrame:
    """The dossiers as they are, before anything is derived."""
    return pl.DataFrame(
        {fact.name: pl.Series(_column(dossiers, fact), dtype=_POLARS[fact.kind]) for fact in INPUTS}
    )


def values(frame: nw.DataFrame[Any], name: str) -> list[Any]:
    """A column as plain Python values, None where there is none."""
    return list(frame[name].to_arrow().to_pylist())


def figure(frame: nw.DataFrame[Any], name: str) -> list[Any]:
    """A column as a lawyer states it: a day as a date."""
    found = values(frame, name)
    if name not in _DAYS:
        return found
    return [None if day is None else EPOCH + timedelta(days=day) for day in found]


def hits_of(judgement: Judgement[nw.DataFrame[Any]]) -> dict[str, set[str]]:
    """Rule code → codes of the dossiers it hits."""
    codes = values(judgement.hits, "code")
    return {
        rule: {code for code, hit in zip(codes, values(judgement.hits, rule), strict=True) if hit}
        for rule in judgement.hits.columns
        if rule != "code"
    }


def rules_that_hit(dossier: Dossier, as_of: date, *, by_clock: bool = False) -> set[str]:
    """Codes of the shipped rules that hit this one dossier."""
    facts = on_arrow([{"code": "one", **dossier}], as_of, by_clock=by_clock)
    judgement = judge(facts, RULES, {}, by_clock=by_clock)
    assert not judgement.failed
    return {rule for rule, codes in hits_of(judgement).items() if codes}


def sentence(
    code: str, facts: nw.DataFrame[Any], as_of: date, settings: Mapping[str, Any] | None = None
) -> str:
    """What the rule tells an officer of the one dossier in the frame."""
    one = rule_named(code)
    row = {name: figure(facts, name)[0] for name in facts_needed(one)}
    holding = reasons(one, Facts(), settings or {})
    held = [words for words, hit in holding.items() if values(facts.select(hit), words) == [True]]
    return finding_message(one, row, SHIPPED, as_of, held)


@dataclass(frozen=True)
class RuleCase:
    """A dossier that a lawyer described, and whether the rule hits it."""

    rule: str
    name: str
    hits: bool
    as_of: date
    dossier: Dossier
    settings: Mapping[str, Any] = field(default_factory=dict)
    by_clock: bool = False
    figures: Mapping[str, int | date | None] = field(default_factory=dict)
    message: str = ""

    def __str__(self) -> str:
        return f"{self.rule} {'hits' if self.hits else 'does not hit'}: {self.name}"


def all_rule_cases() -> list[RuleCase]:
    """The cases of every file in tests/rules/cases."""
    return [case for path in sorted(CASES.glob("*.yaml")) for case in rule_cases(path)]


def rule_cases(path: Path) -> list[RuleCase]:
    """The cases of one file, in their order; a misspelt key is refused."""
    with path.open(encoding="utf-8") as file:
        sheet = yaml.safe_load(file)
    assert set(sheet) == {"rule", "as_of", "hits", "does_not_hit"}, path.name
    return [
        _case(sheet, entry, hits=hits)
        for key, hits in (("hits", True), ("does_not_hit", False))
        for entry in sheet[key]
    ]


_FIGURES = {
    fact.name
    for fact in FACTS
    if fact.origin is Origin.DERIVED and fact.kind in {Kind.INTEGER, Kind.DAY}
}
_KEYS = {"name", "dossier", "as_of", "settings", "by_clock", "message"}


def _case(sheet: Mapping[str, Any], entry: Mapping[str, Any], *, hits: bool) -> RuleCase:
    unknown = set(entry) - _KEYS - _FIGURES
    assert not unknown, f"{entry['name']}: {unknown}"
    dossier = entry["dossier"]
    unknown = set(dossier) - {fact.name for fact in INPUTS}
    assert not unknown, f"{entry['name']}: {unknown}"
    return RuleCase(
        rule=sheet["rule"],
        name=entry["name"],
        hits=hits,
        as_of=entry.get("as_of", sheet["as_of"]),
        dossier={
            fact.name: _read(fact, dossier[fact.name]) for fact in INPUTS if fact.name in dossier
        },
        settings=entry.get("settings", {}),
        by_clock=entry.get("by_clock", False),
        figures={name: entry[name] for name in sorted(_FIGURES & set(entry))},
        message=entry.get("message", ""),
    )


def _read(fact: Fact, value: Any) -> Any:
    """YAML takes `2021-09-29 17:00` for text, for want of seconds, and a bare date for a date."""
    if fact.kind is not Kind.MOMENT or value is None:
        return value
    if isinstance(value, str):
        return datetime.fromisoformat(value)
    return value if isinstance(value, datetime) else datetime.combine(value, time())


def _column(dossiers: Iterable[Dossier], fact: Fact) -> list[Any]:
    return [dossier.get(fact.name) for dossier in dossiers]


@cache
def _days(calendar: Calendar) -> pa.Table:
    return pa.table(calendar_table(calendar))


def rule_named(code: str) -> Rule:
    """The shipped rule with that code."""
    return next(rule for rule in RULES if rule.code == code)
