"""A further re-appointment: allowed by law but once, so it needs a reason and is a finding."""

from datetime import datetime, time

from sqlalchemy.exc import IntegrityError

from monitor.letterbook.desk import Desk
from monitor.letterbook.refusals import StepError
from monitor.letterbook.rendering import form_for, signer_on
from monitor.letterbook.standing import wording_for
from monitor.letterbook.taking import checked, decision, entry, look, look_for, taken
from monitor.letterbook.texts import needed
from monitor.letterbook.writing import columns_of, write
from monitor.store.audit import append
from monitor.store.letters import add_letter
from monitor.store.models import ISSUED_STATES, Letter, LetterOrigin, LetterState


def again(
    desk: Desk, code: str, *, reason: str, anyway: bool = False, version: int | None = None
) -> int:
    """Draft a letter with another new date for a dossier whose letter was issued; its id.

    The appointment of the new letter is the date that the last one gave. Source of the limit:
    Nghị định 61/2018/NĐ-CP, Điều 19 khoản 9. Raises StepError.
    """
    why = needed("reason", reason)
    seen = look_for(desk, code, tuple(LetterState), version)
    dossier, last = seen.dossier, seen.letter
    if last.origin == LetterOrigin.AGAIN and last.state not in ISSUED_STATES:
        with desk.engine.connect() as connection:
            raise taken(connection, last)
    if last.state not in ISSUED_STATES:
        raise StepError("not-issued", code=code)
    if last.new_due_on is None:
        raise StepError("no-new-date-before", code=code)
    due = datetime.combine(last.new_due_on, time.min)
    if dossier.due_at and dossier.due_at.date() == last.new_due_on:
        due = dossier.due_at  # the one-stop shop has entered it, with the hour
    wording = wording_for(dossier, due, desk.today)
    form = form_for(dossier.field, desk.settings, desk.today)
    made = write(desk, dossier, due, form, wording, signer_on(desk.settings, desk.today))
    values = {
        "dossier": code,
        "reappointment": last.reappointment + 1,
        "state": LetterState.DRAFT,
        "origin": LetterOrigin.AGAIN,
        "form": form,
        "wording": wording,
        "drafted_on": desk.today,
        "due_at": due,
        **columns_of(made),
    }
    flags = checked(desk, seen, anyway=anyway)
    detail = {"reason": why, "due": due, "after": last.issued_sha256, **flags}
    try:
        with decision(desk) as connection:
            key = add_letter(connection, values)
            new = Letter(id=key, **values)
            append(connection, entry(desk, new, "again", detail))
    except IntegrityError:
        with desk.engine.connect() as connection:
            raise taken(connection, look(connection, code).letter) from None
    return key
