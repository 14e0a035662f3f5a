"""The digest as a message: the same for all who get the digest of a unit, but for the address."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Connection

from monitor.config import Settings
from monitor.config.digest import DigestRecipient
from monitor.digest.behind import Behind, behind
from monitor.digest.content import Digest
from monitor.digest.html import digest_page
from monitor.digest.make import digest_of
from monitor.digest.text import digest_text
from monitor.digest.words import say
from monitor.digest.workbook import digest_workbook, file_name
from monitor.intake.errors import IntakeError
from monitor.mail.message import Attachment, Page, compose
from monitor.vietnamese import number

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Issue:
    """A digest in all its forms."""

    digest: Digest
    subject: str
    text: str
    page: Page
    attachments: tuple[Attachment, ...]


def issues_of(
    connection: Connection, settings: Settings, day: date, now: datetime, units: Iterable[str]
) -> Mapping[str, Issue]:
    """The digest of the week of that day, for each of these divisions; "": the whole department.

    now: local time of the agency.
    """
    digests = {one: digest_of(connection, settings, day, now, one or None) for one in units}
    known: Behind | IntakeError | None = None
    issues = {}
    for unit, digest in digests.items():
        book = b""
        if digest.at is not None and settings.digest.attached_mb:
            known = known or _behind(connection, settings, digest.week.end)
            book = digest_workbook(connection, digest, known)
        issues[unit] = _issue(settings, digest, book)
    return issues


def _behind(connection: Connection, settings: Settings, end: date) -> Behind | IntakeError:
    try:
        return behind(connection, settings, end)
    except IntakeError as error:
        return error


def _issue(settings: Settings, digest: Digest, book: bytes) -> Issue:
    attached: tuple[Attachment, ...] = ()
    address = digest.addresses["dossiers"]
    size = len(book) / _MB
    if not book:
        beside = say("beside", "pages", address=address)
    elif size > settings.digest.attached_mb:
        told = number(Decimal(f"{size:.1f}"))
        beside = say("beside", "too_large", size=told, address=address)
    else:
        attached = (Attachment(file_name(digest), _XLSX, book),)
        beside = say("beside", "attached", file=file_name(digest))
    return Issue(
        digest=digest,
        subject=subject_of(digest),
        text=digest_text(digest, beside),
        page=digest_page(digest, beside),
        attachments=attached,
    )


def composed(
    settings: Settings,
    issue: Issue,
    to: DigestRecipient,
    *,
    key: str,
    now: datetime,
) -> bytes:
    """The message to one recipient. key: its Message-ID. Raises MessageError."""
    return compose(
        settings.mail,
        settings.mail.sender_name or issue.digest.agency,
        [to.address],
        issue.subject,
        issue.text,
        at=now.replace(tzinfo=settings.zone_on(now.date())),
        key=key,
        attachments=issue.attachments,
        page=issue.page,
        to_name=to.name,
    )


def subject_of(digest: Digest) -> str:
    """What it says in few words; that nothing is late only where that is certain."""
    week, of = digest.week.name, f", {digest.unit}" if digest.unit else ""
    if counts := ", ".join(_counts(digest)):
        subject = say("subject", "counted", week=week, of=of, counts=counts)
    else:
        subject = say("subject", "quiet" if digest.whole else "unknown", week=week, of=of)
    if not digest.heading:
        return subject
    return say("subject", "headed", heading=digest.heading, subject=subject)


def _counts(digest: Digest) -> Iterator[str]:
    for name, count in (("late", digest.late), ("missing", digest.missing)):
        if count:
            told = number(count)
            told = told if digest.whole else say("verdict", "at_least", count=told)
            yield say("subject", name, **{name: told})
