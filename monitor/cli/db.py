"""`tthc db`: the database."""

import typer

from monitor.cli.common import ConfigOption, config_path, err
from monitor.config import load_settings
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
