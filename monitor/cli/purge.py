"""`tthc purge`: delete personal data whose time is over."""

from typing import Annotated

import typer

from monitor.cli.common import ConfigOption, err, opened, out
from monitor.cli.desk import login_name
from monitor.cli.output import new_table, print_table
from monitor.purging import purged
from monitor.schedule.by_hand import alone


def purge(
    context: typer.Context,
    config: ConfigOption = None,
    dry: Annotated[bool, typer.Option("--dry-run", help="Say what would go; delete nothing.")] = (
        False
    ),
) -> None:
    """Delete personal data that is older than [retention] of config.toml has it."""
    with opened(context, config) as service:
        settings, engine = service.settings, service.engine
        with alone(engine, settings, service.now):
            found = purged(engine, settings, service.now(), login_name(), dry=dry)
    if not found:
        err.print("Everything is kept: [retention] of config.toml has no key set.", markup=False)
        return
    table = new_table()
    table.add_column("data")
    table.add_column("older than", no_wrap=True)
    table.add_column("would go" if dry else "deleted", justify="right")
    for one in found:
        table.add_row(one.what, f"{one.before:%d/%m/%Y}", str(one.count))
    print_table("Personal data whose time is over", table)
    if dry:
        out.print("Nothing was deleted.")
