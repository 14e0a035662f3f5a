"""Sessions: who is logged in, for how long, and the token that his forms must bear."""

import hashlib
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    Connection,
    Engine,
    Update,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from monitor.config.web import WebSettings
from monitor.store.account_models import Person, PersonSession
from monitor.store.audit import deciding
from monitor.store.database import DatabaseError, reading

_STANDING = (
    PersonSession.seen_at > bindparam("seen_after"),
    PersonSession.began_at > bindparam("began_after"),
)
_RESUMED = (
    select(Person.__table__, PersonSession.form_token, PersonSession.notice, PersonSession.seen_at)
    .join(Person, Person.id == PersonSession.person_id)
    .where(PersonSession.token_sha256 == bindparam("key"), *_STANDING, Person.disabled_at.is_(None))
)
_SEEN_EVERY = timedelta(minutes=1)  # writing at each click would make readers wait for each other


@dataclass(frozen=True, slots=True)
class Session:
    """A session that stands.

    key: of its row. notice: what his last action did, to be told once.
    """

    key: str
    person: Person
    form_token: str
    notice: str | None


def begin(connection: Connection, person: Person, now: datetime, notice: str | None = None) -> str:
    """Log somebody in; the token for his browser, which is kept nowhere.

    notice: what is told on his first page.
    """
    token = secrets.token_urlsafe(32)
    connection.execute(
        insert(PersonSession).values(
            token_sha256=fingerprint(token),
            person_id=person.id,
            form_token=secrets.token_urlsafe(32),
            began_at=now,
            seen_at=now,
            notice=notice,
        )
    )
    return token


def resume(engine: Engine, token: str, settings: WebSettings, now: datetime) -> Session | None:
    """The session of this token; None where there is none, it is over, or its account is closed."""
    key = fingerprint(token)
    with reading(engine) as connection:
        row = connection.execute(_RESUMED, {"key": key, **_limits(settings, now)}).first()
    if row is None:
        return None
    if now - row.seen_at > _SEEN_EVERY:
        with suppress(DatabaseError), deciding(engine) as connection:  # or at a later click
            connection.execute(_of(key).values(seen_at=now))
    person = Person(**{column.name: row._mapping[column] for column in Person.__table__.c})
    return Session(key, person, row.form_token, row.notice)


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who is logged in: at how many places, and when he last opened a page."""

    places: int
    seen_at: datetime


def present(connection: Connection, settings: WebSettings, now: datetime) -> Mapping[int, Present]:
    """Number of an account → where it is logged in, of those that are."""
    rows = connection.execute(
        select(PersonSession.person_id, func.count(), func.max(PersonSession.seen_at))
        .where(*_STANDING)
        .group_by(PersonSession.person_id),
        _limits(settings, now),
    )
    return {person: Present(places, seen_at) for person, places, seen_at in rows}


def tell(engine: Engine, key: str, notice: str | None) -> None:
    """Note what an action did, for the next page of this session; None once it was told."""
    with deciding(engine) as connection:
        connection.execute(_of(key).values(notice=notice))


def end(connection: Connection, token: str) -> None:
    """Log out."""
    connection.execute(
        delete(PersonSession).where(PersonSession.token_sha256 == fingerprint(token))
    )


def forget_old(connection: Connection, settings: WebSettings, now: datetime) -> None:
    """Delete the sessions that are over."""
    oldest = now - timedelta(hours=settings.session_hours)
    connection.execute(delete(PersonSession).where(PersonSession.began_at <= oldest))


def fingerprint(token: str) -> str:
    """SHA-256 of a token: what is kept of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def _limits(settings: WebSettings, now: datetime) -> Mapping[str, datetime]:
    """After which moments a session was last seen and began if it is not over."""
    return {
        "seen_after": now - timedelta(minutes=settings.idle_minutes),
        "began_after": now - timedelta(hours=settings.session_hours),
    }


def _of(key: str) -> Update:
    return update(PersonSession).where(PersonSession.token_sha256 == key)
