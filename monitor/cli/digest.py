"""`tthc digest`: the weekly e-mail, to look at, to try, or to send."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from monitor.atomic import write_bytes
from monitor.cli.common import FAILED, ConfigOption, Service, err, nearest, opened, out, refuse
from monitor.cli.desk import at_desk
from monitor.cli.outbox import said
from monitor.config.digest import DigestRecipient
from monitor.digest.html import page_alone
from monitor.digest.message import Issue, composed, issues_of
from monitor.digest.weekly import NoMailError, queue_digests, queue_trial, week_of
from monitor.letterbook.emailing import deliver
from monitor.mail.message import MessageError, message_id, recipient
from monitor.mail.sending import send_waiting
from monitor.store.dossiers import known_units
from monitor.store.mail_models import MailState

_FORMS = (".html", ".eml", ".txt")
_NOBODY = "xem-truoc@example.org"  # to whom a preview is addressed


def digest(
    context: typer.Context,
    config: ConfigOption = None,
    week: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="A day of the week to tell of; as [digest] day has it if not given.",
        ),
    ] = None,
    unit: Annotated[
        str, typer.Option(help="Of that division alone; of all if not given.", metavar="DIVISION")
    ] = "",
    preview: Annotated[
        Path | None,
        typer.Option(
            help="Write it to this file; its ending says in which form.",
            metavar="FILE.html|.eml|.txt",
        ),
    ] = None,
    send: Annotated[
        bool, typer.Option("--send", help="Send what this week's recipients have not got yet.")
    ] = False,
    to: Annotated[
        str | None,
        typer.Option(help="Send to this address alone, for a trial.", metavar="ADDRESS"),
    ] = None,
) -> None:
    """Show the weekly e-mail to leaders, or send it."""
    _check(preview, send=send, to=to, chosen=bool(week or unit))
    if send and to is None:
        _send_this_week(context, config)
        return
    with opened(context, config) as service:
        day = week.date() if week else week_of(service.settings.digest, service.today())
        issue = _issue(service, day, unit)
        if preview is not None:
            _write(service, issue, preview)
        if to is not None:
            _try(service, issue, to)


def _check(preview: Path | None, *, send: bool, to: str | None, chosen: bool) -> None:
    if preview is None and not send:
        raise refuse("say what to do: --preview FILE.html, or --send --to ADDRESS for a trial")
    if preview is not None and preview.suffix.lower() not in _FORMS:
        raise refuse(f"--preview {preview}: name a file that ends in {' or '.join(_FORMS)}")
    if to is not None and not send:
        raise refuse("--to ADDRESS goes with --send")
    if send and to is None and preview is not None:
        raise refuse("--send without --to sends all of this week's; preview it in a call before")
    if send and to is None and chosen:
        raise refuse("--send alone is of this week and its recipients; name --to for a trial")


def _issue(service: Service, day: date, unit: str) -> Issue:
    with service.engine.connect() as connection:
        if unit and unit not in (known := known_units(connection)):
            raise refuse(f"--unit {unit}: no dossier names it; {nearest(unit, known)}")
        return issues_of(connection, service.settings, day, service.now(), [unit])[unit]


def _write(service: Service, issue: Issue, file: Path) -> None:
    kind = file.suffix.lower()
    if kind == ".html":
        content = page_alone(issue.page).encode()
    elif kind == ".txt":
        content = issue.text.encode()
    else:
        to = DigestRecipient(address=_NOBODY)
        mail = service.settings.mail
        mail = mail.model_copy(update={"sender": mail.sender or _NOBODY})
        settings = service.settings.model_copy(update={"mail": mail})
        key = message_id(mail, "preview", issue.subject)
        content = composed(settings, issue, to, key=key, now=service.now())
    try:
        write_bytes(file, content)
    except OSError as error:
        raise refuse(f"--preview {file}: can't be written: {error.strerror}") from None
    out.print(f"Written to {file}: {issue.subject}", markup=False, soft_wrap=True)


def _try(service: Service, issue: Issue, to: str) -> None:
    try:
        address = recipient(to)
        number = queue_trial(
            service.engine, service.settings, issue, DigestRecipient(address=address), service.now()
        )
    except (MessageError, NoMailError) as error:
        raise refuse(f"--to {to}: {error}") from None
    counted = send_waiting(service.engine, service.settings, service.now, {}, number)
    err.print(f"message {number} to {address}: {said(counted)}", markup=False)
    if MailState.DONE not in counted:
        err.print("See `tthc outbox list`; `tthc outbox send` tries again.")
        raise typer.Exit(FAILED)


def _send_this_week(context: typer.Context, config: Path | None) -> None:
    with at_desk(context, config) as desk:
        if not desk.settings.digest.recipients:
            raise refuse("[[digest.recipients]] of config.toml names nobody")
        try:
            new = queue_digests(desk.engine, desk.settings, desk.today, desk.now)
        except NoMailError as error:
            raise refuse(str(error)) from None
        counted = deliver(desk)
    err.print(f"{new} new in the outbox; {said(counted)}", markup=False)
    if counted.keys() - {MailState.DONE}:
        err.print("See `tthc outbox list`; `tthc outbox send` tries again.")
        raise typer.Exit(FAILED)
