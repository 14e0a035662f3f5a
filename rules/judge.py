"""Judging: all rules over all dossiers in one pass, and what to do when one of them breaks."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic

import narwhals as nw

from rules.facts import Facts
from rules.frame import Frame
from rules.rule import Rule, applied

Run = Callable[[nw.LazyFrame[Any]], object]


@dataclass(frozen=True, slots=True)
class Judgement(Generic[Frame]):
    """What came of a run of rules.

    hits: the code of each dossier and one boolean column a judged rule; lazy where the facts are.
    judged: codes of the rules that have a column there.
    failed: code of a rule that could not be judged → why; such a rule has no column in `hits`.
    """

    hits: Frame
    judged: tuple[str, ...]
    failed: Mapping[str, str]


def judge(
    facts: Frame,
    rules: Iterable[Rule],
    settings: Mapping[str, Mapping[str, Any]],
    *,
    by_clock: bool = False,
    beside: Sequence[str] = (),
) -> Judgement[Frame]:
    """Evaluate the rules over a frame that `rules.frame.prepare` made.

    settings: rule code → the settings that differ from the rule's defaults.
    beside: facts that `hits` is to hold besides the code.

    A rule that raises, or whose condition is no boolean, is reported in `failed`; the others are
    judged all the same. Of a lazy frame nothing has run yet: see `without_those_that_break`.
    """
    seen = Facts(by_clock=by_clock)
    expressions: dict[str, nw.Expr] = {}
    failed: dict[str, str] = {}
    for rule in rules:
        try:
            expressions[rule.code] = applied(rule, seen, settings.get(rule.code, {}))
        except Exception as error:  # a rule's own code may raise anything
            failed[rule.code] = _reason(error)
    kept = ["code", *beside]
    try:
        hits = facts.select(*kept, *expressions.values())
        schema = hits.collect_schema()
    except Exception:
        hits = facts.select(*kept, *_those_that_work(facts, expressions, failed))
        schema = hits.collect_schema()
    unfit = {
        code: f"TypeError: the condition is {schema[code]}, not Boolean"
        for code in expressions
        if code in schema and schema[code] != nw.Boolean
    }
    failed |= unfit
    judged = tuple(code for code in expressions if code not in failed)
    return Judgement(hits.drop(*unfit), judged, failed)


def without_those_that_break(
    judgement: Judgement[nw.LazyFrame[Any]], run: Run = nw.LazyFrame.collect
) -> Judgement[nw.LazyFrame[Any]]:
    """The judgement less the rules that break when they run over the dossiers, each named.

    run: takes a plan to its end and raises what goes wrong there.

    A lazy engine finds some errors only then, and a rule that breaks takes all others with it:
    call this when the judgement as a whole has failed to run. Where rules fail together, each half
    of them runs again, so that one in thirty takes some ten runs.
    """
    broken: dict[str, str] = {}
    left = [list(judgement.judged)] if judgement.judged else []
    while left:
        together = left.pop()
        try:
            run(judgement.hits.select(*(nw.col(code).cast(nw.Int64).sum() for code in together)))
        except Exception as error:  # whatever the engine raises is a rule's failure
            if len(together) == 1:
                broken[together[0]] = _reason(error)
            else:
                half = len(together) // 2
                left += [together[half:], together[:half]]
    return replace(
        judgement,
        hits=judgement.hits.drop(*broken),
        judged=tuple(code for code in judgement.judged if code not in broken),
        failed={**judgement.failed, **broken},
    )


def _those_that_work(
    facts: Frame, expressions: Mapping[str, nw.Expr], failed: dict[str, str]
) -> list[nw.Expr]:
    """Find by trial which expressions broke the pass; note them in `failed`."""
    sound = []
    for code, expression in expressions.items():
        try:
            # with a column whose length it must match
            facts.select("code", expression).collect_schema()
        except Exception as error:  # whatever the engine raises is this rule's failure
            failed[code] = _reason(error)
        else:
            sound.append(expression)
    return sound


def _reason(error: Exception) -> str:
    said = str(error).strip().partition("\n")[0]  # some engines add the plan, page after page
    return f"{type(error).__name__}: {said}"
