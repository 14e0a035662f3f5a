"""Which steps of a letter somebody may take now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from monitor.review.accounts.roles import Right
from monitor.review.visit import Visit
from monitor.store.models import ISSUED_STATES, LetterState


class Step(StrEnum):
    """One step; also the last word of its address."""

    COMPLETE = "complete"
    APPROVE = "approve"
    ISSUE = "issue"
    SEND = "send"
    EMAIL = "email"
    REVISE = "revise"
    ATTACH = "attach"
    AGAIN = "again"
    EXCUSE = "excuse"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class _Rule:
    """Who may take a step: any of these rights; and where the letter stands then."""

    rights: tuple[Right, ...]
    states: tuple[LetterState, ...]


_S = LetterState
_RULES: Mapping[Step, _Rule] = {
    Step.COMPLETE: _Rule((Right.COMPLETE,), (_S.DRAFT,)),
    Step.APPROVE: _Rule((Right.APPROVE,), (_S.COMPLETED,)),
    Step.ISSUE: _Rule((Right.ISSUE,), (_S.APPROVED,)),
    Step.SEND: _Rule((Right.SEND,), (_S.ISSUED,)),
    Step.EMAIL: _Rule((Right.SEND,), (_S.ISSUED,)),
    Step.REVISE: _Rule((Right.COMPLETE,), (_S.COMPLETED,)),
    Step.ATTACH: _Rule((Right.COMPLETE, Right.ISSUE, Right.SEND), ISSUED_STATES),
    Step.AGAIN: _Rule((Right.COMPLETE,), ISSUED_STATES),
    Step.EXCUSE: _Rule((Right.APPROVE,), (_S.DRAFT, _S.COMPLETED)),
    Step.WITHDRAW: _Rule(
        (Right.APPROVE, Right.ISSUE),
        (_S.DRAFT, _S.COMPLETED, _S.APPROVED, _S.ISSUED, _S.EXCUSED),
    ),
}
FORWARD = (Step.COMPLETE, Step.APPROVE, Step.ISSUE, Step.SEND)
"""The way of a letter to the applicant."""


def rights_for(step: Step) -> tuple[Right, ...]:
    """Any of these is needed."""
    return _RULES[step].rights


def may_take(visit: Visit, step: Step, unit: str | None) -> bool:
    """Whether his rights allow it in that division, wherever the letter stands."""
    return any(visit.may(right, unit) for right in rights_for(step))


def open_steps(visit: Visit, unit: str | None, state: LetterState) -> Sequence[Step]:
    """The steps that he may take with a letter that stands there, the way onward first."""
    return [
        step
        for step, rule in _RULES.items()
        if state in rule.states and may_take(visit, step, unit)
    ]


def step_onward(state: LetterState) -> Step | None:
    """The step for which a letter waits there."""
    return next((step for step in FORWARD if state in _RULES[step].states), None)
