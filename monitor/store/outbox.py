"""The outbox: messages put in with what they tell of, claimed by one sender, answered once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, func, insert, or_, select, text, update
from sqlalchemy.exc import IntegrityError

from monitor.store.mail_models import Answer, Mail, MailRecipient, MailState

_PATIENCE = timedelta(minutes=10)  # far longer than a message takes
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=6)
_MOST_ATTEMPTS = 20
_ONE_AT_A_TIME = 7_408_855  # key of the advisory lock, any number that nobody else uses
_SETTLED = (MailState.DONE, MailState.STOPPED)
_FINAL = (Answer.ACCEPTED, Answer.REFUSED, Answer.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Said:
    """The server's answer about one recipient, with its words."""

    answer: Answer
    words: str


class AlreadyQueuedError(Exception):
    """The same message to the same address stands in the outbox."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that this sender has claimed, and to whom it still has to go."""

    id: int
    subject_kind: str
    subject_key: str
    message_id: str
    content: bytes
    attempts: int
    to: tuple[str, ...]


def put_in(
    connection: Connection,
    *,
    key: str,
    about: tuple[str, str],
    to: Sequence[str],
    subject: str,
    content: bytes,
    by: str,
    now: datetime,
) -> int:
    """Put a message in, in the transaction of what it tells of; its number.

    about: kind and key of the subject. Raises AlreadyQueuedError, after which the transaction has
    to be undone.
    """
    try:
        made = connection.execute(
            insert(Mail).values(
                message_id=key,
                subject_kind=about[0],
                subject_key=about[1],
                subject=subject,
                content=content,
                created_at=now,
                created_by=by,
                state=MailState.WAITING,
                next_at=now,
            )
        )
    except IntegrityError:
        raise AlreadyQueuedError(key) from None
    assert made.inserted_primary_key is not None  # noqa: S101
    number = int(made.inserted_primary_key[0])
    recipients = [{"mail_id": number, "address": one} for one in dict.fromkeys(to)]
    connection.execute(insert(MailRecipient), recipients)
    return number


def one_at_a_time(connection: Connection) -> None:
    """Let nobody else put in until this transaction ends, so that it may look first.

    On SQLite the transaction has to be one that writes from its beginning.
    """
    if connection.dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(:key)")
        connection.execute(lock, {"key": _ONE_AT_A_TIME})


def claim_next(connection: Connection, now: datetime, only: int | None = None) -> Outgoing | None:
    """Claim the next message that is due, or this one; None where there is none.

    Of two senders one gets it. What a sender claimed that never came back is unknown, see
    `forsaken`.
    """
    due = select(Mail.id).where(Mail.state == MailState.WAITING, Mail.next_at <= now)
    if only is not None:
        due = due.where(Mail.id == only)
    number = connection.scalar(due.order_by(Mail.next_at, Mail.id).limit(1))
    if number is None:
        return None
    claimed = connection.execute(
        update(Mail)
        .where(Mail.id == number, Mail.state == MailState.WAITING)
        .values(state=MailState.SENDING, claimed_until=now + _PATIENCE, attempts=Mail.attempts + 1)
    )
    return _outgoing(connection, number) if claimed.rowcount else None


def is_due(connection: Connection, now: datetime) -> bool:
    """Whether there is anything for a sender to do: to send, or to call unknown."""
    waiting = and_(Mail.state == MailState.WAITING, Mail.next_at <= now)
    cut_off = and_(Mail.state == MailState.SENDING, Mail.claimed_until < now)
    return connection.scalar(select(Mail.id).where(or_(waiting, cut_off)).limit(1)) is not None


def _outgoing(connection: Connection, number: int) -> Outgoing:
    mail = connection.execute(select(Mail.__table__).where(Mail.id == number)).one()
    waiting = or_(MailRecipient.answer.is_(None), MailRecipient.answer == Answer.LATER)
    to = connection.scalars(
        select(MailRecipient.address)
        .where(MailRecipient.mail_id == number, waiting)
        .order_by(MailRecipient.id)
    )
    return Outgoing(
        mail.id,
        mail.subject_kind,
        mail.subject_key,
        mail.message_id,
        mail.content,
        mail.attempts,
        tuple(to),
    )


