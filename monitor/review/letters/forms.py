"""The forms of the steps: what each asks for, and the step that it takes with it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import PureWindowsPath
from typing import Annotated

from fastapi import File, Form, UploadFile

from monitor.letterbook.again import again
from monitor.letterbook.approving import approve
from monitor.letterbook.completing import complete
from monitor.letterbook.desk import Desk
from monitor.letterbook.emailing import deliver, email
from monitor.letterbook.ending import excuse, withdraw
from monitor.letterbook.files import LARGEST, attach
from monitor.letterbook.issuing import issue
from monitor.letterbook.kinds import Channel, Fault
from monitor.letterbook.refusals import StepError
from monitor.letterbook.sending import send
from monitor.letterbook.sentences import say
from monitor.review.letters.days import typed_day
from monitor.review.letters.steps import Step

OWN_DATE = "own"
"""Chosen instead of a proposal: the date that the officer types."""

Words = Annotated[str, Form()]


@dataclass(frozen=True, kw_only=True)
class StepForm(ABC):
    """What an officer has filled in.

    version: of the letter that he saw. anyway: he knows that the dossier has changed since.
    """

    version: Annotated[int, Form()]
    anyway: Annotated[bool, Form()] = False

    @abstractmethod
    def take(self, desk: Desk, code: str) -> None:
        """Take the step; raises StepError."""

    def typed(self) -> Mapping[str, str]:
        """What he has typed or chosen, by the names of the fields."""
        names = [field.name for field in fields(self)]
        values = {name: getattr(self, name) for name in names}
        return {name: value for name, value in values.items() if isinstance(value, str)}


@dataclass(frozen=True, kw_only=True)
class CompleteForm(StepForm):
    """new_date: a proposal as YYYY-MM-DD, or OWN_DATE; "" where the result is there."""

    reason_code: Words = ""
    reason: Words = ""
    fault: Words = ""
    new_date: Words = ""
    own_date: Words = ""
    applicant_id: Words = ""

    def take(self, desk: Desk, code: str, *, revise: bool = False) -> None:
        """Complete the letter, or change what it was completed with."""
        complete(
            desk,
            code,
            reason_code=_chosen("reason", self.reason_code),
            fault=Fault(_chosen("fault", self.fault, Fault)),
            new_due_on=self._new_day(),
            reason=self.reason,
            applicant_id=self.applicant_id,
            anyway=self.anyway,
            revise=revise,
            version=self.version,
        )

    def _new_day(self) -> date | None:
        own = self.own_date.strip()
        if self.new_date == OWN_DATE:
            return typed_day("new_due_on", own) if own else None
        if own:
            raise StepError("date-two", found=own)
        return typed_day("new_due_on", self.new_date) if self.new_date else None


@dataclass(frozen=True, kw_only=True)
class ReviseForm(CompleteForm):
    """The same for a letter that is completed already."""

    def take(self, desk: Desk, code: str, *, revise: bool = True) -> None:
        """Change the letter."""
        super().take(desk, code, revise=revise)


@dataclass(frozen=True, kw_only=True)
class ApproveForm(StepForm):
    """Who signs."""

    signer_title: Words = ""
    signer_name: Words = ""
    signer_power: Words = ""

    def take(self, desk: Desk, code: str) -> None:
        """Freeze the letter."""
        signer = {
            "title": self.signer_title,
            "name": self.signer_name,
            "power": self.signer_power,
        }
        approve(desk, code, signer=signer, anyway=self.anyway, version=self.version)


@dataclass(frozen=True, kw_only=True)
class IssueForm(StepForm):
    """Number and date."""

    number: Words = ""
    day: Words = ""

    def take(self, desk: Desk, code: str) -> None:
        """Give the letter its number and date."""
        issue(
            desk,
            code,
            number=self.number,
            day=typed_day("issued_on", self.day),
            anyway=self.anyway,
            version=self.version,
        )


@dataclass(frozen=True, kw_only=True)
class SendForm(StepForm):
    """How the letter went, when, and what proves it."""

    channel: Words = ""
    day: Words = ""
    proof: Words = ""

    def take(self, desk: Desk, code: str) -> None:
        """Note that the letter was sent."""
        send(
            desk,
            code,
            channel=Channel(_chosen("channel", self.channel, Channel)),
            day=typed_day("sent_on", self.day),
            proof=self.proof,
            anyway=self.anyway,
            version=self.version,
        )


@dataclass(frozen=True, kw_only=True)
class EmailForm(StepForm):
    """The applicant's address."""

    to: Words = ""

    def take(self, desk: Desk, code: str) -> None:
        """Put the letter into the outbox and try once; the outbox tries again where it must."""
        number = email(desk, code, to=self.to, anyway=self.anyway, version=self.version)
        deliver(desk, number)


@dataclass(frozen=True, kw_only=True)
class WithdrawForm(StepForm):
    """Why."""

    reason: Words = ""

    def take(self, desk: Desk, code: str) -> None:
        """Take the letter back."""
        withdraw(desk, code, reason=self.reason, version=self.version)


@dataclass(frozen=True, kw_only=True)
class ExcuseForm(StepForm):
    """Why, and whose doing it was."""

    reason: Words = ""
    fault: Words = ""

    def take(self, desk: Desk, code: str) -> None:
        """Decide that no letter is owed."""
        whose = Fault(_chosen("fault", self.fault, Fault))
        excuse(desk, code, reason=self.reason, fault=whose, version=self.version)


@dataclass(frozen=True, kw_only=True)
class AgainForm(StepForm):
    """Why another new date is needed."""

    reason: Words = ""

    def take(self, desk: Desk, code: str) -> None:
        """Draft a further letter."""
        again(desk, code, reason=self.reason, anyway=self.anyway, version=self.version)


@dataclass(frozen=True, kw_only=True)
class AttachForm(StepForm):
    """A file: the signed PDF, a scan, a receipt."""

    file: Annotated[UploadFile | None, File()] = None

    def take(self, desk: Desk, code: str) -> None:
        """Keep the file beside the letter."""
        if self.file is None or not self.file.filename:
            raise StepError("file-missing")
        name = PureWindowsPath(self.file.filename).name  # some browsers send the whole path
        attach(desk, code, name=name, content=self.file.file.read(LARGEST + 1))


FORMS: Mapping[Step, type[StepForm]] = {
    Step.COMPLETE: CompleteForm,
    Step.APPROVE: ApproveForm,
    Step.ISSUE: IssueForm,
    Step.SEND: SendForm,
    Step.EMAIL: EmailForm,
    Step.REVISE: ReviseForm,
    Step.ATTACH: AttachForm,
    Step.AGAIN: AgainForm,
    Step.EXCUSE: ExcuseForm,
    Step.WITHDRAW: WithdrawForm,
}


def _chosen(name: str, value: str, known: type[Fault] | type[Channel] | None = None) -> str:
    """What was chosen from a list; raises StepError where nothing was."""
    if not value or (known is not None and value not in set(known)):
        raise StepError("blank", names=say("names", name))
    return value
