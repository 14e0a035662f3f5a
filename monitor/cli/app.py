"""The commands, put together."""

import io
import sys
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.assess import assess
from monitor.cli.audit import audit
from monitor.cli.calendar import calendar
from monitor.cli.check import check
from monitor.cli.client import client
from monitor.cli.common import errors_as_exit_codes
from monitor.cli.demo import demo
from monitor.cli.explain import explain
from monitor.cli.indicators import indicators
from monitor.cli.init import init
from monitor.cli.letters import letters
from monitor.cli.lists import findings
from monitor.cli.outbox import outbox
from monitor.cli.rules import rules
from monitor.cli.run import run
from monitor.cli.serve import serve
from monitor.cli.upgrade import upgrade
from monitor.cli.user import user

app = typer.Typer(
    help="Watches the deadlines of TTHC dossiers and drafts the apology letters.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
database = typer.Typer(help="The database.", no_args_is_help=True)


@app.callback()
def _before(
    context: typer.Context,
    config: Annotated[Path | None, typer.Option("--config", metavar="FILE", hidden=True)] = None,
) -> None:
    context.obj = config


for _command in (
    demo,
    init,
    run,
    check,
    rules,
    findings,
    explain,
    calendar,
    assess,
    indicators,
    serve,
):
    app.command()(_command)
database.command()(upgrade)
app.add_typer(letters, name="letters")
app.add_typer(audit, name="audit")
app.add_typer(outbox, name="outbox")
app.add_typer(user, name="user")
app.add_typer(client, name="client")
app.add_typer(database, name="db")


def main() -> None:
    """Run the command line; every expected error becomes a sentence and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # whatever the console's code page
            stream.reconfigure(encoding="utf-8")
    with errors_as_exit_codes():
        app()
