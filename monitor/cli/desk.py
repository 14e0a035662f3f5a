"""The desk at which a command line decides: who it is, and the hour."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from monitor.cli.common import opened, refuse
from monitor.letterbook.desk import Desk
from monitor.office_calendar import office_calendar

CodeArgument = Annotated[str, typer.Argument(help="The dossier's code.", metavar="CODE")]
ByOption = Annotated[
    str | None,
    typer.Option("--by", help="Who decides; your login name if not given.", metavar="NAME"),
]
AnywayOption = Annotated[
    bool, typer.Option("--anyway", help="Although the dossier has changed; this is recorded.")
]
VersionOption = Annotated[
    int | None,
    typer.Option("--version", help="The version you have seen; another one is refused.", min=1),
]


def day_option(name: str, text: str) -> Any:
    """An option that takes a day, as YYYY-MM-DD."""
    return typer.Option(name, formats=["%Y-%m-%d"], help=text)


@contextmanager
def at_desk(context: typer.Context, config: Path | None, by: str | None = None) -> Iterator[Desk]:
    """A desk in the opened service."""
    with opened(context, config) as service:
        calendar = office_calendar(service.settings)
        yield Desk(service.engine, service.settings, calendar, service.now(), by or login_name())


def login_name() -> str:
    """Who has typed the command, as the machine knows him."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise refuse("your login name is not known; say who decides with --by NAME") from None
