"""The register of the apology letters of a year (Sổ theo dõi văn bản xin lỗi), as rows."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, extract, func, select

from monitor.store.models import Dossier, Letter


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One letter in the register; None where nothing has been decided or is known."""

    line: int
    """STT, from 1."""
    number: str | None
    """Number and symbol, "05/PXL"."""
    issued_on: date | None
    dossier: str
    applicant: str | None
    procedure: str | None
    unit: str | None
    due_on: date | None
    """The old appointment, without its hour."""
    reason: str | None
    fault: str | None
    """A `Fault`."""
    new_due_on: date | None
    signer: str | None
    channel: str | None
    """A `Channel`."""
    sent_on: date | None
    state: str
    """A `LetterState`."""
    note: str | None


def register_rows(connection: Connection, year: int) -> list[RegisterRow]:
    """The letters issued in a year, by day of issue; then those drafted in it and not issued."""
    day = func.coalesce(Letter.issued_on, Letter.drafted_on)
    found = connection.execute(
        select(
            Letter.id,
            Letter.dossier,
            Letter.reappointment,
            Letter.state,
            Letter.series,
            Letter.number,
            Letter.issued_on,
            Letter.due_at,
            Letter.reason,
            Letter.fault,
            Letter.new_due_on,
            Letter.signer_name,
            Letter.channel,
            Letter.sent_on,
            Dossier.applicant,
            Dossier.procedure_name,
            Dossier.unit,
            Dossier.due_at.label("dossier_due_at"),
        )
        .join(Dossier, Dossier.code == Letter.dossier)
        .where(extract("year", day) == year)
    ).all()
    ordered = sorted(found, key=lambda row: (row.issued_on or date.max, row.dossier, row.id))
    return [
        RegisterRow(
            line=line,
            number=f"{row.number:02}/{row.series}" if row.number else None,
            issued_on=row.issued_on,
            dossier=row.dossier,
            applicant=row.applicant,
            procedure=row.procedure_name,
            unit=row.unit,
            due_on=_day(row.due_at or row.dossier_due_at),
            reason=row.reason,
            fault=row.fault,
            new_due_on=row.new_due_on,
            signer=row.signer_name,
            channel=row.channel,
            sent_on=row.sent_on,
            state=row.state,
            note=f"Hẹn lại lần {row.reappointment}" if row.reappointment > 1 else None,
        )
        for line, row in enumerate(ordered, start=1)
    ]


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
