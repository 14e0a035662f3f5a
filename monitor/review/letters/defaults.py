"""What the forms of a letter hold before anybody has typed into them."""

from collections.abc import Mapping, Sequence
from typing import Any

from letters.compose import LINE
from monitor.letterbook.kinds import Fault
from monitor.letterbook.proposals import Proposal
from monitor.letterbook.reasons import reasons
from monitor.letterbook.rendering import signer_on
from monitor.letterbook.sight import Sight
from monitor.review.letters.forms import OWN_DATE
from monitor.review.letters.steps import Step
from monitor.review.site import Site
from monitor.vietnamese import day


def defaults(
    step: Step,
    seen: Sight,
    printed: Mapping[str, str],
    site: Site,
    usual_fault: str | None,
) -> Mapping[str, str]:
    """The values of the fields of a step's form, by their names.

    printed: the fields of the letter as it stands. usual_fault: in that division.
    """
    letter = seen.letter
    number = {"applicant_id": printed.get("applicant_id", "").strip(LINE)}
    if step is Step.COMPLETE:
        return _first_choice(seen, letter["fault"] or usual_fault or Fault.OURS) | number
    if step is Step.REVISE:
        chosen = _as_chosen(letter["new_due_on"], seen.proposals)
        return _as_completed(letter) | chosen | number
    if step is Step.APPROVE:
        return _signer(letter, site)
    excusing = [*site.settings.letters.excusing_faults, ""]
    today = day(site.today)
    others = {
        Step.ISSUE: {"number": seen.next_number or "", "day": today},
        Step.SEND: {"channel": "", "day": today, "proof": ""},
        Step.EMAIL: {"to": ""},
        Step.EXCUSE: {"reason": "", "fault": letter["fault"] or excusing[0]},
    }
    return others.get(step, {"reason": ""})


def _first_choice(seen: Sight, fault: str) -> dict[str, str]:
    first = seen.proposals[0].day.isoformat() if seen.proposals else OWN_DATE
    return {"reason_code": "", "reason": "", "fault": fault, "new_date": first, "own_date": ""}


def _as_completed(letter: Mapping[str, Any]) -> dict[str, str]:
    """Reason and fault; the further words are what follows the wording of the reason."""
    known = reasons().get(letter["reason_code"] or "")
    own = letter["reason"] or ""
    if known is not None and known.wording:
        own = own.removeprefix(known.wording).removeprefix("; ")
    return {
        "reason_code": letter["reason_code"] or "",
        "reason": own,
        "fault": letter["fault"] or "",
    }


def _as_chosen(new: Any, proposed: Sequence[Proposal]) -> dict[str, str]:
    if new is None or any(one.day == new for one in proposed):
        return {"new_date": new.isoformat() if new else "", "own_date": ""}
    return {"new_date": OWN_DATE, "own_date": day(new)}


def _signer(letter: Mapping[str, Any], site: Site) -> dict[str, str]:
    now = signer_on(site.settings, site.today)
    return {
        "signer_title": letter["signer_title"] or now.title,
        "signer_name": letter["signer_name"] or now.name,
        "signer_power": letter["signer_power"] or now.power,
    }
