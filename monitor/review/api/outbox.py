"""The outbox: which messages wait, went or were refused, without what they say."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from monitor.letterbook.taking import LETTER
from monitor.review.accounts.roles import Right, Scope
from monitor.review.api.access import Asking, with_right
from monitor.review.api.lists import AfterKey, Limit
from monitor.review.api.records import Listed
from monitor.review.api.run_records import MailRecord, RecipientRecord
from monitor.store.database import reading
from monitor.store.mail_list import Message, Pile, Recipient, messages_after
from monitor.store.mail_models import MailState
from monitor.vietnamese import masked_addresses

router = APIRouter()


@router.get("/outbox")
def outbox(
    asking: Annotated[Asking, Depends(with_right(Right.OUTBOX))],
    after: AfterKey = None,
    limit: Limit = 100,
    pile: Annotated[
        Pile | None, Query(description="what is to be done with them; without it all messages")
    ] = None,
) -> Listed[MailRecord]:
    """Messages and the server's answers, the first one first."""
    with reading(asking.site.engine) as connection:
        found = messages_after(connection, pile, after or 0, limit + 1, LETTER)
    items = [_record(asking, one) for one in found[:limit]]
    more = items[-1].id if len(found) > limit else None
    return Listed(data=asking.data(), items=items, next_after=more)


def _record(asking: Asking, message: Message) -> MailRecord:
    created_at = asking.with_offset(message.created_at)
    assert created_at is not None  # noqa: S101 - a moment stays one
    waits = message.state == MailState.WAITING
    return MailRecord(
        id=message.id,
        state=message.state,
        about=message.subject_kind,
        dossier=message.dossier if asking.who.has(Right.LOOK) else None,
        subject=message.subject,
        created_at=created_at,
        created_by=message.created_by,
        attempts=message.attempts,
        next_at=asking.with_offset(message.next_at) if waits else None,
        error=_seen(asking, message.error),
        recipients=[_recipient(asking, one) for one in message.recipients],
    )


def _recipient(asking: Asking, one: Recipient) -> RecipientRecord:
    return RecipientRecord(
        address=_seen(asking, one.address) or "",
        answer=one.answer,
        words=_seen(asking, one.words),
        at=asking.with_offset(one.at),
    )


def _seen(asking: Asking, text: str | None) -> str | None:
    """Addresses are personal data, as names are."""
    if text is None or asking.who.scope(Right.NAMES) is Scope.ALL:
        return text
    return masked_addresses(text)
