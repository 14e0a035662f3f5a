"""From one row a dossier with all answers to one row a finding."""

from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw

from monitor.assess.engine import AnyFrame
from rules import Rule
from rules.messages import facts_needed


def facts_beside(rules: Sequence[Rule]) -> list[str]:
    """What a finding tells of its dossier: the division and the figures of the messages."""
    needed = {name for rule in rules for name in facts_needed(rule)}
    return ["unit", *sorted(needed - {"code", "unit"})]


def with_a_finding(hits: AnyFrame, codes: Sequence[str]) -> AnyFrame:
    """The dossiers that at least one rule hits."""
    return hits.filter(nw.any_horizontal(*codes, ignore_nulls=True))


def one_row_a_finding(
    hits: AnyFrame, severities: Mapping[str, str], beside: Sequence[str]
) -> AnyFrame:
    """Columns rule, dossier, unit, severity and the figures.

    severities: of each judged rule by its code.

    A frame in memory is asked once a rule: few rows of many answers are taken. A plan would be
    run once a rule then, so there each row becomes one a rule, of which the hits are kept.
    """
    if isinstance(hits, nw.LazyFrame):
        told: AnyFrame = hits.unpivot(
            on=list(severities), index=["code", *beside], variable_name="rule", value_name="hit"
        ).filter("hit")
        return told.with_columns(severity=_severity(severities)).select(*_columns(beside))
    return nw.concat(
        [
            hits.filter(code)
            .with_columns(rule=nw.lit(code), severity=nw.lit(severity))
            .select(*_columns(beside))
            for code, severity in severities.items()
        ]
    )


def _severity(severities: Mapping[str, str]) -> nw.Expr:
    told = nw.lit("")
    for severity in sorted(set(severities.values())):
        codes = [code for code, its_own in severities.items() if its_own == severity]
        told = nw.when(nw.col("rule").is_in(codes)).then(nw.lit(severity)).otherwise(told)
    return told


def _columns(beside: Sequence[str]) -> list[Any]:
    figures = [name for name in beside if name != "unit"]
    return ["rule", nw.col("code").alias("dossier"), "unit", "severity", *figures]
