"""The outbox as a list: piles of messages by what is to be done with them, the newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, func, or_, select

from monitor.store.among import among
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


_STATES: Mapping[Pile, Sequence[MailState]] = {
    Pile.DECIDE: (MailState.UNKNOWN, MailState.GIVEN_UP),
    Pile.WAITING: (MailState.WAITING, MailState.SENDING),
    Pile.REFUSED: (MailState.DONE,),
    Pile.DONE: (MailState.DONE,),
}
# Without what is sent, which is long.
_COLUMNS = (*(getattr(Mail, name) for name in Message.__slots__[:-2]), Mail.subject_key)
_DOSSIERS = select(Letter.id, Letter.dossier).where(among(Letter.id, "letters"))
_RECIPIENTS = (
    select(*(getattr(MailRecipient, name) for name in Recipient.__slots__))
    .where(among(MailRecipient.mail_id, "mails"))
    .order_by(MailRecipient.id)
)


def count_pile(connection: Connection, pile: Pile) -> int:
    """How many messages lie on that pile."""
    return connection.scalar(select(func.count()).select_from(Mail).where(_on(pile))) or 0


def counted(connection: Connection) -> Mapping[Pile, int]:
    """How many messages lie on each pile."""
    rows = connection.execute(select(Mail.state, func.count()).group_by(Mail.state))
    by_state = {state: number for state, number in rows}  # noqa: C416 - typed so
    found = {pile: sum(by_state.get(one, 0) for one in _STATES[pile]) for pile in Pile}
    refused = count_pile(connection, Pile.REFUSED) if found[Pile.REFUSED] else 0
    return found | {Pile.REFUSED: refused, Pile.DONE: found[Pile.DONE] - refused}


def messages(
    connection: Connection, pile: Pile, before: int | None, most: int, letter_kind: str
) -> list[Message]:
    """Messages of a pile with lower numbers. letter_kind: the kind of subject of letters."""
    query = select(*_COLUMNS).where(_on(pile)).order_by(Mail.id.desc())
    if before is not None:
        query = query.where(Mail.id < before)
    return _messages(connection, query.limit(most), letter_kind)


def messages_after(
    connection: Connection, pile: Pile | None, after: int, most: int, letter_kind: str
) -> list[Message]:
    """Messages with higher numbers, the first one first; None for all piles."""
    query = select(*_COLUMNS).where(Mail.id > after).order_by(Mail.id)
    if pile is not None:
        query = query.where(_on(pile))
    return _messages(connection, query.limit(most), letter_kind)


def _messages(connection: Connection, query: Select[Any], letter_kind: str) -> list[Message]:
    rows = connection.execute(query).all()
    recipients = _recipients(connection, [row.id for row in rows])
    letters = [int(row.subject_key) for row in rows if row.subject_kind == letter_kind]
    found = connection.execute(_DOSSIERS, {"letters": letters})
    dossiers = {str(key): code for key, code in found}
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
            recipients=recipients.get(row.id, []),
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
    stands = or_(*(Mail.state == state for state in _STATES[pile]))
    if pile is Pile.REFUSED:
        return stands & refused
    return stands & ~refused if pile is Pile.DONE else stands


def _recipients(connection: Connection, of: Sequence[int]) -> Mapping[int, list[Recipient]]:
    """Number of a message → its recipients."""
    found: dict[int, list[Recipient]] = {}
    for row in connection.execute(_RECIPIENTS, {"mails": of}):
        found.setdefault(row.mail_id, []).append(Recipient(*row))
    return found
