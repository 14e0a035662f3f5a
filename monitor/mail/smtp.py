"""One message to the mail server, and what it said about each recipient."""

import re
from collections.abc import Mapping, Sequence
from smtplib import SMTP, SMTPAuthenticationError, SMTPException, SMTPResponseException

from monitor.config.mail import MailSettings
from monitor.mail.session import session
from monitor.store.mail_models import Answer
from monitor.store.outbox import Said

_FAULTS = (SMTPException, OSError, UnicodeError)
_YES, _GO_ON, _LATER, _NEVER = 2, 354, 4, 5  # the hundreds of a code; the answer to DATA
_MOST_WORDS = 500
_PIECE = 65536  # [mail] timeout_s is for each: a large message on a slow line takes longer


def transmit(
    settings: MailSettings, password: str, sender: str, to: Sequence[str], content: bytes
) -> Mapping[str, Said]:
    """Hand a message over once; the answer about each recipient.

    Nothing is raised: a server that can't be reached is an answer too. content: ends its lines
    with CRLF. Certificates are verified.
    """
    said: dict[str, Said] = {}
    try:
        with session(settings, password) as connection:
            said = _asked(connection, sender, to)
            accepted = [one for one, told in said.items() if told.answer is Answer.ACCEPTED]
            if accepted:
                said |= dict.fromkeys(accepted, _hand_over(connection, content))
    except _FAULTS as error:
        return dict.fromkeys(to, Said(Answer.LATER, words_of(error)))
    return said


def _asked(connection: SMTP, sender: str, to: Sequence[str]) -> dict[str, Said]:
    """What the server says about each recipient before it has the message."""
    # Messages are ASCII; an option would be refused by servers that do not know it.
    code, words = connection.mail(sender)
    if code // 100 != _YES:  # for now or for ever: that is no fault of any recipient
        return dict.fromkeys(to, Said(Answer.LATER, _told(code, words)))
    return {one: _said(*connection.rcpt(one)) for one in to}


def _hand_over(connection: SMTP, content: bytes) -> Said:
    """DATA. Until its last line has gone the server has nothing; then only its answer tells."""
    code, words = connection.docmd("DATA")
    if code != _GO_ON:
        answer = Answer.REFUSED if code // 100 == _NEVER else Answer.LATER
        return Said(answer, _told(code, words))
    whole = re.sub(rb"(?m)^\.", b"..", content).removesuffix(b"\r\n") + b"\r\n.\r\n"
    for start in range(0, len(whole), _PIECE):
        connection.send(whole[start : start + _PIECE])
    try:
        code, words = connection.getreply()
    except (SMTPException, OSError) as error:
        return Said(Answer.UNKNOWN, words_of(error))
    if code // 100 in (_YES, _LATER, _NEVER):
        return _said(code, words)
    return Said(Answer.UNKNOWN, _told(code, words))


def _said(code: int, words: bytes) -> Said:
    """The answer that a code is; one that is none of SMTP's was not a yes."""
    answers = {_YES: Answer.ACCEPTED, _NEVER: Answer.REFUSED}
    return Said(answers.get(code // 100, Answer.LATER), _told(code, words))


def _told(code: int, words: bytes | str) -> str:
    """As it may be kept and shown: one line, not too long, whatever the server has sent."""
    text = words if isinstance(words, str) else words.decode("utf-8", "replace")
    shown = "".join(letter if letter.isprintable() else " " for letter in text[:_MOST_WORDS])
    return f"{code} {shown}"


def words_of(error: Exception) -> str:
    """Why a conversation with the server came to nothing; never holds the password."""
    if isinstance(error, SMTPAuthenticationError):
        return f"{error.smtp_code} the server does not accept the login of [mail]"
    if isinstance(error, UnicodeError):  # its text may hold a letter of the password
        return "host, username and password of [mail] must be of plain letters, digits and signs"
    if isinstance(error, SMTPResponseException):
        return _told(error.smtp_code, error.smtp_error)
    said = error.strerror if isinstance(error, OSError) else None
    return said or str(error) or type(error).__name__
