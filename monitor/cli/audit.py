"""`tthc audit`: is the log of who did what as it was written."""

import typer

from monitor.cli.common import FAILED, ConfigOption, err, opened, out
from monitor.store.audit_check import check_all

audit = typer.Typer(help="The log of who did what and when.", no_args_is_help=True)


@audit.callback()
def _group() -> None:
    """Keep `verify` a command of its own although it is the only one."""


@audit.command("verify")
def verify_log(context: typer.Context, config: ConfigOption = None) -> None:
    """Follow the chain of the audit log and name the first row that was tampered with."""
    with opened(context, config) as service:
        verdict = check_all(service.engine, "tthc audit verify", service.now())
    if verdict.tampered is not None:
        err.print(
            f"Error: row {verdict.tampered} of the audit log is not as it was written, or a row "
            f"before it is missing; the {verdict.rows} rows before it are sound",
            markup=False,
            soft_wrap=True,
        )
        raise typer.Exit(FAILED)
    out.print(f"{verdict.rows} rows, all as they were written; the last is {verdict.head}")
