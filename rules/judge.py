"""Judging: all rules over all dossiers in one pass, and what to do when one of them breaks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from rules.facts import Facts
from rules.rule import Rule, applied


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of a run of rules.

    hits: the code of each dossier and one boolean column a judged rule.
    failed: code of a rule that could not be judged → why; such a rule has no column in `hits`.
    """

    hits: nw.DataFrame[Any]
    failed: Mapping[str, str]


def judge(
    facts: nw.DataFrame[Any],
    rules: Iterable[Rule],
    settings: Mapping[str, Mapping[str, Any]],
    *,
    by_clock: bool = False,
) -> Judgement:
    """Evaluate the rules over a frame that `rules.frame.prepare` made.

    settings: rule code → the settings that differ from the rule's defaults.

    A rule that raises, or whose condition is no boolean, is reported in `failed`; the others are
    judged all the same.
    """
    seen = Facts(by_clock=by_clock)
    expressions: dict[str, nw.Expr] = {}
    failed: dict[str, str] = {}
    for rule in rules:
        try:
            expressions[rule.code] = applied(rule, seen, settings.get(rule.code, {}))
        except Exception as error:  # a rule's own code may raise anything
            failed[rule.code] = _reason(error)
    try:
        hits = facts.select("code", *expressions.values())
    except Exception:
        hits = facts.select("code", *_those_that_work(facts, expressions, failed))
    unfit = {
        code: f"TypeError: the condition is {kind}, not Boolean"
        for code, kind in hits.schema.items()
        if code != "code" and kind != nw.Boolean
    }
    return Judgement(hits.drop(*unfit), failed | unfit)


def _those_that_work(
    facts: nw.DataFrame[Any], expressions: Mapping[str, nw.Expr], failed: dict[str, str]
) -> list[nw.Expr]:
    """Find by trial which expressions broke the pass; note them in `failed`."""
    sound = []
    for code, expression in expressions.items():
        try:
            facts.select("code", expression)  # with a column whose length it must match
        except Exception as error:  # whatever the engine raises is this rule's failure
            failed[code] = _reason(error)
        else:
            sound.append(expression)
    return sound


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
