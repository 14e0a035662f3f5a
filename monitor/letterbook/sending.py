"""Step 4, sent: how, when, and what proves it."""

from datetime import date

from monitor.letterbook.desk import Desk
from monitor.letterbook.kinds import Channel
from monitor.letterbook.mailbox import mail_stopped
from monitor.letterbook.refusals import StepError
from monitor.letterbook.taking import checked, look_for, take
from monitor.letterbook.texts import typed
from monitor.store.letter_files import has_file
from monitor.store.models import LetterState


def send(
    desk: Desk,
    code: str,
    *,
    channel: Channel,
    day: date,
    proof: str = "",
    anyway: bool = False,
    version: int | None = None,
) -> None:
    """Record that the letter went to the applicant; nothing is sent by this.

    day: from the day of issue to today. proof: in words; may be empty where a file is attached.
    Its e-mail that still waits does not go. Raises StepError.
    """
    seen = look_for(desk, code, (LetterState.ISSUED,), version)
    letter = seen.letter
    flags = checked(desk, seen, anyway=anyway)
    if letter.issued_on is not None and day < letter.issued_on:
        raise StepError("sent-early", found=day, issued=letter.issued_on)
    if day > desk.today:
        raise StepError("sent-future", found=day, today=desk.today)
    words = typed("proof", proof)
    if not words:
        with desk.engine.connect() as connection:
            if not has_file(connection, letter.id):
                raise StepError("proof-needed")
    values = {"state": LetterState.SENT, "sent_on": day, "channel": channel, "proof": words or None}
    take(desk, letter, "send", values, flags, [mail_stopped(desk, letter)])
