"""The register of the apology letters of a year (Sổ theo dõi văn bản xin lỗi), as rows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, extract, func, select

from monitor.store.models import Dossier, Letter, LetterState

_ENDED = {LetterState.WITHDRAWN: "Đã rút", LetterState.EXCUSED: "Được miễn xin lỗi"}


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One letter, or an excused dossier; None where nothing has been decided or is known."""

    line: int
    """STT, from 1; the excused dossiers are counted apart."""
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
    ended_on: date | None
    """When it was withdrawn or excused."""
    ended_reason: str | None
    note: str | None


def register_rows(connection: Connection, year: int) -> list[RegisterRow]:
    """The letters issued in a year, by day and number; then those drafted in it and not issued.

    The dossiers of that year that were excused from a letter come last.
    """
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
            Letter.ended_on,
            Letter.ended_reason,
            Dossier.applicant,
            Dossier.procedure_name,
            Dossier.unit,
            Dossier.due_at.label("dossier_due_at"),
        )
        .join(Dossier, Dossier.code == Letter.dossier)
        .where(extract("year", day) == year)
    ).all()
    ordered = sorted(found, key=_place)
    letters = [row for row in ordered if row.state != LetterState.EXCUSED]
    excused = [row for row in ordered if row.state == LetterState.EXCUSED]
    return [_row(row, line) for part in (letters, excused) for line, row in enumerate(part, 1)]


def _place(row: Row[*tuple[Any, ...]]) -> tuple[Any, ...]:
    """As an office's book has them; a letter that came without a number ends its day."""
    numbered = (row.number is None, row.series or "", row.number or 0)
    return (row.issued_on or date.max, *numbered, row.dossier, row.id)


def _row(row: Row[*tuple[Any, ...]], line: int) -> RegisterRow:
    return RegisterRow(
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
        ended_on=row.ended_on,
        ended_reason=row.ended_reason,
        note=_note(row),
    )


def _note(row: Row[*tuple[Any, ...]]) -> str | None:
    again = [f"Hẹn lại lần {row.reappointment}"] if row.reappointment > 1 else []
    ended = []
    if row.ended_on is not None:
        how = _ENDED[LetterState(row.state)]
        ended = [f"{how} ngày {row.ended_on:%d/%m/%Y}: {row.ended_reason}"]
    return "; ".join([*again, *ended]) or None


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
