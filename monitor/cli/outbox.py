"""`tthc outbox`: e-mail that goes out, and what became of it."""

from collections.abc import Mapping
from typing import Annotated

import typer

from monitor.cli.common import (
    FAILED,
    ConfigOption,
    FormatOption,
    OutOption,
    err,
    opened,
    refuse,
)
from monitor.cli.desk import ByOption, at_desk, login_name
from monitor.cli.output import agreed, print_rows
from monitor.letterbook.emailing import deliver
from monitor.mail.settling import hold as hold_waiting
from monitor.mail.settling import settle as decide
from monitor.store.audit import deciding
from monitor.store.mail_models import MailState
from monitor.store.outbox import outbox as listed

outbox = typer.Typer(help="E-mail that goes out.", no_args_is_help=True)

_COLUMNS = (
    "id",
    "state",
    "subject",
    "address",
    "answer",
    "words",
    "attempts",
    "created_at",
    "created_by",
    "next_at",
    "error",
)
_TABLE = ("id", "state", "subject", "address", "answer", "words", "attempts")


@outbox.command("list")
def show(
    context: typer.Context,
    config: ConfigOption = None,
    every: Annotated[bool, typer.Option("--all", help="Those that are done too.")] = False,
    form: FormatOption = None,
    file: OutOption = None,
) -> None:
    """List the messages that wait for the server or for a decision."""
    form = agreed(form, file)
    with opened(context, config) as service, service.engine.connect() as connection:
        rows = listed(connection, open_only=not every)
    print_rows(rows, _TABLE if form == "table" else _COLUMNS, form, file)
    if not rows and not every:
        err.print("Nothing waits for the server or for a decision; --all lists what is done too.")


@outbox.command()
def send(context: typer.Context, config: ConfigOption = None) -> None:
    """Send what is due."""
    with at_desk(context, config) as desk:
        counted = deliver(desk)
    err.print(said(counted), markup=False)
    if MailState.UNKNOWN in counted or MailState.GIVEN_UP in counted:
        raise typer.Exit(FAILED)


@outbox.command()
def settle(
    context: typer.Context,
    number: Annotated[int, typer.Argument(help="The number of the message.", metavar="ID")],
    again: Annotated[
        bool | None, typer.Option("--again/--leave", help="Send it again, or leave it as it is.")
    ] = None,
    by: ByOption = None,
    config: ConfigOption = None,
) -> None:
    """Decide about a message that may have arrived, or that was given up."""
    if again is None:
        raise refuse("say what to do: --again sends it once more, --leave leaves it as it is")
    with opened(context, config) as service, deciding(service.engine) as connection:
        who = by or login_name()
        state = decide(connection, number, who, service.now(), again=again)
        if state is None:
            raise refuse(f"no message {number} waits for a decision; see `tthc outbox list`")
    err.print(f"message {number}: {state}", markup=False)


@outbox.command()
def hold(context: typer.Context, by: ByOption = None, config: ConfigOption = None) -> None:
    """After a restore: keep what waits from being sent, as it may have gone since the backup."""
    with opened(context, config) as service, deciding(service.engine) as connection:
        held = hold_waiting(connection, by or login_name(), service.now())
    err.print(f"{held} messages wait for a decision now; see `tthc outbox list`", markup=False)


def said(counted: Mapping[MailState, int]) -> str:
    """What came of it, in words."""
    return ", ".join(f"{count} {state}" for state, count in counted.items()) or "nothing was due"
