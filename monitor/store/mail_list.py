"""The outbox as a list: piles of messages by what is to be done with them, the newest first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, func, select

from monitor.store.mail_models import Answer, Mail, MailRecipient, MailState
from monitor.store.models import Letter


class Pile(StrEnum):
    """Messages with which the same is to be done."""

    DECIDE = "decide"  # it may have arrived, or was given up: a person decides
    WAITING = "waiting"
    REFUSED = "refused"  # done, and at least one recipient was refused
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One address of a message and the server's answer, with its words."""

    mail_id: int
    address: str
    answer: str | None
    words: str | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Message:
    """A message; see `monitor.store.mail_models.Mail`. dossier: of which it sends a letter."""

    id: int
    state: str
    subject_kind: str
    subject: str
    attempts: int
    created_at: datetime
    created_by: str
    next_at: datetime
    error: str | None
    dossier: str | None
    recipients: Sequence[Recipient]


def counted(connection: Connection, piles: Iterable[Pile] = Pile) -> Mapping[Pile, int]:
    """How many messages lie on each of these piles."""
    found = {
        pile: connection.scalar(select(func.count()).select_from(Mail).where(_on(pile)))
        for pile in piles
    }
    return {pile: count or 0 for pile, count in found.items()}


def messages(
    connection: Connection, pile: Pile, before: int | None, most: int, letter_kind: str
) -> list[Message]:
    """Messages of a pile with lower numbers. letter_kind: the kind of subject of letters."""
    query = select(Mail.__table__).where(_on(pile)).order_by(Mail.id.desc())
    if before is not None:
        query = query.where(Mail.id < before)
    return _messages(connection, query.limit(most), letter_kind)


def messages_after(
    connection: Connection, pile: Pile | None, after: int, most: int, letter_kind: str
) -> list[Message]:
    """Messages with higher numbers, the first one first; None for all piles."""
    query = select(Mail.__table__).where(Mail.id > after).order_by(Mail.id)
    if pile is not None:
        query = query.where(_on(pile))
    return _messages(connection, query.limit(most), letter_kind)


def _messages(connection: Connection, query: Select[Any], letter_kind: str) -> list[Message]:
    rows = connection.execute(query).all()
    recipients = _recipients(connection, [row.id for row in rows])
    letters = [int(row.subject_key) for row in rows if row.subject_kind == letter_kind]
    of_letter = select(Letter.id, Letter.dossier).where(Letter.id.in_(letters))
    dossiers = {str(key): code for key, code in connection.execute(of_letter)}
    return [
        Message(
            id=row.id,
            state=row.state,
            subject_kind=row.subject_kind,
            subject=row.subject,
            attempts=row.attempts,
            created_at=row.created_at,
            created_by=row.created_by,
            next_at=row.next_at,
            error=row.error,
            dossier=dossiers.get(row.subject_key) if row.subject_kind == letter_kind else None,
            recipients=[one for one in recipients if one.mail_id == row.id],
        )
        for row in rows
    ]


def kind_of(connection: Connection, number: int) -> str | None:
    """The kind of subject of a message; None where there is no such message."""
    return connection.scalar(select(Mail.subject_kind).where(Mail.id == number))


def _on(pile: Pile) -> ColumnElement[bool]:
    refused = exists().where(
        MailRecipient.mail_id == Mail.id, MailRecipient.answer == Answer.REFUSED
    )
    is_done = Mail.state == MailState.DONE
    return {
        Pile.DECIDE: Mail.state.in_((MailState.UNKNOWN, MailState.GIVEN_UP)),
        Pile.WAITING: Mail.state.in_((MailState.WAITING, MailState.SENDING)),
        Pile.REFUSED: is_done & refused,
        Pile.DONE: is_done & ~refused,
    }[pile]


def _recipients(connection: Connection, of: Sequence[int]) -> list[Recipient]:
    columns = [getattr(MailRecipient, name) for name in Recipient.__slots__]
    query = select(*columns).where(MailRecipient.mail_id.in_(of)).order_by(MailRecipient.id)
    return [Recipient(**row) for row in connection.execute(query).mappings()]
