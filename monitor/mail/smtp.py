"""One message to the mail server, and what it said about each recipient."""

import ssl
from collections.abc import Mapping, Sequence
from contextlib import closing
from smtplib import SMTP, SMTP_SSL, SMTPAuthenticationError, SMTPDataError, SMTPException

from monitor.config.mail import MailSettings
from monitor.store.mail_models import Answer
from monitor.store.outbox import Said

_LATER, _NEVER = 400, 500  # from these codes on the server says: later, never


def transmit(
    settings: MailSettings, password: str, sender: str, to: Sequence[str], content: bytes
) -> Mapping[str, Said]:
    """Hand a message over once; the answer about each recipient.

    Nothing is raised: a server that can't be reached is an answer too. Certificates are verified.
    """
    try:
        connection = _connect(settings, password)
    except (SMTPException, OSError) as error:
        return dict.fromkeys(to, Said(Answer.LATER, _words(error)))
    with closing(connection):
        try:
            # Messages are ASCII; an option would be refused by servers that do not know it.
            code, words = connection.mail(sender)
            if code >= _LATER:  # for now or for ever: that is no fault of any recipient
                return dict.fromkeys(to, Said(Answer.LATER, _told(code, words)))
            said = {one: _said(*connection.rcpt(one)) for one in to}
        except (SMTPException, OSError) as error:
            return dict.fromkeys(to, Said(Answer.LATER, _words(error)))
        accepted = [one for one, told in said.items() if told.answer is Answer.ACCEPTED]
        if accepted:
            said |= dict.fromkeys(accepted, _hand_over(connection, content))
    return said


def _connect(settings: MailSettings, password: str) -> SMTP:
    context = ssl.create_default_context()
    if settings.ca_file:
        context.load_verify_locations(settings.ca_file)
    host, port, patience = settings.host, settings.port, settings.timeout_s
    if settings.security == "tls":
        connection: SMTP = SMTP_SSL(host, port, timeout=patience, context=context)
    else:
        connection = SMTP(host, port, timeout=patience)
    try:
        if settings.security == "starttls":
            connection.starttls(context=context)
        if settings.username:
            connection.login(settings.username, password)
        connection.ehlo_or_helo_if_needed()
    except BaseException:
        connection.close()
        raise
    return connection


def _hand_over(connection: SMTP, content: bytes) -> Said:
    """DATA. Once it has begun, a lost connection tells nothing about what the server has done."""
    try:
        told = _said(*connection.data(content))
    except SMTPDataError as error:  # the server did not let it begin
        return _said(error.smtp_code, _bytes(error.smtp_error))
    except (SMTPException, OSError) as error:
        return Said(Answer.UNKNOWN, _words(error))
    return told


def _said(code: int, words: bytes) -> Said:
    text = _told(code, words)
    if code < _LATER:
        return Said(Answer.ACCEPTED, text)
    return Said(Answer.LATER if code < _NEVER else Answer.REFUSED, text)


def _told(code: int, words: bytes) -> str:
    return f"{code} {words.decode('utf-8', 'replace')}"


def _bytes(words: str | bytes) -> bytes:
    return words if isinstance(words, bytes) else words.encode()


def _words(error: Exception) -> str:
    if isinstance(error, SMTPAuthenticationError):
        return f"{error.smtp_code} the server does not accept the login of [mail]"
    return f"{type(error).__name__}: {error}"
