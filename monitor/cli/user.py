"""`tthc user`: who may use the review pages."""

from typing import Annotated

import typer

from monitor.cli.accounts import RolesOption, UnitOption, changing, check_unit
from monitor.cli.common import (
    ConfigOption,
    FormatOption,
    OutOption,
    err,
    opened,
    out,
)
from monitor.cli.desk import ByOption
from monitor.cli.output import agreed, print_rows
from monitor.review.accounts.people import (
    add_person,
    change_person,
    people,
    reset_password,
    switch,
)

user = typer.Typer(help="Who may use the review pages.", no_args_is_help=True)

LoginArgument = Annotated[str, typer.Argument(help="The login.", metavar="LOGIN")]
_Name = Annotated[str, typer.Option("--name", help="Full name, in Vietnamese.")]
_COLUMNS = ("login", "name", "roles", "unit", "state", "created_at")


@user.command()
def add(
    context: typer.Context,
    login: LoginArgument,
    name: _Name,
    role: RolesOption,
    unit: UnitOption = None,
    by: ByOption = None,
    config: ConfigOption = None,
) -> None:
    """Make an account and print its first password, which must be changed at the first login."""
    with changing(context, config, by) as (service, change):
        check_unit(service, unit)
        password = add_person(change.connection, login, name, role, unit, change.by, change.now)
    _print_password(login, password)


@user.command("set")
def change(
    context: typer.Context,
    login: LoginArgument,
    name: Annotated[str | None, typer.Option("--name", help="Another full name.")] = None,
    role: Annotated[list[str] | None, typer.Option("--role", help="The roles from now on.")] = None,
    unit: UnitOption = None,
    by: ByOption = None,
    config: ConfigOption = None,
) -> None:
    """Give somebody another name, roles or division; what is not given stays."""
    with changing(context, config, by) as (service, change):
        check_unit(service, unit)
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
    with changing(context, config, by) as (_, change):
        person = change.person(login)
        given = reset_password(change.connection, person, change.by, change.now)
    _print_password(login, given)


@user.command()
def close(
    context: typer.Context, login: LoginArgument, by: ByOption = None, config: ConfigOption = None
) -> None:
    """Close an account: nobody can log in with it."""
    with changing(context, config, by) as (_, change):
        switch(change.connection, change.person(login), on=False, by=change.by, now=change.now)
    err.print(f"{login}: closed", markup=False)


@user.command("open")
def reopen(
    context: typer.Context, login: LoginArgument, by: ByOption = None, config: ConfigOption = None
) -> None:
    """Open a closed account again."""
    with changing(context, config, by) as (_, change):
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


def _print_password(login: str, password: str) -> None:
    err.print(f"{login}: first password, to be changed at the first login:", markup=False)
    out.print(password, markup=False)
