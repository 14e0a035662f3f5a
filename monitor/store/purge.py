"""Deleting personal data whose time is over; what it belonged to stays, without it."""

from datetime import date, datetime

import pyarrow as pa
from sqlalchemy import (
    ColumnElement,
    Connection,
    Text,
    bindparam,
    cast,
    delete,
    func,
    or_,
    select,
    update,
)

from monitor.store.letters import follow_the_dossiers
from monitor.store.mail_models import Mail, MailRecipient, MailState
from monitor.store.models import Change, Dossier, Rejected, Run
from monitor.store.search_text import search_texts

# As `monitor.store.dossiers` writes them to the change log; the database lets these be emptied.
_NAMES = or_(Change.field == "applicant", Change.field.like("extra: %"))
_FILLED = or_(Change.old.is_not(None), Change.new.is_not(None))
_AT_ONCE = 500


def named_dossiers(connection: Connection, before: date) -> list[str]:
    """Codes of dossiers that vanished from the export before that day and still bear a name.

    Those that an export still has are not among them: the next run would bring it back.
    """
    gone = select(Run.id).where(Run.as_of < before)
    empty = cast(Dossier.extras, Text) == "{}"
    query = select(Dossier.code).where(
        Dossier.vanished_run_id.in_(gone), or_(Dossier.applicant.is_not(None), ~empty)
    )
    return list(connection.scalars(query.order_by(Dossier.code)))


def forget_names(connection: Connection, codes: list[str]) -> None:
    """Take the applicant and what no canonical column holds from dossiers and their history.

    Letters keep the name that they were written to, but are no longer found by it.
    """
    for start in range(0, len(codes), _AT_ONCE):
        some = codes[start:][:_AT_ONCE]
        words = search_texts(pa.array(some), pa.array([None] * len(some), pa.string()))
        rows = [
            {"of": code, "words": text} for code, text in zip(some, words.to_pylist(), strict=True)
        ]
        connection.execute(
            update(Dossier.__table__)  # type: ignore[arg-type]
            .where(Dossier.__table__.c.code == bindparam("of"))
            .values(applicant=None, extras={}, search_text=bindparam("words")),
            rows,
        )
        connection.execute(
            update(Change)
            .where(Change.dossier.in_(some), _NAMES, _FILLED)
            .values(old=None, new=None)
        )
    follow_the_dossiers(connection)


def rejected_rows(connection: Connection, before: date, *, forget: bool) -> int:
    """How many rows that could not be read were gone from the export before that day."""
    gone = select(Run.id).where(Run.as_of < before)
    return _counted(connection, Rejected, Rejected.gone_run_id.in_(gone), forget=forget)


def done_mails(connection: Connection, before: date, *, forget: bool) -> int:
    """How many messages were done with before that day; nobody waits for an answer to them."""
    day = datetime.combine(before, datetime.min.time())
    old = (Mail.state == MailState.DONE) & (Mail.created_at < day)
    if forget:
        of_these = MailRecipient.mail_id.in_(select(Mail.id).where(old))
        connection.execute(delete(MailRecipient).where(of_these))
    return _counted(connection, Mail, old, forget=forget)


def _counted(
    connection: Connection, table: type, rows: ColumnElement[bool], *, forget: bool
) -> int:
    if forget:
        return connection.execute(delete(table).where(rows)).rowcount
    return connection.scalar(select(func.count()).select_from(table).where(rows)) or 0
