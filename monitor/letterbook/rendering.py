"""From a dossier and what was decided to the bytes of its letter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from letters import (
    Agency,
    Case,
    Form,
    Template,
    Wording,
    form_in_force,
    letter_fields,
)
from letters.datewords import date_words
from monitor.config import Settings
from monitor.templates import Templates

_BLANK = "…………………………"
CASE_FACTS = (
    "code",
    "applicant",
    "applicant_kind",
    "procedure_code",
    "procedure_name",
    "unit",
    "received_at",
    "due_at",
    "completed_at",
    "working_days_late",
)


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs a letter, as [agency] has it."""

    title: str
    name: str
    power: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter as it was made, and what it was made of."""

    document: bytes
    sha256: str
    template_sha256: str
    fields: dict[str, str]


def form_for(field: str | None, settings: Settings, today: date) -> Form:
    """The form of a procedure field's letters on that day."""
    name = settings.letters.forms.get(field or "", settings.letters.form)
    return form_in_force(today) if name == "auto" else Form(name)


def template_of(form: str, settings: Settings) -> Template:
    """The office's template of a form, compiled. Raises LetterError."""
    return Templates(settings).of(Form(form))


def signer_on(settings: Settings, today: date) -> Signer:
    """Who signs on that day, by [agency]."""
    entry = settings.agency_on(today)
    return Signer(entry.signer_title, entry.signer_name, entry.signer_power)


def agency_with(settings: Settings, today: date, signer: Signer) -> Agency:
    """The agency on the day of the letter; what config.toml leaves out is a dotted blank."""
    entry = settings.agency_on(today)
    return Agency(
        name=entry.name or _BLANK,
        parent=entry.parent,
        abbreviation=entry.abbreviation,
        place=entry.place,
        signer_title=signer.title,
        signer_name=signer.name,
        signer_power=signer.power,
    )


def case_of(facts: Mapping[str, Any]) -> Case:
    """The case of a letter, from the facts of its dossier (`CASE_FACTS`)."""
    return Case(**{name: facts[name] for name in CASE_FACTS})


def paper(
    template: Template, wording: Wording, case: Case, agency: Agency, **decided: Any
) -> Paper:
    """The letter as a .docx; decided: reason, fault, new_due_on. Raises LetterError."""
    fields = letter_fields(case, agency, **decided)
    document = template.render(fields, wording)
    return Paper(document, sha256(document).hexdigest(), template.sha256, fields)


def with_number(
    template: Template, fields: Mapping[str, str], wording: Wording, number: str, day: date
) -> bytes:
    """The approved letter with its number and date, and nothing else changed.

    number: with its symbol, "05/PXL". Raises LetterError.
    """
    words = {"slip_number": number, "letter_number": number, "issued_on": date_words(day)}
    return template.render({**fields, **words}, wording)


def same_content(one: bytes, other: bytes) -> bool:
    """Whether two documents hold the same; another version of zlib packs it otherwise."""
    return _parts(one) == _parts(other)


def _parts(document: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(document)) as package:
        return {name: package.read(name) for name in package.namelist()}
