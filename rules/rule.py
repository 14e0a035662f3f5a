"""What a rule is: one condition over the facts, with its law, its words and its settings."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Any

import narwhals as nw

from rules.facts import Facts
from rules.law import Basis

# A boolean expression, or several, each under the Vietnamese words that say what is wrong.
Hits = nw.Expr | Mapping[str, nw.Expr]
Condition = Callable[..., Hits]
REASONS = "reasons"  # stands in a message for the words of those that hold


class Severity(StrEnum):
    """How much a finding weighs."""

    VIOLATION = "violation"  # the law is already broken
    WARNING = "warning"  # it will be, unless somebody acts
    DATA = "data"  # the record is such that nothing can be said


class Needs(StrEnum):
    """A source without which a rule can't be judged."""

    POSTINGS = "postings"
    CATALOGUE = "catalogue"  # of procedures
    RESULT_FILES = "result files"  # a column of the export


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the catalogue.

    code: stable key, e.g. "overdue-open".
    title, message: Vietnamese; the message may name facts in braces, and {reasons}.
    basis: where the law says so, oldest act first.
    condition: `Facts` and the rule's settings as keywords → boolean expression, or reasons.
    settings: what config.toml may change under [rules.<code>], with its default.
    """

    code: str
    title: str
    message: str
    severity: Severity
    basis: tuple[Basis, ...]
    needs: frozenset[Needs]
    condition: Condition
    settings: Mapping[str, Any]

    @property
    def doc(self) -> str:
        """What the rule says, in English, as its author wrote it."""
        return inspect.cleandoc(self.condition.__doc__ or "")

    @property
    def start(self) -> date:
        """The first day on which one of its acts was in force."""
        return min(basis.act.start for basis in self.basis)

    @property
    def end(self) -> date | None:
        """The last day on which one of its acts is in force; None while one still is."""
        ends = [basis.act.end for basis in self.basis]
        return None if None in ends else max(end for end in ends if end)

    def basis_on(self, day: date) -> tuple[Basis, ...]:
        """What the rule rested on for a dossier received on `day`."""
        return tuple(basis for basis in self.basis if basis.act.in_force(day))


def rule(
    *,
    code: str,
    title: str,
    message: str,
    severity: str,
    basis: Sequence[Basis],
    needs: Sequence[Needs] = (),
) -> Callable[[Condition], Rule]:
    """Make a rule of a function `(f: Facts, *, setting: type = default) -> Hits`."""

    def make(condition: Condition) -> Rule:
        parameters = list(inspect.signature(condition).parameters.values())[1:]
        return Rule(
            code=code,
            title=title,
            message=message,
            severity=Severity(severity),
            basis=tuple(basis),
            needs=frozenset(needs),
            condition=condition,
            settings={parameter.name: parameter.default for parameter in parameters},
        )

    return make


def applied(rule: Rule, facts: Facts, settings: Mapping[str, Any]) -> nw.Expr:
    """The rule's expression under these settings, named by its code; unknown facts do not hit."""
    hits = rule.condition(facts, **settings)
    if isinstance(hits, nw.Expr):
        return hits.fill_null(False).alias(rule.code)
    return reduce(or_, hits.values()).fill_null(False).alias(rule.code)


def reasons(rule: Rule, facts: Facts, settings: Mapping[str, Any]) -> dict[str, nw.Expr]:
    """Of a rule that has several: the words of each reason → whether it holds."""
    hits = rule.condition(facts, **settings)
    if isinstance(hits, nw.Expr):
        return {}
    return {words: hit.fill_null(False).alias(words) for words, hit in hits.items()}
