"""Programs that read through the JSON interface: a token each, with the rights of roles."""

import re
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from monitor.review.accounts.people import AccountError, checked_roles
from monitor.review.accounts.roles import Who
from monitor.review.accounts.sessions import fingerprint
from monitor.store.account_models import ApiClient
from monitor.store.audit import Entry, append

CLIENT = "client"
"""Kind of subject in the audit log; its key is the client's name."""

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")


def add_client(
    connection: Connection,
    name: str,
    given: Sequence[str],
    unit: str | None,
    by: str,
    now: datetime,
) -> str:
    """Let a program in; its token, which is kept nowhere. Raises AccountError."""
    name = name.strip().lower()
    if not _NAME.fullmatch(name):
        raise AccountError("Tên gồm 2 đến 60 chữ cái không dấu, chữ số, dấu chấm hoặc gạch.")
    if any(one.name == name for one in clients(connection)):
        raise AccountError(f"Tên {name} đã có.")
    values = checked_roles(given, unit)
    token = secrets.token_urlsafe(32)
    made = {"name": name, "token_sha256": fingerprint(token), "created_at": now, **values}
    try:
        connection.execute(insert(ApiClient).values(**made))
    except IntegrityError:  # somebody else was faster
        raise AccountError(f"Tên {name} đã có.") from None
    append(connection, Entry(now, by, "client-added", CLIENT, name, values))
    return token


def close_client(connection: Connection, name: str, by: str, now: datetime) -> None:
    """Refuse its token from now on. Raises AccountError where there is no such client."""
    closed = connection.execute(
        update(ApiClient)
        .where(ApiClient.name == name, ApiClient.disabled_at.is_(None))
        .values(disabled_at=now)
    )
    if not closed.rowcount:
        raise AccountError(f"Không có ứng dụng {name} đang mở.")
    append(connection, Entry(now, by, "client-closed", CLIENT, name, {}))


def clients(connection: Connection) -> list[ApiClient]:
    """All of them, by name."""
    rows = connection.execute(select(ApiClient.__table__).order_by(ApiClient.name))
    return [ApiClient(**row._mapping) for row in rows]


def client_of(connection: Connection, token: str) -> Who | None:
    """Whose token this is, if it is one of an open client."""
    row = connection.execute(
        select(ApiClient.name, ApiClient.roles, ApiClient.unit).where(
            ApiClient.token_sha256 == fingerprint(token), ApiClient.disabled_at.is_(None)
        )
    ).first()
    return None if row is None else Who(f"client:{row.name}", row.name, tuple(row.roles), row.unit)
