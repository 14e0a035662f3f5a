"""A conversation with the mail server: opened, held to a time, and left as servers expect it."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from smtplib import SMTP, SMTP_SSL, SMTPException
from socket import SHUT_RDWR
from threading import Timer
from typing import Any

from monitor.config import ConfigError, Settings
from monitor.config.mail import MailSettings

LONGEST_S = 480
"""No conversation takes longer; below the ten minutes for which a sender claims a message."""
_GOODBYE_S = 5


@contextmanager
def session(settings: MailSettings, password: str) -> Iterator[SMTP]:
    """A server that was greeted, encrypted, logged in at; left with QUIT, whatever happened.

    Certificates are verified. A server that is silent is given up after [mail] timeout_s, one that
    talks and comes to no end after eight minutes. Raises SMTPException, OSError, and UnicodeError
    where host, username or password can't be sent.
    """
    context = ssl.create_default_context()
    if settings.ca_file:
        context.load_verify_locations(settings.ca_file)
    host, port, patience = settings.host, settings.port, settings.timeout_s
    if settings.security == "tls":
        connection: SMTP = _HeldTls(host, port, timeout=patience, context=context)
    else:
        connection = _Held(host, port, timeout=patience)
    try:
        if settings.security == "starttls":
            connection.starttls(context=context)
        if settings.username:
            connection.login(settings.username, password)
        connection.ehlo_or_helo_if_needed()
        yield connection
    finally:
        _leave(connection)


def password_of(settings: Settings) -> str:
    """What logs in at the server; empty where nobody does. Raises ConfigError."""
    try:
        return settings.mail_password
    except (OSError, UnicodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        file = settings.mail.password_file
        raise ConfigError(f"[mail] password_file {file} can't be read: {why}") from None


class _Held(SMTP):
    """Cut off when its time is over, in the middle of whatever it does."""

    _limit: Timer | None = None

    def connect(self, *where: Any, **options: Any) -> tuple[int, bytes]:
        self._limit = Timer(LONGEST_S, self._cut_off)
        self._limit.daemon = True
        self._limit.start()
        try:
            return super().connect(*where, **options)
        except BaseException:
            self._limit.cancel()
            raise

    def close(self) -> None:
        if self._limit is not None:
            self._limit.cancel()
        super().close()

    def _cut_off(self) -> None:
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(SHUT_RDWR)


class _HeldTls(_Held, SMTP_SSL):
    """The same, encrypted from the first byte."""


def _leave(connection: SMTP) -> None:
    """Say goodbye; what comes of it changes nothing any more."""
    with suppress(SMTPException, OSError):
        if connection.sock is not None:
            connection.sock.settimeout(_GOODBYE_S)
            connection.quit()
    connection.close()
