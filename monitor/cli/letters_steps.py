"""`tthc letters complete`, `approve`, `issue`, ...: one command a step, each by a named person."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.common import ConfigOption, err, refuse
from monitor.cli.desk import (
    AnywayOption,
    ByOption,
    CodeArgument,
    VersionOption,
    at_desk,
    day_option,
)
from monitor.letterbook.again import again
from monitor.letterbook.approving import approve
from monitor.letterbook.completing import complete
from monitor.letterbook.ending import excuse, withdraw
from monitor.letterbook.files import LARGEST, MB, attach
from monitor.letterbook.issuing import issue
from monitor.letterbook.kinds import Channel, Fault
from monitor.letterbook.sending import send

_Reason = Annotated[str, typer.Option("--reason", help="Why, in Vietnamese.")]


def complete_letter(
    context: typer.Context,
    code: CodeArgument,
    reason_code: Annotated[str, typer.Option(help="A code of `reasons.toml`.", metavar="R")],
    fault: Annotated[Fault, typer.Option(help="Whose doing the delay was.")],
    new_date: Annotated[
        datetime | None, day_option("--new-date", "The new date; none where the result is there.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Further words, in Vietnamese.")] = "",
    revise: Annotated[
        bool, typer.Option("--revise", help="Change a letter that is completed already.")
    ] = False,
    by: ByOption = None,
    anyway: AnywayOption = False,
    version: VersionOption = None,
    config: ConfigOption = None,
) -> None:
    """Fill in the reason, whose fault it was and the new date."""
    with at_desk(context, config, by) as desk:
        complete(
            desk,
            code,
            reason_code=reason_code,
            fault=fault,
            new_due_on=new_date.date() if new_date else None,
            reason=reason,
            anyway=anyway,
            revise=revise,
            version=version,
        )
    err.print(f"{code}: completed", markup=False)


def approve_letter(
    context: typer.Context,
    code: CodeArgument,
    signer_title: Annotated[
        str | None, typer.Option(help="Instead of the one in [agency].")
    ] = None,
    signer_name: Annotated[str | None, typer.Option(help="Instead of the one in [agency].")] = None,
    signer_power: Annotated[
        str | None, typer.Option(help="Instead of the one in [agency].")
    ] = None,
    by: ByOption = None,
    anyway: AnywayOption = False,
    version: VersionOption = None,
    config: ConfigOption = None,
) -> None:
    """Freeze the letter: from now on nobody can change its content."""
    given = {"title": signer_title, "name": signer_name, "power": signer_power}
    signer = {name: text for name, text in given.items() if text is not None}
    with at_desk(context, config, by) as desk:
        approve(desk, code, signer=signer, anyway=anyway, version=version)
    err.print(f"{code}: approved", markup=False)


def issue_letter(
    context: typer.Context,
    code: CodeArgument,
    number: Annotated[str, typer.Option(help="12, or with its symbol 12/PXL.", metavar="N")],
    day: Annotated[datetime, day_option("--date", "The date of the letter.")],
    by: ByOption = None,
    anyway: AnywayOption = False,
    version: VersionOption = None,
    config: ConfigOption = None,
) -> None:
    """Give the letter its number and date."""
    with at_desk(context, config, by) as desk:
        issue(desk, code, number=number, day=day.date(), anyway=anyway, version=version)
    err.print(f"{code}: issued", markup=False)


def send_letter(
    context: typer.Context,
    code: CodeArgument,
    channel: Annotated[Channel, typer.Option(help="How it reached the applicant.")],
    day: Annotated[datetime, day_option("--date", "When it was sent.")],
    proof: Annotated[str, typer.Option(help="What proves it; or attach a file before.")] = "",
    by: ByOption = None,
    anyway: AnywayOption = False,
    version: VersionOption = None,
    config: ConfigOption = None,
) -> None:
    """Record that the letter went to the applicant; nothing is sent by this."""
    with at_desk(context, config, by) as desk:
        send(
            desk,
            code,
            channel=channel,
            day=day.date(),
            proof=proof,
            anyway=anyway,
            version=version,
        )
    err.print(f"{code}: sent", markup=False)


def withdraw_letter(
    context: typer.Context,
    code: CodeArgument,
    reason: _Reason,
    by: ByOption = None,
    version: VersionOption = None,
    config: ConfigOption = None,
) -> None:
    """Take a letter back before it is sent."""
    with at_desk(context, config, by) as desk:
        withdraw(desk, code, reason=reason, version=version)
    err.print(f"{code}: withdrawn", markup=False)


def excuse_dossier(
    context: typer.Context,
    code: CodeArgument,
    reason: _Reason,
    fault: Annotated[
        Fault | None, typer.Option(help="Whose doing the delay was, if not yet said.")
    ] = None,
    by: ByOption = None,
    version: VersionOption = None,
    config: ConfigOption = None,
) -> None:
    """Decide that no letter is owed, by [letters] excusing_faults."""
    with at_desk(context, config, by) as desk:
        excuse(desk, code, reason=reason, fault=fault, version=version)
    err.print(f"{code}: excused", markup=False)


def again_letter(
    context: typer.Context,
    code: CodeArgument,
    reason: _Reason,
    by: ByOption = None,
    anyway: AnywayOption = False,
    version: VersionOption = None,
    config: ConfigOption = None,
) -> None:
    """Draft a letter with another new date; the law allows one, so this is a finding."""
    with at_desk(context, config, by) as desk:
        again(desk, code, reason=reason, anyway=anyway, version=version)
    err.print(f"{code}: drafted again", markup=False)


def attach_file(
    context: typer.Context,
    code: CodeArgument,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, metavar="FILE")],
    by: ByOption = None,
    config: ConfigOption = None,
) -> None:
    """Keep the signed PDF, a scan or a receipt (PDF, JPEG, PNG) beside the letter."""
    with file.open("rb") as opened_file:
        content = opened_file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise refuse(f"{file} has more than {LARGEST // MB} MB")
    with at_desk(context, config, by) as desk:
        attach(desk, code, name=file.name, content=content)
    err.print(f"{code}: {file.name} attached", markup=False)
