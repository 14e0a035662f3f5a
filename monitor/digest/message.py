"""The digest as a message: the same for all who get the digest of a unit, but for the address."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from monitor.config import Settings
from monitor.config.digest import DigestRecipient
from monitor.digest.content import Digest
from monitor.digest.html import digest_page
from monitor.digest.text import digest_text
from monitor.digest.words import say
from monitor.mail.message import Attachment, Page, compose
from monitor.review.words import number


@dataclass(frozen=True, slots=True)
class Issue:
    """A digest in all its forms."""

    digest: Digest
    subject: str
    text: str
    page: Page
    attachments: tuple[Attachment, ...]


def issue_of(digest: Digest) -> Issue:
    """The forms of a digest."""
    return Issue(digest, subject_of(digest), digest_text(digest), digest_page(digest), ())


def composed(
    settings: Settings, issue: Issue, to: DigestRecipient, *, key: str, now: datetime
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
