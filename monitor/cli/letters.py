"""`tthc letters`: the list, and the commands on one letter that hang below it."""

from collections import Counter
from typing import Annotated

import typer

from monitor.cli import letters_steps as steps
from monitor.cli.common import ConfigOption, FormatOption, OutOption, OutputFormat, opened
from monitor.cli.letters_earlier import import_earlier
from monitor.cli.letters_email import email_letter
from monitor.cli.letters_output import pdf, register
from monitor.cli.letters_show import document, gaps, show
from monitor.cli.letters_templates import fields, lint_files
from monitor.cli.output import agreed, print_rows
from monitor.store.letters import list_letters
from monitor.store.models import LetterState

_LETTER = (
    "dossier",
    "reappointment",
    "state",
    "form",
    "wording",
    "unit",
    "officer",
    "drafted_on",
    "issued_on",
    "path",
    "sha256",
    "origin",
    "reason_code",
    "fault",
    "new_due_on",
    "series",
    "number",
    "sent_on",
    "channel",
    "ended_on",
    "ended_reason",
)
_TABLE = ("dossier", "state", "wording", "unit", "drafted_on", "new_due_on")

letters = typer.Typer(invoke_without_command=True)


@letters.callback()
def listing(
    context: typer.Context,
    config: ConfigOption = None,
    state: Annotated[LetterState | None, typer.Option(help="Only letters that stand here.")] = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """List the apology letters and where they stand; or take a step with one of them."""
    context.obj = config or context.obj
    if context.invoked_subcommand is not None:
        return
    form = agreed(form, out)
    with opened(context, config) as service, service.engine.connect() as connection:
        rows = list_letters(connection, state)
    rows.sort(key=lambda row: (row["dossier"], row["reappointment"]))
    shown = _TABLE if form is OutputFormat.TABLE else _LETTER
    print_rows(rows, shown, form, out, title=_summary(Counter(row["state"] for row in rows)))


def _summary(states: Counter[str]) -> str:
    """How many letters stand where; a dossier that was excused has none and is counted apart."""
    of_letters = [state for state in LetterState if state != LetterState.EXCUSED]
    told = [f"{states[state]} {state}" for state in of_letters if states[state]]
    total = sum(states[state] for state in of_letters)
    excused = states[LetterState.EXCUSED]
    return (
        f"{total} letters"
        + (f": {', '.join(told)}" if told else "")
        + (f"; {excused} dossiers excused" if excused else "")
    )


letters.command("show")(show)
letters.command("document")(document)
letters.command("complete")(steps.complete_letter)
letters.command("approve")(steps.approve_letter)
letters.command("issue")(steps.issue_letter)
letters.command("send")(steps.send_letter)
letters.command("email")(email_letter)
letters.command("withdraw")(steps.withdraw_letter)
letters.command("excuse")(steps.excuse_dossier)
letters.command("again")(steps.again_letter)
letters.command("attach")(steps.attach_file)
letters.command("import")(import_earlier)
letters.command("gaps")(gaps)
letters.command("lint")(lint_files)
letters.command("fields")(fields)
letters.command("pdf")(pdf)
letters.command("register")(register)
