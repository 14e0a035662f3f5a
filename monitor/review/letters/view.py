"""Everything that the page of a letter shows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from letters import Form, LetterError
from monitor.letterbook.completing import HEALED
from monitor.letterbook.files import LARGEST, MB
from monitor.letterbook.kinds import Fault
from monitor.letterbook.reasons import reasons
from monitor.letterbook.refusals import StepError, TakenError
from monitor.letterbook.rendering import form_for
from monitor.letterbook.sentences import say, sentences
from monitor.letterbook.sight import Sight, sight_of
from monitor.letterbook.standing import is_finished, working_days_late
from monitor.letterbook.taking import Seen
from monitor.review.accounts.roles import Right
from monitor.review.addresses import letter_address
from monitor.review.asked_once import freshness_of
from monitor.review.letters.addresses import queue_address
from monitor.review.letters.defaults import defaults
from monitor.review.letters.found import found_letter
from monitor.review.letters.left_over import left_over
from monitor.review.letters.paper_text import Block, blocks_of
from monitor.review.letters.queue import STATIONS
from monitor.review.letters.steps import FORWARD, Step, may_take, open_steps, step_onward
from monitor.review.letters.story import story
from monitor.review.letters.telling import told
from monitor.review.visit import Visit
from monitor.store.account_names import names_of
from monitor.store.database import reading
from monitor.store.letter_queue import usual_fault
from monitor.store.models import ISSUED_STATES, Dossier, LetterState
from monitor.store.papers import Document, paper_of

_UNFLAGGED = (Step.EXCUSE, Step.WITHDRAW, Step.ATTACH)
# Somebody has completed it meanwhile: what was typed is kept in the form that changes it.
_SAME_FIELDS = {Step.COMPLETE: Step.REVISE, Step.REVISE: Step.COMPLETE}


@dataclass(frozen=True, slots=True)
class Refused:
    """A step that was not taken, and what was typed for it."""

    step: Step
    error: StepError
    typed: Mapping[str, str]

    @property
    def status(self) -> int:
        """409 where somebody else was faster, 422 where something is to be put right."""
        return 409 if isinstance(self.error, TakenError) else 422


def view(visit: Visit, code: str, refused: Refused | None = None) -> dict[str, Any]:
    """The values of letter.html; raises MissingError."""
    site = visit.site
    desk = site.desk(visit.who)
    with reading(site.engine) as connection:
        seen = found_letter(visit, connection, code)
        unit = seen.dossier.unit
        shown = sight_of(desk, connection, seen)
        names = names_of(connection, {one["actor"] for one in shown.history})
        drafted = seen.letter.state == LetterState.DRAFT
        usual = usual_fault(connection, unit) if drafted else None
        named = visit.may(Right.NAMES, unit)
        problem = told(connection, refused.error) if refused else None
        freshness_of(visit, connection)  # for the head of the page, while there is a connection
    paper = paper_of(seen.letter) if named else None
    state = LetterState(shown.letter["state"])
    steps = open_steps(visit, unit, state)
    forms = {
        step: dict(defaults(step, shown, seen.letter.fields or {}, site, usual))
        for step in _useful(steps, shown, desk)
    }
    left = _keep_typed(forms, refused, unit)
    onward = step_onward(state)
    return {
        "code": code,
        "dossier": seen.dossier,
        "named": named,
        "letter": shown.letter,
        "state": state,
        "state_title": shown.state,
        "late": _late(visit, seen),
        "queue": queue_address(state=state),
        "queue_title": STATIONS[state].title,
        "flags": shown.flags,
        "forms": [
            {
                "step": step,
                "address": letter_address(code, f"/{step}"),
                "main": step in FORWARD,
                "held": values,
                "anyway": _asks_anyway(step, shown),
                "refused": refused is not None and _form_of(refused.step, forms) == step,
            }
            for step, values in forms.items()
        ],
        "waits_for": onward if onward and not may_take(visit, onward, unit) else None,
        "problem": problem,
        "left_over": left,
        "proposals": shown.proposals,
        "finished": is_finished(seen.dossier),
        "reasons": list(reasons().values()),
        "faults": {one: say("faults", one, unit=unit or "cơ quan giải quyết") for one in Fault},
        "excusing": site.settings.letters.excusing_faults,
        "asks_number": form_for(seen.dossier.field, site.settings, site.today) is Form.MAU_04_2025,
        "channels": sentences()["channels"],
        "paper": paper,
        "as_printed": paper is not None and site.pictures.are_there,
        "blocks": _blocks(paper, code),
        "below": letter_address(code),
        "dossier_address": f"/dossiers/{quote(code, safe='')}",
        "most_mb": LARGEST // MB,
        "files": shown.files if named else [],
        "earlier": shown.earlier,
        "states": sentences()["states"],
        "story": story(shown.history, names, unit),
        "issued": state in ISSUED_STATES,
    }


def _useful(steps: Sequence[Step], shown: Sight, desk: Any) -> Iterator[Step]:
    """Without those that the office or the letter rules out."""
    for step in steps:
        if step is Step.EXCUSE and not desk.settings.letters.excusing_faults:
            continue
        if step is Step.EMAIL and not (desk.settings.mail.host and desk.settings.mail.sender):
            continue
        if step is Step.AGAIN and shown.letter["new_due_on"] is None:
            continue
        yield step


def _form_of(step: Step, forms: Mapping[Step, Any]) -> Step | None:
    """The form in which what was typed for that step is kept."""
    return next((one for one in (step, _SAME_FIELDS.get(step)) if one in forms), None)


def _keep_typed(
    forms: Mapping[Step, dict[str, str]], refused: Refused | None, unit: str | None
) -> list[tuple[str, str]]:
    """Put what was typed into its form; what has no form any more: its title and text."""
    if refused is None:
        return []
    form = _form_of(refused.step, forms)
    if form is not None:
        forms[form].update(refused.typed)
        return []
    return list(left_over(refused.typed, unit))


def _asks_anyway(step: Step, shown: Sight) -> bool:
    healed = HEALED if step in _SAME_FIELDS else frozenset()
    return step not in _UNFLAGGED and any(flag.code not in healed for flag in shown.flags)


def _late(visit: Visit, seen: Seen) -> int | None:
    dossier: Dossier = seen.dossier
    due = seen.letter.due_at or dossier.due_at
    if due is None:
        return None
    try:
        return working_days_late(dossier, due, visit.site.today, visit.site.calendar())
    except ValueError:  # a date outside the calendar
        return None


def _blocks(paper: Document | None, code: str) -> list[Block]:
    if paper is None:
        return []
    try:
        return blocks_of(paper.content, code)
    except LetterError:
        return []
