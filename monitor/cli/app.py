"""The commands, put together."""

import gc
import io
import sys
from collections.abc import Collection
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer

from monitor.cli.common import errors_as_exit_codes

COMMANDS = (
    "demo",
    "init",
    "run",
    "check",
    "rules",
    "findings",
    "explain",
    "calendar",
    "assess",
    "indicators",
    "digest",
    "daemon",
    "status",
    "serve",
    "backup",
    "letters",
    "audit",
    "purge",
    "outbox",
    "user",
    "client",
    "db",
)


def app(arguments: Collection[str] = ()) -> typer.Typer:
    """The command line. Of commands among the arguments the others' modules are left unread.

    All of them together take seconds to load, which each call would wait for.
    """
    made = typer.Typer(
        help="Watches the deadlines of TTHC dossiers and drafts the apology letters.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    made.callback()(_before)
    for name in [name for name in COMMANDS if name in arguments] or COMMANDS:
        command: Any = getattr(import_module(f"monitor.cli.{name}"), name)
        if isinstance(command, typer.Typer):
            made.add_typer(command, name=name)
        else:
            made.command()(command)
    return made


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tthc-monitor {version('tthc-monitor')}")
        raise typer.Exit


def _before(
    context: typer.Context,
    config: Annotated[Path | None, typer.Option("--config", metavar="FILE", hidden=True)] = None,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", help="Say which version this is.", callback=_tell_version, is_eager=True
        ),
    ] = False,
) -> None:
    context.obj = config


def main() -> None:
    """Run the command line; every expected error becomes a sentence and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # whatever the console's code page
            stream.reconfigure(encoding="utf-8")
    # Among the millions of objects of a run hardly one is part of a cycle: to look for those as
    # often as Python does by itself takes a tenth of its time.
    gc.set_threshold(100_000, 50, 100)
    with errors_as_exit_codes():
        app(sys.argv[1:])()