def answered(
    connection: Connection, mail: Outgoing, said: Mapping[str, Said], now: datetime
) -> MailState:
    """Record what the server said; how the message stands now."""
    for address, told in said.items():
        connection.execute(
            update(MailRecipient)
            .where(MailRecipient.mail_id == mail.id, MailRecipient.address == address)
            .values(answer=told.answer, words=told.words, at=now)
        )
    later = [told for told in said.values() if told.answer not in _FINAL]
    unknown = [told for told in said.values() if told.answer is Answer.UNKNOWN]
    state = MailState.DONE
    if unknown:
        state = MailState.UNKNOWN
    elif later:
        state = MailState.GIVEN_UP if mail.attempts >= _MOST_ATTEMPTS else MailState.WAITING
    wait = min(_FIRST_WAIT * 2 ** min(mail.attempts - 1, 10), _LONGEST_WAIT)
    values = {
        "state": state,
        "claimed_until": None,
        "error": (unknown or later)[0].words if unknown or later else None,
        "next_at": now + wait,
    }
    connection.execute(update(Mail).where(Mail.id == mail.id).values(**values))
    return state


def forsaken(connection: Connection, now: datetime) -> int:
    """Call unknown what a sender claimed and never answered for; how many there were."""
    found = connection.execute(
        update(Mail)
        .where(Mail.state == MailState.SENDING, Mail.claimed_until < now)
        .values(state=MailState.UNKNOWN, claimed_until=None, error="the sender was cut off")
    )
    return found.rowcount


def doubt(connection: Connection) -> list[int]:
    """Call unknown all that waits or is on its way; the numbers of these messages."""
    found = connection.scalars(
        update(Mail)
        .where(Mail.state.in_((MailState.WAITING, MailState.SENDING)))
        .values(state=MailState.UNKNOWN, claimed_until=None, error="held after a restore")
        .returning(Mail.id)
    )
    return sorted(found)


def stop(connection: Connection, kind: str, key: str) -> list[int]:
    """Take out what still waits for the server about a subject; the numbers of these messages."""
    found = connection.scalars(
        update(Mail)
        .where(Mail.subject_kind == kind, Mail.subject_key == key)
        .where(Mail.state == MailState.WAITING)
        .values(state=MailState.STOPPED)
        .returning(Mail.id)
    )
    return sorted(found)


def mail_about(connection: Connection, kind: str, key: str) -> list[dict[str, Any]]:
    """What was put in about a subject, one row a recipient, the first first."""
    return _listed(connection, Mail.subject_kind == kind, Mail.subject_key == key)


def outbox(connection: Connection, *, open_only: bool) -> list[dict[str, Any]]:
    """Messages, one row a recipient: all, or those that wait for the sender or for a person."""
    return _listed(connection, *([Mail.state.not_in(_SETTLED)] if open_only else []))


def tally(connection: Connection) -> dict[str, int]:
    """How many messages stand how, and under `Answer.REFUSED` how many addresses were refused."""
    query = select(Mail.state, func.count().label("number")).group_by(Mail.state)
    found = {row.state: row.number for row in connection.execute(query)}
    refused = select(func.count()).where(MailRecipient.answer == Answer.REFUSED)
    return {**found, Answer.REFUSED: connection.scalar(refused) or 0}


def oldest_waiting(connection: Connection) -> datetime | None:
    """Since when the oldest message waits that has not gone; None where none does."""
    waiting = Mail.state.in_((MailState.WAITING, MailState.SENDING))
    return connection.scalar(select(func.min(Mail.created_at)).where(waiting))


def decide(connection: Connection, number: int, state: MailState) -> bool:
    """Settle a message that may have arrived: send it again, or leave it; whether it was one."""
    waiting = (MailState.UNKNOWN, MailState.GIVEN_UP)
    changed = connection.execute(
        update(Mail).where(Mail.id == number, Mail.state.in_(waiting)).values(state=state)
    )
    if changed.rowcount and state == MailState.WAITING:
        connection.execute(
            update(MailRecipient)
            .where(MailRecipient.mail_id == number, MailRecipient.answer == Answer.UNKNOWN)
            .values(answer=None)
        )
    return changed.rowcount == 1


def _listed(connection: Connection, *conditions: Any) -> list[dict[str, Any]]:
    rows = connection.execute(
        select(
            Mail.id,
            Mail.state,
            Mail.subject_kind,
            Mail.subject_key,
            Mail.subject,
            MailRecipient.address,
            MailRecipient.answer,
            MailRecipient.words,
            Mail.attempts,
            Mail.created_at,
            Mail.created_by,
            Mail.next_at,
            Mail.error,
        )
        .join(MailRecipient, MailRecipient.mail_id == Mail.id)
        .where(*conditions)
        .order_by(Mail.id, MailRecipient.id)
    )
    return [dict(row) for row in rows.mappings()]
