"""The paper of one letter, from its dossier as it stands and what officers decided."""

from datetime import date, datetime
from typing import Any

from letters import FIELDS, FieldError, LetterError, Wording
from monitor.letterbook.desk import Desk
from monitor.letterbook.kinds import Fault
from monitor.letterbook.refusals import StepError
from monitor.letterbook.rendering import Paper, Signer, agency_with, case_of, paper, template_of
from monitor.letterbook.sentences import say
from monitor.letterbook.standing import end_of, working_days_late
from monitor.store.models import Dossier


def write(
    desk: Desk,
    dossier: Dossier,
    due: datetime,
    form: str,
    wording: Wording,
    signer: Signer,
    *,
    reason: str | None = None,
    fault: Fault | None = None,
    new_due_on: date | None = None,
    applicant_id: str | None = None,
) -> Paper:
    """The letter with these values; raises StepError that says why it can't be written."""
    facts = {
        name: getattr(dossier, name)
        for name in ("code", "applicant", "applicant_kind", "procedure_code", "procedure_name")
    }
    facts |= {"unit": dossier.unit, "received_at": dossier.received_at, "due_at": due}
    facts |= {
        "completed_at": end_of(dossier),
        "working_days_late": working_days_late(dossier, due, desk.today, desk.calendar),
    }
    agency = agency_with(desk.settings, desk.today, signer)
    told = fault and say("faults", fault, unit=dossier.unit or agency.name)
    try:
        return paper(
            template_of(form, desk.settings),
            wording,
            case_of(facts),
            agency,
            reason=reason,
            fault=told,
            new_due_on=new_due_on,
            applicant_id=applicant_id,
        )
    except LetterError as error:
        raise not_written(dossier.code, error) from error


def not_written(code: str, error: LetterError) -> StepError:
    """Why the letter of a dossier can't be written, in the words of officers."""
    if isinstance(error, FieldError):
        why = say("unfit", error.unfit, **error.values)
        return StepError("field-unfit", code=code, field=FIELDS[error.field].meaning, why=why)
    return StepError("template-unusable", code=code, error=error)


def columns_of(made: Paper) -> dict[str, Any]:
    """What the letter's row keeps of its paper."""
    return {
        "document": made.document,
        "sha256": made.sha256,
        "template_sha256": made.template_sha256,
        "fields": made.fields,
    }
