"""`tthc letters complete`, `approve`, `issue`, ...: one command a step, each by a named person."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.common import refuse
from monitor.cli.desk import day_option
from monitor.cli.letters_step import Take, step
from monitor.letterbook.again import again
from monitor.letterbook.approving import approve
from monitor.letterbook.completing import complete
from monitor.letterbook.ending import excuse, withdraw
from monitor.letterbook.files import LARGEST, MB, attach
from monitor.letterbook.issuing import issue
from monitor.letterbook.kinds import Channel, Fault
from monitor.letterbook.sending import send

_Reason = Annotated[str, typer.Option("--reason", help="Why, in Vietnamese.")]
_OfTheSigner = Annotated[str | None, typer.Option(help="Instead of the one in [agency].")]


@step("completed")
def complete_letter(
    take: Take,
    reason_code: Annotated[
        str, typer.Option(help="Of the list of reasons; a wrong code names them all.", metavar="R")
    ],
    fault: Annotated[Fault, typer.Option(help="Whose doing the delay was.")],
    new_date: Annotated[
        datetime | None, day_option("--new-date", "The new date; none where the result is there.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Further words, in Vietnamese.")] = "",
    applicant_id: Annotated[
        str, typer.Option(help="Personal or business number; Mẫu 04 of 2025 asks for it.")
    ] = "",
    revise: Annotated[
        bool, typer.Option("--revise", help="Change a letter that is completed already.")
    ] = False,
) -> None:
    """Fill in the reason, whose fault it was and the new date."""
    new_due_on = new_date.date() if new_date else None
    values = {"reason_code": reason_code, "reason": reason, "applicant_id": applicant_id}
    take(complete, **values, fault=fault, new_due_on=new_due_on, revise=revise)


@step("approved")
def approve_letter(
    take: Take,
    signer_title: _OfTheSigner = None,
    signer_name: _OfTheSigner = None,
    signer_power: _OfTheSigner = None,
) -> None:
    """Freeze the letter: from now on nobody can change its content."""
    given = {"title": signer_title, "name": signer_name, "power": signer_power}
    take(approve, signer={name: text for name, text in given.items() if text is not None})


@step("issued")
def issue_letter(
    take: Take,
    number: Annotated[str, typer.Option(help="12, or with its symbol 12/PXL.", metavar="N")],
    day: Annotated[datetime, day_option("--date", "The date of the letter.")],
) -> None:
    """Give the letter its number and date."""
    take(issue, number=number, day=day.date())


@step("sent")
def send_letter(
    take: Take,
    channel: Annotated[Channel, typer.Option(help="How it reached the applicant.")],
    day: Annotated[datetime, day_option("--date", "When it was sent.")],
    proof: Annotated[str, typer.Option(help="What proves it; or attach a file before.")] = "",
) -> None:
    """Record that the letter went to the applicant; nothing is sent by this."""
    take(send, channel=channel, day=day.date(), proof=proof)


@step("withdrawn", asks=("version",))
def withdraw_letter(take: Take, reason: _Reason) -> None:
    """Take a letter back before it is sent."""
    take(withdraw, reason=reason)


@step("excused", asks=("version",))
def excuse_dossier(
    take: Take,
    reason: _Reason,
    fault: Annotated[
        Fault | None, typer.Option(help="Whose doing the delay was, if not yet said.")
    ] = None,
) -> None:
    """Decide that no letter is owed, by [letters] excusing_faults."""
    take(excuse, reason=reason, fault=fault)


@step("drafted again")
def again_letter(take: Take, reason: _Reason) -> None:
    """Draft a letter with another new date; the law allows one, so this is a finding."""
    take(again, reason=reason)


@step("file attached", asks=())
def attach_file(
    take: Take,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, metavar="FILE")],
) -> None:
    """Keep the signed PDF, a scan or a receipt (PDF, JPEG, PNG) beside the letter."""
    with file.open("rb") as opened_file:
        content = opened_file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise refuse(f"{file} has more than {LARGEST // MB} MB")
    take(attach, name=file.name, content=content)
