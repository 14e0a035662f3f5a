"""The letters that stand at one step: found, counted, the one that waits longest first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from monitor.store.among import among
from monitor.store.models import Dossier, Letter, LetterState
from monitor.store.search_text import words_of
from monitor.store.searching import read_words

_ENDED = (LetterState.SENT, LetterState.WITHDRAWN, LetterState.EXCUSED)
_COLUMNS = (  # those of Queued
    Letter.id,
    Letter.dossier,
    Letter.reappointment,
    Letter.version,
    Letter.form,
    func.coalesce(Letter.due_at, Dossier.due_at).label("due_at"),
    Letter.new_due_on,
    Letter.approved_on,
    Letter.series,
    Letter.number,
    Letter.issued_on,
    Letter.sent_on,
    Letter.channel,
    Letter.ended_on,
    Letter.ended_reason,
    Dossier.applicant,
    Dossier.procedure_name,
    Dossier.unit,
    Dossier.status,
    Dossier.completed_at,
    Dossier.returned_at,
)
_QUEUED = (
    select(*_COLUMNS)
    .join(Dossier, Dossier.code == Letter.dossier)
    .where(among(Letter.id, "letters"))
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which letters are asked for.

    unit: None for all divisions. text: part of a code, a number, or words of a name with accents
    or without; "" for all. with_names: whether the applicant's name is looked at.
    """

    state: LetterState
    unit: str | None
    text: str
    with_names: bool


@dataclass(frozen=True, slots=True)
class Queued:
    """A letter in the queue, with what its row shows of its dossier."""

    id: int
    dossier: str
    reappointment: int
    version: int
    form: str | None
    due_at: datetime | None
    new_due_on: date | None
    approved_on: date | None
    series: str | None
    number: int | None
    issued_on: date | None
    sent_on: date | None
    channel: str | None
    ended_on: date | None
    ended_reason: str | None
    applicant: str | None
    procedure_name: str | None
    unit: str | None
    status: int
    completed_at: datetime | None
    returned_at: datetime | None


def matching(
    connection: Connection, wanted: Wanted, start: int = 0, most: int | None = None
) -> Sequence[int]:
    """The numbers of the letters, the earliest appointment first; of what has ended, the latest."""
    latest = func.coalesce(Letter.sent_on, Letter.ended_on)
    first = latest.desc() if wanted.state in _ENDED else Letter.due_at.asc().nulls_last()
    query = _of(wanted, connection.dialect.name).order_by(first, Letter.id)
    return connection.scalars(query.offset(start).limit(most)).all()


def queued(connection: Connection, letters: Sequence[int]) -> list[Queued]:
    """These letters, in this order."""
    rows: dict[int, Any] = {
        row[0]: row for row in connection.execute(_QUEUED, {"letters": letters})
    }
    return [Queued(*rows[number]) for number in letters]


def units_of(connection: Connection, codes: Collection[str]) -> Mapping[str, str | None]:
    """Dossier → its division, of those that have a letter."""
    query = select(Dossier.code, Dossier.unit).where(
        Dossier.code.in_(codes), Dossier.code.in_(select(Letter.dossier))
    )
    return {code: unit for code, unit in connection.execute(query)}  # noqa: C416 - typed so


def forms_of(connection: Connection, codes: Collection[str]) -> list[str | None]:
    """The forms of the approved letters of these dossiers."""
    query = select(Letter.form).where(
        Letter.dossier.in_(codes), Letter.state == LetterState.APPROVED
    )
    return list(connection.scalars(query.distinct()))


def usual_fault(connection: Connection, unit: str | None) -> str | None:
    """Whose doing the delays of that division mostly were; None where no letter says."""
    query = (
        select(Letter.fault)
        .where(Letter.fault.is_not(None), Letter.unit == unit)
        .group_by(Letter.fault)
        .order_by(func.count().desc(), Letter.fault)
        .limit(1)
    )
    return connection.scalar(query)


def _of(wanted: Wanted, dialect: str) -> Select[int]:
    query = select(Letter.id).where(Letter.state == wanted.state)
    if wanted.unit is not None:
        query = query.where(Letter.unit == wanted.unit)
    if wanted.text:
        query = query.where(or_(*_places(wanted, dialect)))
    return query


def _places(wanted: Wanted, dialect: str) -> list[ColumnElement[bool]]:
    """Where the text may stand."""
    text = wanted.text
    places = [Letter.dossier.icontains(text, autoescape=True)]
    if words := words_of(text):
        places.append(read_words(Letter.search_text, words, dialect, names=wanted.with_names))
    number, _, series = text.partition("/")
    if number.isascii() and number.isdigit() and len(number) <= len("99999"):
        is_number = Letter.number == int(number)
        places.append(is_number & (Letter.series == series) if series else is_number)
    return places
