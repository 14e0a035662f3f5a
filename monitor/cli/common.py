"""What all commands share: options, the opened service, errors as exit codes, progress."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from sqlalchemy import Engine

from monitor.config import ConfigError, Settings, load_settings
from monitor.intake.errors import IntakeError
from monitor.letterbook.refusals import StepError
from monitor.letterbook.soffice import OfficeError
from monitor.store.database import DatabaseError, ensure_current, open_database

FAILED, WRONG_USE = 1, 2

ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", help="The config file; ./config.toml if not given.", metavar="FILE"),
]
DayOption = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="The day of reckoning; today if not given."),
]


class OutputFormat(StrEnum):
    """How a list is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


class ReportFormat(StrEnum):
    """How what is no list is printed."""

    TABLE = "table"
    JSON = "json"


ReportOption = Annotated[ReportFormat, typer.Option("--format", help="How to print it.")]
FormatOption = Annotated[
    OutputFormat | None,
    typer.Option("--format", help="How to print the list; a table if not given."),
]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", help="Write to this file instead of printing.", metavar="FILE"),
]

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


@dataclass(frozen=True, slots=True)
class Service:
    """An opened config file and database."""

    config: Path
    settings: Settings
    engine: Engine

    def today(self) -> date:
        """The date at the agency now."""
        return self.now().date()

    def now(self) -> datetime:
        """Local time at the agency now, without offset."""
        zone = self.settings.zone_on(date.max)
        return datetime.now(zone).replace(tzinfo=None)


def config_path(context: typer.Context, given: Path | None) -> Path:
    """The config file of this call: after the command, before it, or ./config.toml."""
    before: Path | None = context.obj
    return given or before or Path("config.toml")


@contextmanager
def opened(context: typer.Context, given: Path | None) -> Iterator[Service]:
    """The service that a config file describes, closed afterwards; the tables are current."""
    path = config_path(context, given)
    settings = load_settings(path)
    engine = open_database(settings.database_url)
    try:
        ensure_current(engine)
        yield Service(path, settings, engine)
    finally:
        engine.dispose()


@contextmanager
def errors_as_exit_codes() -> Iterator[None]:
    """Print what went wrong in plain words and leave with the exit code that scripts rely on."""
    try:
        yield
    except ConfigError as error:
        _stop(error, WRONG_USE)
    except (IntakeError, DatabaseError, StepError, OfficeError) as error:
        _stop(error, FAILED)


def refuse(message: str) -> typer.Exit:
    """Say why a call can't be carried out; to be raised."""
    err.print(f"Error: {message}", markup=False, soft_wrap=True)
    return typer.Exit(WRONG_USE)


def nearest(word: str, valid: list[str]) -> str:
    """A hint at what was meant."""
    close = get_close_matches(word, valid, n=1, cutoff=0.5)
    return f"did you mean {close[0]!r}?" if close else f"there are: {', '.join(valid)}"


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on stderr where that is a terminal; silence elsewhere. Call it (text, done, total)."""
    if not sys.stderr.isatty():
        yield lambda _text, _done, _total: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("starting", total=None)

        def show(text: str, done: int, total: int) -> None:
            bar.update(task, description=text, completed=done, total=total or None)

        yield show


def _stop(error: Exception, code: int) -> NoReturn:
    err.print(f"Error: {error}", markup=False, soft_wrap=True)
    raise SystemExit(code)
