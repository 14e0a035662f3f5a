"""`tthc user`: who may use the review pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection

from monitor.cli.common import (
    ConfigOption,
    FormatOption,
    OutOption,
    Service,
    err,
    nearest,
    opened,
    out,
    refuse,
)
from monitor.cli.desk import ByOption, login_name
from monitor.cli.output import agreed, print_rows
from monitor.review.accounts.people import (
    AccountError,
    add_person,
    change_person,
    find_person,
    people,
    reset_password,
    switch,
)
from monitor.review.accounts.roles import roles
from monitor.store.account_models import Person
from monitor.store.audit import deciding
from monitor.store.dossiers import known_units

user = typer.Typer(help="Who may use the review pages.", no_args_is_help=True)

LoginArgument = Annotated[str, typer.Argument(help="The login.", metavar="LOGIN")]
_Name = Annotated[str, typer.Option("--name", help="Full name, in Vietnamese.")]
_Roles = Annotated[
    list[str], typer.Option("--role", help="Repeat it for several.", metavar="|".join(roles()))
]
_Unit = Annotated[str | None, typer.Option("--unit", help="The division, as dossiers name it.")]
_COLUMNS = ("login", "name", "roles", "unit", "state", "created_at")


@dataclass(frozen=True, slots=True)
class _Change:
    """A transaction in which accounts are changed: by whom and when."""

    connection: Connection
    by: str
    now: datetime

    def person(self, login: str) -> Person:
        """The account; a wrong one ends the command."""
        found = find_person(self.connection, login)
        if found is None:
            logins = [one.login for one in people(self.connection)]
            raise refuse(f"there is no account {login!r}; {nearest(login, logins)}")
        return found


@user.command()
def add(
    context: typer.Context,
    login: LoginArgument,
    name: _Name,
    role: _Roles,
    unit: _Unit = None,
    by: ByOption = None,
    config: ConfigOption = None,
) -> None:
    """Make an account and print its first password, which must be changed at the first login."""
    with _changing(context, config, by) as (service, change):
        _check_unit(service, unit)
        password = add_person(change.connection, login, name, role, unit, change.by, change.now)
    _print_password(login, password)


@user.command("set")
def change(
    context: typer.Context,
    login: LoginArgument,
    name: Annotated[str | None, typer.Option("--name", help="Another full name.")] = None,
    role: Annotated[list[str] | None, typer.Option("--role", help="The roles from now on.")] = None,
    unit: _Unit = None,
    by: ByOption = None,
    config: ConfigOption = None,
) -> None:
    """Give somebody another name, roles or division; what is not given stays."""
    with _changing(context, config, by) as (service, change):
        _check_unit(service, unit)
        person = change.person(login)
        change_person(
            change.connection,
            person,
            name or person.name,
            role or person.roles,
            person.unit if unit is None else unit,
            change.by,
            change.now,
        )
    err.print(f"{login}: changed", markup=False)


@user.command()
def password(
    context: typer.Context, login: LoginArgument, by: ByOption = None, config: ConfigOption = None
) -> None:
    """Print a new first password, for somebody who has forgotten his."""
    with _changing(context, config, by) as (_, change):
        person = change.person(login)
        given = reset_password(change.connection, person, change.by, change.now)
    _print_password(login, given)


@user.command()
def close(
    context: typer.Context, login: LoginArgument, by: ByOption = None, config: ConfigOption = None
) -> None:
    """Close an account: nobody can log in with it."""
    with _changing(context, config, by) as (_, change):
        switch(change.connection, change.person(login), on=False, by=change.by, now=change.now)
    err.print(f"{login}: closed", markup=False)


@user.command("open")
def reopen(
    context: typer.Context, login: LoginArgument, by: ByOption = None, config: ConfigOption = None
) -> None:
    """Open a closed account again."""
    with _changing(context, config, by) as (_, change):
        switch(change.connection, change.person(login), on=True, by=change.by, now=change.now)
    err.print(f"{login}: open", markup=False)


@user.command("list")
def accounts(
    context: typer.Context,
    config: ConfigOption = None,
    form: FormatOption = None,
    file: OutOption = None,
) -> None:
    """List the accounts."""
    form = agreed(form, file)
    with opened(context, config) as service, service.engine.connect() as connection:
        found = people(connection)
    rows = [
        {
            "login": one.login,
            "name": one.name,
            "roles": ", ".join(one.roles),
            "unit": one.unit,
            "state": "closed"
            if one.disabled_at
            else "first password"
            if one.must_change
            else "open",
            "created_at": one.created_at,
        }
        for one in found
    ]
    print_rows(rows, _COLUMNS, form, file)


@contextmanager
def _changing(
    context: typer.Context, config: Path | None, by: str | None
) -> Iterator[tuple[Service, _Change]]:
    """One transaction over accounts; what can't be done ends the command and writes nothing."""
    with opened(context, config) as service:
        try:
            with deciding(service.engine) as connection:
                yield service, _Change(connection, by or login_name(), service.now())
        except AccountError as error:
            raise refuse(str(error)) from None


def _check_unit(service: Service, unit: str | None) -> None:
    """A division that no dossier names is rather a slip of the pen."""
    with service.engine.connect() as connection:
        known = known_units(connection)
    if unit and known and unit not in known:
        raise refuse(f"no dossier names the division {unit!r}; {nearest(unit, known)}")


def _print_password(login: str, password: str) -> None:
    err.print(f"{login}: first password, to be changed at the first login:", markup=False)
    out.print(password, markup=False)
