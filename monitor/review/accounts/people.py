"""Accounts: found, added, changed; each change is a row of the audit log in its transaction."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from monitor.review.accounts.passwords import check_strength, first_password, hashed
from monitor.review.accounts.roles import Who, roles
from monitor.store.account_models import Person, PersonSession
from monitor.store.audit import Entry, append

PERSON = "person"
"""Kind of subject in the audit log; its key is the login."""

_ADMIN = "admin"
_ONE_CHANGE_AT_A_TIME = 7_408_845  # key of the advisory lock, any number that nobody else uses
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,59}")


class AccountError(Exception):
    """An account can't be made or changed as asked; the message is Vietnamese."""


def who(person: Person) -> Who:
    """What the pages must know of him."""
    return Who(person.login, person.name, tuple(person.roles), person.unit)


def find_person(connection: Connection, login: str) -> Person | None:
    """The account with that login, whatever its case."""
    return _one(connection, Person.login == login.strip().lower())


def person_to_change(connection: Connection, login: str) -> Person | None:
    """The same, while nobody else changes any account until the transaction ends."""
    if connection.dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(:key)")
        connection.execute(lock, {"key": _ONE_CHANGE_AT_A_TIME})
    return find_person(connection, login)


def person_of_subject(connection: Connection, subject: str) -> Person | None:
    """The account of somebody who came through single sign-on."""
    return _one(connection, Person.subject == subject)


def people(connection: Connection) -> list[Person]:
    """All accounts, by login."""
    rows = connection.execute(select(Person.__table__).order_by(Person.login))
    return [Person(**row._mapping) for row in rows]


def add_person(
    connection: Connection,
    login: str,
    name: str,
    given: Sequence[str],
    unit: str | None,
    by: str,
    now: datetime,
) -> str:
    """Make an account; its first password, which is kept nowhere. Raises AccountError."""
    login = login.strip().lower()
    if not _LOGIN.fullmatch(login):
        raise AccountError(
            "Tên đăng nhập gồm 2 đến 60 chữ cái không dấu, chữ số, dấu chấm, gạch hoặc @."
        )
    if find_person(connection, login) is not None:
        raise AccountError(f"Tên đăng nhập {login} đã có.")
    values = _checked(name, given, unit)
    password = first_password()
    given_values = {"password_hash": hashed(password), "must_change": True, "created_at": now}
    try:
        connection.execute(insert(Person).values(login=login, **given_values, **values))
    except IntegrityError:  # somebody else was faster
        raise AccountError(f"Tên đăng nhập {login} đã có.") from None
    append(connection, Entry(now, by, "person-added", PERSON, login, values))
    return password


def change_person(
    connection: Connection,
    person: Person,
    name: str,
    given: Sequence[str],
    unit: str | None,
    by: str,
    now: datetime,
) -> None:
    """Give somebody another name, roles or division. Raises AccountError.

    person: as `person_to_change` found him, so that of two who do it neither undoes the other.
    """
    values = _checked(name, given, unit)
    if _ADMIN not in given:
        _keep_an_administrator(connection, person)
    old = {key: getattr(person, key) for key in values}
    changed = {k: {"old": old[k], "new": values[k]} for k in values if old[k] != values[k]}
    _write(connection, person, values, "person-changed", {"changed": changed}, by, now)


def reset_password(connection: Connection, person: Person, by: str, now: datetime) -> str:
    """A new first password; whoever was logged in is logged out."""
    password = first_password()
    values = {
        "password_hash": hashed(password),
        "must_change": True,
        "failures": 0,
        "locked_until": None,
    }
    _write(connection, person, values, "password-reset", {}, by, now)
    return password


def choose_password(connection: Connection, person: Person, password: str, now: datetime) -> None:
    """The owner's own password. Raises WeakPasswordError."""
    check_strength(password, person.login)
    values = {"password_hash": hashed(password), "must_change": False}
    _write(connection, person, values, "password-changed", {}, person.login, now)


def switch(
    connection: Connection, person: Person, *, on: bool, by: str, now: datetime, why: str = ""
) -> None:
    """Close an account, or open it again. Raises AccountError.

    The last open one that may do so stays open. person: see `change_person`.
    """
    if on is (person.disabled_at is None):
        done = "đang mở" if on else "đã khoá"
        raise AccountError(f"Tài khoản {person.login} {done} từ trước.")
    if not on:
        _keep_an_administrator(connection, person)
    values = {"disabled_at": None if on else now}
    detail = {"why": why} if why else {}
    _write(connection, person, values, "person-opened" if on else "person-closed", detail, by, now)


def end_wait(connection: Connection, person: Person, by: str, now: datetime) -> None:
    """Let somebody try again at once who has mistyped his password too often."""
    values = {"failures": 0, "locked_until": None}
    _write(connection, person, values, "wait-ended", {}, by, now)


def end_sessions(connection: Connection, person: Person, by: str, now: datetime) -> None:
    """Log somebody out wherever he is logged in, e.g. on a phone that was lost."""
    _write(connection, person, {}, "sessions-ended", {}, by, now)


def _keep_an_administrator(connection: Connection, person: Person) -> None:
    """Raise AccountError where without him nobody could change accounts."""
    others = [
        one.login
        for one in people(connection)
        if _ADMIN in one.roles and one.disabled_at is None and one.login != person.login
    ]
    if _ADMIN in person.roles and person.disabled_at is None and not others:
        raise AccountError("Đây là tài khoản quản trị cuối cùng: cần có người quản trị khác trước.")


def _write(
    connection: Connection,
    person: Person,
    values: Mapping[str, Any],
    action: str,
    detail: Mapping[str, Any],
    by: str,
    now: datetime,
) -> None:
    """Change an account, end its sessions, log it."""
    if values:
        connection.execute(update(Person).where(Person.id == person.id).values(**values))
    connection.execute(delete(PersonSession).where(PersonSession.person_id == person.id))
    append(connection, Entry(now, by, action, PERSON, person.login, detail))


def checked_roles(given: Sequence[str], unit: str | None) -> dict[str, Any]:
    """Roles and division as they are kept. Raises AccountError where they don't go together."""
    unit = (unit or "").strip() or None
    known = roles()
    if not given or any(code not in known for code in given):
        raise AccountError(f"Cần ít nhất một vai trò trong: {', '.join(known)}.")
    if unit is None and any(known[code].needs_unit for code in given):
        raise AccountError("Vai trò này chỉ có quyền trong một phòng: cần ghi phòng.")
    return {"roles": list(dict.fromkeys(given)), "unit": unit}


def _checked(name: str, given: Sequence[str], unit: str | None) -> dict[str, Any]:
    if not name.strip():
        raise AccountError("Chưa có họ và tên.")
    return {"name": name.strip(), **checked_roles(given, unit)}


def _one(connection: Connection, condition: Any) -> Person | None:
    row = connection.execute(select(Person.__table__).where(condition)).first()
    return None if row is None else Person(**row._mapping)
