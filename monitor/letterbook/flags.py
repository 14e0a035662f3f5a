"""What has become of a dossier since its letter was written, told before each step."""

from collections.abc import Collection, Iterator
from datetime import date, datetime

from letters import Wording
from monitor.letterbook.refusals import Flag, FlagCode, FlaggedError
from monitor.letterbook.sentences import say
from monitor.letterbook.standing import end_of, is_after, is_finished
from monitor.store.models import Dossier, Letter
from rules.status import PAUSED, Status

_STATUSES = {
    Status.NOT_ACCEPTED: FlagCode.REFUSED,
    Status.WITHDRAWN: FlagCode.WITHDRAWN,
    **dict.fromkeys(PAUSED, FlagCode.PAUSED),
}


def flags_of(letter: Letter, dossier: Dossier, today: date, *, by_clock: bool) -> list[Flag]:
    """The reasons to think twice before the next step of this letter; none if all is as it was."""
    due = letter.due_at
    codes = list(_codes(letter, dossier, due, today, by_clock=by_clock)) if due else []
    end = end_of(dossier)
    values = {"due": due and due.date(), "end": end and end.date()}
    now = dossier.due_at and dossier.due_at.date()
    return [Flag(code, say("flags", code, **values, now=now)) for code in codes]


def agreed_to(dossier: Dossier, flags: Collection[Flag], *, anyway: bool) -> dict[str, object]:
    """What the audit log says of the flags; raises FlaggedError unless it is to be `anyway`."""
    if not flags:
        return {}
    if not anyway:
        raise FlaggedError(dossier.code, list(flags))
    return {"anyway": True, "flags": [flag.code.value for flag in flags]}


def _codes(
    letter: Letter, dossier: Dossier, due: datetime, today: date, *, by_clock: bool
) -> Iterator[FlagCode]:
    if dossier.vanished_run_id is not None:
        yield FlagCode.VANISHED
    if dossier.status in _STATUSES:
        yield _STATUSES[Status(dossier.status)]
    elif is_finished(dossier):
        if not is_after(end_of(dossier), due, by_clock=by_clock):
            yield FlagCode.FINISHED_IN_TIME
        elif letter.wording != Wording.FINISHED:
            yield FlagCode.FINISHED_LATE
    elif letter.wording == Wording.FINISHED:
        yield FlagCode.REOPENED
    elif letter.wording == Wording.BEFORE and due.date() < today:
        yield FlagCode.PASSED
    yield from _of_the_appointment(letter, dossier, due)


def _of_the_appointment(letter: Letter, dossier: Dossier, due: datetime) -> Iterator[FlagCode]:
    """The one-stop shop enters the new date that a letter gives: that is no surprise.

    Nor is it that it has not entered the one of the letter before.
    """
    if dossier.due_at is None:
        yield FlagCode.NO_APPOINTMENT
        return
    now = dossier.due_at.date()
    not_entered = letter.reappointment > 1 and now < due.date()
    if now not in (due.date(), letter.new_due_on) and not not_entered:
        yield FlagCode.MOVED
