"""The digest of a week into the outbox: one message for each recipient, once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine

from monitor.config import Settings
from monitor.config.digest import DigestRecipient, DigestSettings
from monitor.digest.message import Issue, composed, issues_of
from monitor.digest.words import say
from monitor.mail.message import message_id
from monitor.store.audit import deciding
from monitor.store.outbox import mail_about, one_at_a_time, put_in

_DIGEST, _TRIAL = "digest", "digest-trial"
_BY = "digest"  # who has put it in: nobody decides
_DAYS = 7
_LOOKS_BACK = timedelta(days=3)  # Monday to Wednesday: the week before; from Thursday on: this one


class NoMailError(Exception):
    """There is no server through which a digest could go."""


def queue_digests(engine: Engine, settings: Settings, day: date, now: datetime) -> int:
    """Put the digest of a week in for each recipient that has not got it; how many are new.

    day: on which it is due, or to which that was moved; `week_of` says which week it tells of.
    now: local time of the agency. All are put in by one transaction or none, and each once however
    often and by how many this is called. 0 where [digest] is off or names nobody. Raises
    NoMailError where [mail] names no server.
    """
    chosen = settings.digest
    if not chosen.enabled or not chosen.recipients:
        return 0
    monday = week_of(chosen, day)
    with engine.connect() as connection:
        wanting = _wanting(connection, monday, chosen.recipients)
        if not wanting:
            return 0
        _check_mail(settings)
        units = dict.fromkeys(one.unit for one in wanting)
        issues = issues_of(connection, settings, monday, now, units)
    with deciding(engine) as connection:
        one_at_a_time(connection)
        wanting = _wanting(connection, monday, wanting)
        for one in wanting:
            _put_in(connection, settings, issues[one.unit], one, (_DIGEST, _key(monday, one)), now)
    return len(wanting)


def queue_trial(
    engine: Engine, settings: Settings, issue: Issue, to: DigestRecipient, now: datetime
) -> int:
    """Put a digest in for a trial, which is nobody's digest of the week; its number.

    Raises NoMailError and MessageError.
    """
    _check_mail(settings)
    trial = replace(issue, subject=say("subject", "trial", subject=issue.subject))
    key = f"{issue.digest.week.name} {to.address} {now:%Y-%m-%d %H:%M:%S.%f}"
    with deciding(engine) as connection:
        return _put_in(connection, settings, trial, to, (_TRIAL, key), now)


def week_of(chosen: DigestSettings, day: date) -> date:
    """The Monday of the week that the digest of that day tells of.

    It is due on the last configured day of the week until then: a day off may have moved it. Due
    from Monday to Wednesday it tells of the week before, else of the week that runs.
    """
    due = day - timedelta(days=(day.weekday() - chosen.day.number) % _DAYS)
    told = due - _LOOKS_BACK
    return told - timedelta(days=told.weekday())


def _wanting(
    connection: Connection, monday: date, recipients: Sequence[DigestRecipient]
) -> list[DigestRecipient]:
    """Those for whom that week's does not stand in the outbox."""
    return [one for one in recipients if not mail_about(connection, _DIGEST, _key(monday, one))]


def _check_mail(settings: Settings) -> None:
    if not (settings.mail.host and settings.mail.sender):
        raise NoMailError("the digest can't be sent: host and sender of [mail] must be set")


def _put_in(
    connection: Connection,
    settings: Settings,
    issue: Issue,
    to: DigestRecipient,
    about: tuple[str, str],
    now: datetime,
) -> int:
    # The office too: two of them may send from one domain to the same leader.
    key = message_id(settings.mail, about[0], issue.digest.agency, about[1])
    return put_in(
        connection,
        key=key,
        about=about,
        to=[to.address],
        subject=issue.subject,
        content=composed(settings, issue, to, key=key, now=now),
        by=_BY,
        now=now,
    )


def _key(monday: date, to: DigestRecipient) -> str:
    """E.g. 2021-W39 giam-doc@so.example, and the division after it."""
    return f"{monday:%G-W%V} {to.address.lower()} {to.unit}".rstrip()
