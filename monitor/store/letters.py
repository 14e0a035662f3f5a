"""Letters in the store: which are live, new drafts, drafts that must be written anew."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from monitor.store.models import ISSUED_STATES, Dossier, Letter, LetterState


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter as it is drafted; nobody has decided anything about it yet."""

    dossier: str
    form: str
    wording: str
    drafted_on: date
    template_sha256: str
    document: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class LiveLetter:
    """What must be known of a letter that is not withdrawn to leave it alone or draft it anew."""

    id: int
    dossier: str
    state: str
    wording: str
    sha256: str


FIRST = 1  # the first letter of a dossier gives its first re-appointment


def live_letters(connection: Connection) -> dict[str, LiveLetter]:
    """Dossier → its live letter with the highest re-appointment."""
    rows = connection.execute(
        select(Letter.id, Letter.dossier, Letter.state, Letter.wording, Letter.sha256)
        .where(Letter.state != LetterState.WITHDRAWN)
        .order_by(Letter.reappointment)
    )
    return {row.dossier: LiveLetter(*row) for row in rows}


def issued_dates(connection: Connection) -> dict[str, date]:
    """Dossier → the day its first letter was issued."""
    rows = connection.execute(
        select(Letter.dossier, Letter.issued_on)
        .where(Letter.state.in_(ISSUED_STATES), Letter.issued_on.is_not(None))
        .order_by(Letter.reappointment.desc())
    )
    return {dossier: day for dossier, day in rows if day}


def add_drafts(connection: Connection, drafts: Sequence[Draft], run_id: int) -> None:
    """Keep new drafts."""
    if drafts:
        fixed = {"reappointment": FIRST, "state": LetterState.DRAFT, "run_id": run_id}
        connection.execute(insert(Letter), [{**_values(draft), **fixed} for draft in drafts])


def replace_drafts(
    connection: Connection, drafts: Iterable[tuple[LiveLetter, Draft]], run_id: int
) -> None:
    """Put new text into drafts that nobody has touched; one that was touched meanwhile stays."""
    table = Letter.__table__
    values = [
        {**_values(draft), "of_id": letter.id, "run_id": run_id, "path": None}
        for letter, draft in drafts
    ]
    if values:
        connection.execute(
            update(table)  # type: ignore[arg-type]
            .where(table.c.id == bindparam("of_id"), table.c.state == LetterState.DRAFT)
            .values({name: bindparam(name) for name in values[0] if name != "of_id"}),
            values,
        )


def unwritten(connection: Connection) -> list[dict[str, Any]]:
    """Drafts that no file has been written for: id, dossier, unit, drafted_on, document."""
    rows = connection.execute(
        select(Letter.id, Letter.dossier, Dossier.unit, Letter.drafted_on, Letter.document)
        .join(Dossier, Dossier.code == Letter.dossier)
        .where(Letter.path.is_(None), Letter.state == LetterState.DRAFT)
        .order_by(Letter.id)
    )
    return [dict(row) for row in rows.mappings()]


def note_paths(connection: Connection, paths: Iterable[tuple[int, str]]) -> None:
    """Note where drafts were written."""
    table = Letter.__table__
    values = [{"of_id": key, "path": path} for key, path in paths]
    if values:
        connection.execute(
            update(table)  # type: ignore[arg-type]
            .where(table.c.id == bindparam("of_id"))
            .values(path=bindparam("path")),
            values,
        )


def list_letters(connection: Connection, state: str | None = None) -> list[dict[str, Any]]:
    """Letters with the division and applicant of their dossier, without the document."""
    query = select(
        Letter.id,
        Letter.dossier,
        Letter.reappointment,
        Letter.state,
        Letter.form,
        Letter.wording,
        Dossier.unit,
        Dossier.officer,
        Letter.drafted_on,
        Letter.issued_on,
        Letter.path,
        Letter.sha256,
    ).join(Dossier, Dossier.code == Letter.dossier)
    if state is not None:
        query = query.where(Letter.state == state)
    return [dict(row) for row in connection.execute(query.order_by(Letter.id)).mappings()]


def _values(draft: Draft) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in Draft.__slots__}
