"""The names of those who have an account, by what the audit log calls them."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, select

from monitor.store.account_models import Person
from monitor.store.among import among

_NAMES = select(Person.login, Person.name).where(among(Person.login, "logins"))


def names_of(connection: Connection, logins: Collection[str]) -> Mapping[str, str]:
    """Login → name; others who decided something, e.g. on the command line, are left out."""
    if not logins:
        return {}
    rows = connection.execute(_NAMES, {"logins": sorted(set(logins))})
    return {login: name for login, name in rows}  # noqa: C416 - typed so
