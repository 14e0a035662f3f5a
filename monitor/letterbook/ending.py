"""Ways out: a letter is withdrawn, or its dossier is excused from one."""

from monitor.letterbook.desk import Desk
from monitor.letterbook.kinds import Fault
from monitor.letterbook.mailbox import mail_stopped
from monitor.letterbook.refusals import StepError
from monitor.letterbook.sentences import say
from monitor.letterbook.taking import look_for, take
from monitor.letterbook.texts import needed
from monitor.store.models import LetterState

_EXCUSABLE = (LetterState.DRAFT, LetterState.COMPLETED)


def withdraw(desk: Desk, code: str, *, reason: str, version: int | None = None) -> None:
    """Take a letter back before it is sent, or a decision that none is owed.

    It is what follows from most flags, so that these do not hold it up. A number that it had
    stays used; its e-mail that still waits does not go. If the dossier still needs a letter, the
    next run drafts one. Raises StepError.
    """
    seen = look_for(desk, code, tuple(LetterState), version)
    letter = seen.letter
    if letter.state == LetterState.SENT:
        raise StepError("already-sent")
    if letter.state == LetterState.WITHDRAWN:
        look_for(desk, code, (LetterState.DRAFT,), version)  # says who has withdrawn it
    why = needed("reason", reason)
    values = {"state": LetterState.WITHDRAWN, "ended_on": desk.today, "ended_reason": why}
    about = {"sha256": letter.sha256}
    take(desk, letter, "withdraw", values, about, [mail_stopped(desk, letter)])


def excuse(
    desk: Desk,
    code: str,
    *,
    reason: str,
    fault: Fault | None = None,
    version: int | None = None,
) -> None:
    """Decide that no letter is owed, because the fault is one that excuses the office.

    fault: where the letter does not yet say it. Which faults excuse is [letters] excusing_faults.
    Raises StepError.
    """
    seen = look_for(desk, code, _EXCUSABLE, version)
    letter = seen.letter
    whose = fault or (Fault(letter.fault) if letter.fault else None)
    if whose is None:
        raise StepError("blank", names=say("names", "fault"))
    if whose not in desk.settings.letters.excusing_faults:
        unit = seen.dossier.unit or ""
        raise StepError("fault-does-not-excuse", fault=say("faults", whose, unit=unit) or whose)
    why = needed("reason", reason)
    values = {
        "state": LetterState.EXCUSED,
        "fault": whose,
        "ended_on": desk.today,
        "ended_reason": why,
    }
    take(desk, letter, "excuse", values, {})
