"""`tthc check`, its part on e-mail: the server, who gets the digest, where the links lead."""

from collections.abc import Callable, Collection
from smtplib import SMTPException

from monitor.cli.common import nearest
from monitor.config import ConfigError, Settings
from monitor.config.web import LOOPBACK
from monitor.mail.session import password_of, session
from monitor.mail.smtp import words_of

# What is checked, what is wrong with it if anything, what it is otherwise.
Say = Callable[[str, str | None, str], None]


def check_mail(settings: Settings, units: Collection[str], say: Say) -> None:
    """Say whether mails would go out and be right; nothing is sent.

    units: the divisions of the export and of the dossiers that are kept.
    """
    say("mail", _server(settings), _place(settings) or "not configured: nothing is mailed")
    if settings.digest.recipients:
        say("digest", _recipients(settings, units), _who(settings))
    if _mails(settings):
        say("web", _address(settings), f"links in mails lead to {settings.web.url}")


def _place(settings: Settings) -> str:
    mail = settings.mail
    if not (mail.host and mail.sender):
        return ""
    who = f", {mail.username} may log in" if mail.username else ""
    return f"{mail.host}:{mail.port} answers, security {mail.security}{who}"


def _mails(settings: Settings) -> list[str]:
    """The keys that name somebody to whom mails are to go."""
    digest = settings.digest
    recipients = digest.enabled and digest.recipients
    named = {"[[digest.recipients]]": recipients, "[schedule] admin": settings.schedule.admin}
    return [key for key, given in named.items() if given]


def _server(settings: Settings) -> str | None:
    mail = settings.mail
    missing = [key for key in ("host", "sender") if not getattr(mail, key)]
    if missing:
        wanting = _mails(settings)
        if not wanting and len(missing) > 1:
            return None
        why = f"{' and '.join(wanting)} can get nothing" if wanting else "nothing can be sent"
        return f"[mail] {' and '.join(missing)} not set, so {why}: name the server and the sender"
    place = f"[mail] {mail.host}:{mail.port}, security {mail.security!r}"
    try:
        with session(settings.mail_server, password_of(settings)):
            return None
    except ConfigError as error:
        return str(error)
    except (SMTPException, OSError, UnicodeError) as error:
        return f"{place}: {words_of(error)}; expected a server that lets tthc in"


def _recipients(settings: Settings, units: Collection[str]) -> str | None:
    """Divisions that are not known by that name: their digest would be empty."""
    if not units:
        return None  # nothing was read: that is said elsewhere
    named = dict.fromkeys(one.unit for one in settings.digest.recipients if one.unit)
    wrong = [unit for unit in named if unit not in units]
    hints = [f"no dossier names {unit!r}; {nearest(unit, sorted(units))}" for unit in wrong]
    return f"unit of [[digest.recipients]]: {'. '.join(hints)}" if hints else None


def _who(settings: Settings) -> str:
    digest = settings.digest
    count = len(digest.recipients)
    if not digest.enabled:
        return f"off ([digest] enabled), {count} recipients"
    named = "1 recipient" if count == 1 else f"{count} recipients"
    return f"{named}, on {digest.day.title()} from {digest.time:%H:%M} on"


def _address(settings: Settings) -> str | None:
    if settings.web.hostname not in LOOPBACK:
        return None
    return (
        f"[web] url is {settings.web.url}, which is this machine alone: links in mails lead "
        "nowhere for whoever gets them. Expected the address that officers type, e.g. "
        "https://tthc.so.gov.vn"
    )
