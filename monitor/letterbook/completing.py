"""Step 1, completed: the reason, whose fault it was, and the new date; no export has them."""

from dataclasses import asdict
from datetime import date, datetime

from monitor.letterbook.desk import Desk
from monitor.letterbook.kinds import Fault
from monitor.letterbook.newdate import check_new_date
from monitor.letterbook.reasons import clause, known_reason
from monitor.letterbook.refusals import FlagCode, StepError
from monitor.letterbook.rendering import form_for, signer_on
from monitor.letterbook.standing import wording_for
from monitor.letterbook.taking import Seen, checked, look_for, take
from monitor.letterbook.texts import typed
from monitor.letterbook.writing import columns_of, write
from monitor.store.models import LetterState

HEALED = frozenset({FlagCode.PASSED})
"""Flags that completing puts right, for the letter is written anew."""
_FIRST = 1


def complete(
    desk: Desk,
    code: str,
    *,
    reason_code: str,
    fault: Fault,
    new_due_on: date | None,
    reason: str = "",
    applicant_id: str = "",
    anyway: bool = False,
    revise: bool = False,
    version: int | None = None,
) -> None:
    """Fill in what only a person knows, and write the letter anew with it.

    reason: further words after those of the reason code. new_due_on: None where the result is
    there. applicant_id: personal or business number, which Mẫu 04 of 2025 asks for; it is kept in
    the letter alone, not in the log, and is dots where it is not given. anyway: the officer knows
    that the dossier has changed. revise: change a letter that is completed already. The wording is
    the one that is true today. Raises StepError.
    """
    states = (LetterState.COMPLETED,) if revise else (LetterState.DRAFT,)
    seen = look_for(desk, code, states, version)
    dossier, letter = seen.dossier, seen.letter
    flags = checked(desk, seen, anyway=anyway, healed=HEALED)
    due = appointment(seen)
    wording = wording_for(dossier, due, desk.today)
    words = clause(known_reason(reason_code), typed("reason", reason))
    number = typed("applicant_id", applicant_id)
    check_new_date(new_due_on, due, wording, desk.calendar, desk.today)
    form = form_for(dossier.field, desk.settings, desk.today)
    signer = signer_on(desk.settings, desk.today)
    made = write(
        desk,
        dossier,
        due,
        form,
        wording,
        signer,
        reason=words,
        fault=fault,
        new_due_on=new_due_on,
        applicant_id=number,
    )
    values = {
        "state": LetterState.COMPLETED,
        "form": form,
        "wording": wording,
        "due_at": due,
        "reason_code": reason_code,
        "reason": words,
        "fault": fault,
        "new_due_on": new_due_on,
        **{f"signer_{name}": text for name, text in asdict(signer).items()},
        **columns_of(made),
    }
    take(desk, letter, "revise" if revise else "complete", values, flags)


def appointment(seen: Seen) -> datetime:
    """The appointment that the letter apologises for.

    Of a further re-appointment it is the new date that the letter before has given, whatever the
    export says.
    """
    due = seen.letter.due_at if seen.letter.reappointment > _FIRST else seen.dossier.due_at
    if due is None:
        raise StepError("no-appointment", code=seen.dossier.code)
    return due
