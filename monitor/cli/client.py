"""`tthc client`: the programs that may read through the JSON interface."""

import typer

from monitor.cli.accounts import RolesOption, UnitOption, changing, check_unit
from monitor.cli.common import ConfigOption, FormatOption, OutOption, err, opened, out
from monitor.cli.desk import ByOption
from monitor.cli.output import agreed, print_rows
from monitor.review.accounts.clients import add_client, clients, close_client

client = typer.Typer(
    help="The programs that may read through the JSON interface.", no_args_is_help=True
)

_COLUMNS = ("name", "roles", "unit", "state", "created_at")


@client.command()
def add(
    context: typer.Context,
    name: str,
    role: RolesOption,
    unit: UnitOption = None,
    by: ByOption = None,
    config: ConfigOption = None,
) -> None:
    """Let a program in and print its token, which is shown this once."""
    with changing(context, config, by) as (service, change):
        check_unit(service, unit)
        token = add_client(change.connection, name, role, unit, change.by, change.now)
    err.print(f"{name}: its token, for the header Authorization: Bearer TOKEN", markup=False)
    out.print(token, markup=False)


@client.command()
def close(
    context: typer.Context, name: str, by: ByOption = None, config: ConfigOption = None
) -> None:
    """Refuse the token of a program from now on."""
    with changing(context, config, by) as (_, change):
        close_client(change.connection, name, change.by, change.now)
    err.print(f"{name}: closed", markup=False)


@client.command("list")
def listed(
    context: typer.Context,
    config: ConfigOption = None,
    form: FormatOption = None,
    file: OutOption = None,
) -> None:
    """List the programs."""
    form = agreed(form, file)
    with opened(context, config) as service, service.engine.connect() as connection:
        found = clients(connection)
    rows = [
        {
            "name": one.name,
            "roles": ", ".join(one.roles),
            "unit": one.unit,
            "state": "closed" if one.disabled_at else "open",
            "created_at": one.created_at,
        }
        for one in found
    ]
    print_rows(rows, _COLUMNS, form, file)
