"""`tthc db`: the database."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.common import ConfigOption, config_path, err
from monitor.config import load_settings
from monitor.store.copying import copy_all
from monitor.store.database import is_current, open_database
from monitor.store.database import upgrade as bring_up_to_date

db = typer.Typer(help="The database.", no_args_is_help=True)


@db.command()
def upgrade(context: typer.Context, config: ConfigOption = None) -> None:
    """Make the tables, or bring them to this version."""
    engine = open_database(load_settings(config_path(context, config)).database_url)
    try:
        if is_current(engine):
            err.print("The database is up to date.")
        else:
            bring_up_to_date(engine)
            err.print("The database has been brought up to date.")
    finally:
        engine.dispose()


@db.command()
def copy(
    context: typer.Context,
    to: Annotated[
        Path,
        typer.Option("--to", help="A config file whose [database] is the new one.", metavar="FILE"),
    ],
    config: ConfigOption = None,
) -> None:
    """Copy everything into an empty database, e.g. from SQLite to PostgreSQL.

    Stop the service first. The new config file then takes the place of the old one.
    """
    source = open_database(load_settings(config_path(context, config)).database_url)
    try:
        target = open_database(load_settings(to).database_url)
        try:
            copied = copy_all(source, target)
        finally:
            target.dispose()
    finally:
        source.dispose()
    err.print(f"{copied} rows have been copied and compared; {to} names where they are.")
