"""What a letter is about: the agency, the late dossier, the wording."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Wording(StrEnum):
    """Which of the three true statements the letter makes.

    A letter must go out at the latest a day before the appointment (Nghị định 61/2018/NĐ-CP): then
    "has not been returned in time" would be untrue. A finished dossier has no new date.
    """

    BEFORE = "before"
    """Sent before the appointment: it will not be kept, here is the new date."""
    AFTER = "after"
    """The appointment has passed and the dossier is still open: here is the new date."""
    FINISHED = "finished"
    """The result is there, but came late: the applicant is invited to fetch it."""


@dataclass(frozen=True, slots=True)
class Agency:
    """The agency as it stood on the day of the letter."""

    name: str
    """In ordinary capitals, "Sở Lao động - Thương binh và Xã hội"; the head prints capitals."""
    parent: str
    """Superior body; "" leaves its line out."""
    abbreviation: str
    """Stands in the number of a công văn: "SLĐTBXH"."""
    place: str
    """Where the letter is dated: "Nam Sơn"."""
    signer_title: str
    signer_name: str
    signer_power: str
    """"" for the head in person; "KT.", "TL.", … or the full line "TL. Giám đốc"."""


@dataclass(frozen=True, slots=True)
class Case:
    """One dossier; what the export doesn't know is None and stays a dotted blank in the letter."""

    code: str
    applicant: str | None
    applicant_kind: int | None
    """1 citizen, 2 business, 3 state body, 4 other organisation."""
    procedure_code: str | None
    procedure_name: str | None
    unit: str | None
    """The division that handles the dossier."""
    received_at: datetime | None
    due_at: datetime
    """Local time of the agency; 00:00 means that no hour was promised."""
    completed_at: datetime | None
    working_days_late: int
