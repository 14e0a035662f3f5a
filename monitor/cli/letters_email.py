"""`tthc letters email`: an issued letter by e-mail, now."""

from typing import Annotated

import typer

from monitor.cli.common import FAILED, ConfigOption, err
from monitor.cli.desk import AnywayOption, ByOption, CodeArgument, VersionOption, at_desk
from monitor.cli.outbox import said
from monitor.letterbook.emailing import deliver, email
from monitor.store.mail_models import MailState


def email_letter(
    context: typer.Context,
    code: CodeArgument,
    to: Annotated[str, typer.Option(help="The applicant's address.", metavar="ADDRESS")],
    by: ByOption = None,
    anyway: AnywayOption = False,
    version: VersionOption = None,
    config: ConfigOption = None,
) -> None:
    """Send an issued letter by e-mail; it is sent once the mail server has accepted it."""
    with at_desk(context, config, by) as desk:
        number = email(desk, code, to=to, anyway=anyway, version=version)
        counted = deliver(desk, number)
    err.print(f"{code}: message {number}: {said(counted)}", markup=False)
    if MailState.DONE not in counted:
        err.print("See `tthc outbox list`; `tthc outbox send` tries again.")
        raise typer.Exit(FAILED)
