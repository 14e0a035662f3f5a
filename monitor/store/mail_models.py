"""The tables of the outbox."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from monitor.store.models import Base, Key


class MailState(StrEnum):
    """How a message stands."""

    WAITING = "waiting"
    SENDING = "sending"  # somebody has claimed it
    DONE = "done"  # every recipient is accepted or refused
    UNKNOWN = "unknown"  # it may have arrived: a person decides whether it goes again
    GIVEN_UP = "given-up"
    STOPPED = "stopped"  # what it tells of has changed before it went


class Answer(StrEnum):
    """What became of a recipient."""

    ACCEPTED = "accepted"
    LATER = "later"  # a passing fault: to be tried again
    REFUSED = "refused"
    UNKNOWN = "unknown"  # the connection was lost after the message had gone


class Mail(Base):
    """A message in the outbox; its content is kept as it goes.

    message_id: unique, so that one matter is never put in twice. subject_kind, subject_key: what
    it is about, as in the audit log. next_at: not tried before. claimed_until: whoever sends it
    must be done by then. error: what the server or the connection said last.
    """

    __tablename__ = "mail"
    __table_args__ = (
        Index("uq_mail_message_id", "message_id", unique=True),
        Index("ix_mail_state", "state", "next_at"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    message_id: Mapped[str] = mapped_column(String(255))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_key: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20))
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    next_at: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)


class MailRecipient(Base):
    """One address of a message. answer: of `Answer`; null before the first try."""

    __tablename__ = "mail_recipient"
    __table_args__ = (Index("uq_mail_recipient", "mail_id", "address", unique=True),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    mail_id: Mapped[int] = mapped_column(ForeignKey("mail.id"))
    address: Mapped[str] = mapped_column(Text)
    answer: Mapped[str | None] = mapped_column(String(20))
    words: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime | None]
