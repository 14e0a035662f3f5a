"""What the commands about accounts share: roles, divisions, one transaction for a change."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection

from monitor.cli.common import Service, nearest, opened, refuse
from monitor.cli.desk import login_name
from monitor.review.accounts.people import AccountError, people, person_to_change
from monitor.review.accounts.roles import roles
from monitor.store.account_models import Person
from monitor.store.audit import deciding
from monitor.store.dossiers import known_units

RolesOption = Annotated[
    list[str], typer.Option("--role", help="Repeat it for several.", metavar="|".join(roles()))
]
UnitOption = Annotated[
    str | None, typer.Option("--unit", help="The division, as dossiers name it.")
]


@dataclass(frozen=True, slots=True)
class Change:
    """A transaction in which accounts are changed: by whom and when."""

    connection: Connection
    by: str
    now: datetime

    def person(self, login: str) -> Person:
        """The account; a wrong one ends the command."""
        found = person_to_change(self.connection, login)
        if found is None:
            logins = [one.login for one in people(self.connection)]
            raise refuse(f"there is no account {login!r}; {nearest(login, logins)}")
        return found


@contextmanager
def changing(
    context: typer.Context, config: Path | None, by: str | None
) -> Iterator[tuple[Service, Change]]:
    """One transaction over accounts; what can't be done ends the command and writes nothing."""
    with opened(context, config) as service:
        try:
            with deciding(service.engine) as connection:
                yield service, Change(connection, by or login_name(), service.now())
        except AccountError as error:
            raise refuse(str(error)) from None


def check_unit(service: Service, unit: str | None) -> None:
    """A division that no dossier names is rather a slip of the pen."""
    with service.engine.connect() as connection:
        known = known_units(connection)
    if unit and known and unit not in known:
        raise refuse(f"no dossier names the division {unit!r}; {nearest(unit, known)}")
