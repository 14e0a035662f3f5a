"""The e-mail of a letter that has not gone yet, when the letter is taken back or goes otherwise."""

from collections.abc import Callable

from sqlalchemy import Connection

from monitor.letterbook.desk import Desk
from monitor.letterbook.refusals import StepError
from monitor.letterbook.sentences import say
from monitor.letterbook.taking import LETTER, entry
from monitor.store.audit import append
from monitor.store.mail_models import MailState
from monitor.store.models import Letter
from monitor.store.outbox import mail_about, stop

_OPEN = (MailState.WAITING, MailState.SENDING, MailState.UNKNOWN)


def refuse_open_mail(connection: Connection, letter: Letter) -> None:
    """Raise StepError where a message of the letter may still go, or may have arrived."""
    for mail in mail_about(connection, LETTER, str(letter.id)):
        if mail["state"] in _OPEN:
            state = say("mail_states", mail["state"])
            raise StepError("mail-waiting", address=mail["address"], state=state, id=mail["id"])


def mail_stopped(desk: Desk, letter: Letter) -> Callable[[Connection], None]:
    """What a step does that no message may follow: it takes out what still waits for the server.

    Within the step's transaction; raises StepError where a message is on its way, or may have
    arrived and nobody has settled it.
    """

    def act(connection: Connection) -> None:
        stopped = stop(connection, LETTER, str(letter.id))
        refuse_open_mail(connection, letter)
        for number in stopped:
            append(connection, entry(desk, letter, "email-stopped", {"mail": number}))

    return act
