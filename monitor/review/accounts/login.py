"""Logging in by password: wrong ones are counted, and after some the account waits."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, update

from monitor.review.accounts.passwords import LONGEST, hashed, is_outdated, matches
from monitor.review.accounts.people import PERSON, find_person
from monitor.store.account_models import Person
from monitor.store.audit import Entry, append, deciding

_FREE = 5  # wrong passwords that cost nothing
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=1)


class LoginError(Exception):
    """Nobody was logged in; the message is Vietnamese. Only one that is locked is told to exist."""


def log_in(engine: Engine, login: str, password: str, now: datetime) -> Person:
    """Whose login and password these are.

    After five wrong passwords the account waits a minute, then twice as long each time, up to an
    hour; meanwhile the right password is refused too. Raises LoginError.
    """
    with engine.connect() as connection:
        person = find_person(connection, login)
    waiting = person is not None and person.locked_until is not None and person.locked_until > now
    right = len(password) <= LONGEST and matches(
        person.password_hash if person and not waiting else None, password
    )
    if person is None or person.disabled_at is not None:
        raise _wrong()
    if waiting:
        assert person.locked_until is not None  # noqa: S101
        raise LoginError(
            f"Tài khoản tạm khoá vì nhập sai nhiều lần; thử lại sau {person.locked_until:%H:%M}."
        )
    with deciding(engine) as connection:
        if not right:
            _count_failure(connection, person, now)
        else:
            _welcome(connection, person, password)
    if not right:
        raise _wrong()
    return person


def _wrong() -> LoginError:
    return LoginError("Tên đăng nhập hoặc mật khẩu không đúng.")


def _welcome(connection: Connection, person: Person, password: str) -> None:
    values: dict[str, object] = {"failures": 0, "locked_until": None}
    if is_outdated(str(person.password_hash)):
        values["password_hash"] = hashed(password)
    connection.execute(update(Person).where(Person.id == person.id).values(**values))


def _count_failure(connection: Connection, person: Person, now: datetime) -> None:
    """Count in the database, not from what was read before: many may try at once."""
    counted = update(Person).where(Person.id == person.id).values(failures=Person.failures + 1)
    failures = connection.execute(counted.returning(Person.failures)).scalar_one()
    if failures < _FREE:
        return
    wait = min(_FIRST_WAIT * 2 ** min(failures - _FREE, 10), _LONGEST_WAIT)
    until = now + wait
    connection.execute(update(Person).where(Person.id == person.id).values(locked_until=until))
    detail = {"failures": failures, "until": until}
    append(connection, Entry(now, person.login, "locked", PERSON, person.login, detail))
