"""The names of those who have an account, by what the audit log calls them."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, bindparam, select

from monitor.store.account_models import Person

_NAMES = select(Person.login, Person.name).where(
    Person.login.in_(bindparam("logins", expanding=True))
)


def names_of(connection: Connection, logins: Collection[str]) -> Mapping[str, str]:
    """Login → name; others who decided something, e.g. on the command line, are left out."""
    rows = connection.execute(_NAMES, {"logins": sorted(set(logins))})
    return {login: name for login, name in rows}  # noqa: C416 - typed so
