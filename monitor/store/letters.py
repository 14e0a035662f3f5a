"""Letters in the store: drafts and their upkeep, what rules must know of them, one step of one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from monitor.store.models import ISSUED_STATES, Dossier, Letter, LetterState, LetterTemplate


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter as it is drafted; nobody has decided anything about it yet."""

    dossier: str
    form: str
    wording: str
    drafted_on: date
    due_at: datetime
    template_sha256: str
    document: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class LiveLetter:
    """What must be known of a letter that is not withdrawn to leave it alone or draft it anew."""

    id: int
    dossier: str
    state: str
    wording: str | None
    sha256: str | None


FIRST = 1  # the first letter of a dossier gives its first re-appointment

_FOLLOWED = (("unit", Dossier.unit), ("search_text", Dossier.search_text))
_DOSSIER = select(Dossier.__table__).where(Dossier.code == bindparam("code"))
_LETTERS = (
    select(Letter.__table__)
    .where(Letter.dossier == bindparam("code"))
    .order_by(Letter.reappointment, Letter.state != LetterState.WITHDRAWN, Letter.id)
)


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


def excused_dates(connection: Connection) -> dict[str, date]:
    """Dossier → the day on which it was decided that no letter is owed."""
    rows = connection.execute(
        select(Letter.dossier, Letter.ended_on).where(Letter.state == LetterState.EXCUSED)
    )
    return {dossier: day for dossier, day in rows if day}


def new_dates(connection: Connection) -> dict[str, tuple[int, date]]:
    """Dossier → how many issued letters gave a new date, and the date of the last one."""
    rows = connection.execute(
        select(Letter.dossier, Letter.new_due_on)
        .where(Letter.state.in_(ISSUED_STATES), Letter.new_due_on.is_not(None))
        .order_by(Letter.issued_on, Letter.reappointment)
    )
    found: dict[str, tuple[int, date]] = {}
    for dossier, day in rows:
        if day:
            found[dossier] = (found.get(dossier, (0, day))[0] + 1, day)
    return found


def find_dossier(connection: Connection, code: str) -> Dossier | None:
    """The dossier with that code, as it was last seen."""
    row = connection.execute(_DOSSIER, {"code": code}).first()
    return None if row is None else Dossier(**row._mapping)


def find_letter(connection: Connection, number: int) -> Letter:
    """The letter with that id."""
    row = connection.execute(select(Letter.__table__).where(Letter.id == number)).one()
    return Letter(**row._mapping)


def letters_of(connection: Connection, code: str) -> list[Letter]:
    """All letters of a dossier, the first re-appointment first; of one, withdrawn ones first."""
    rows = connection.execute(_LETTERS, {"code": code})
    return [Letter(**row._mapping) for row in rows]


def claim(connection: Connection, letter: Letter, values: Mapping[str, Any]) -> bool:
    """Change a letter if it still is as the caller has seen it; whether it was.

    Whoever comes second finds another state or version, and none of his values is written.
    """
    result = connection.execute(
        update(Letter)
        .where(
            Letter.id == letter.id,
            Letter.state == letter.state,
            Letter.version == letter.version,
        )
        .values(**values, version=Letter.version + 1)
    )
    return result.rowcount == 1


def hold(connection: Connection, letter: Letter) -> bool:
    """Let nobody change a letter until this transaction ends; whether it is as the caller saw it.

    On SQLite the transaction has to be one that writes from its beginning.
    """
    same = select(Letter.id).where(
        Letter.id == letter.id, Letter.state == letter.state, Letter.version == letter.version
    )
    return connection.scalar(same.with_for_update()) is not None


def add_letter(connection: Connection, values: Mapping[str, Any]) -> int:
    """Keep a letter that no run has drafted; its id."""
    of_dossier = {
        name: select(one).where(Dossier.code == values["dossier"]).scalar_subquery()
        for name, one in _FOLLOWED
    }
    new = insert(Letter).values({**values, **of_dossier})
    key = connection.execute(new).inserted_primary_key
    assert key is not None  # noqa: S101
    return int(key[0])


def keep_template(connection: Connection, sha256: str, name: str, document: bytes) -> None:
    """Keep the template of an approved letter, once."""
    known = select(LetterTemplate.sha256).where(LetterTemplate.sha256 == sha256)
    if connection.scalar(known) is None:
        insert_new = _insert(connection)(LetterTemplate).values(
            sha256=sha256, name=name, document=document
        )
        connection.execute(insert_new.on_conflict_do_nothing())


def kept_template(connection: Connection, sha256: str) -> LetterTemplate | None:
    """The template that an approved letter was made of."""
    row = connection.execute(
        select(LetterTemplate.__table__).where(LetterTemplate.sha256 == sha256)
    ).first()
    return None if row is None else LetterTemplate(**row._mapping)


def add_drafts(connection: Connection, drafts: Sequence[Draft], run_id: int) -> None:
    """Keep new drafts."""
    if drafts:
        fixed = {"reappointment": FIRST, "state": LetterState.DRAFT, "run_id": run_id}
        connection.execute(insert(Letter), [{**_values(draft), **fixed} for draft in drafts])


def follow_the_dossiers(connection: Connection) -> None:
    """Note at the letters what their dossiers have now, at the new ones too."""
    differs = or_(*(Letter.__table__.c[name].is_distinct_from(one) for name, one in _FOLLOWED))
    connection.execute(
        update(Letter).where(Letter.dossier == Dossier.code, differs).values(dict(_FOLLOWED))
    )


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
            .values(
                {name: bindparam(name) for name in values[0] if name != "of_id"}
                | {"version": table.c.version + 1}
            ),
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
        Letter.origin,
        Letter.reason_code,
        Letter.fault,
        Letter.new_due_on,
        Letter.series,
        Letter.number,
        Letter.sent_on,
        Letter.channel,
        Letter.ended_on,
        Letter.ended_reason,
    ).join(Dossier, Dossier.code == Letter.dossier)
    if state is not None:
        query = query.where(Letter.state == state)
    return [dict(row) for row in connection.execute(query.order_by(Letter.id)).mappings()]


def _values(draft: Draft) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in Draft.__slots__}


def _insert(connection: Connection) -> Any:
    """INSERT that can pass over a row that is there, in the words of this database."""
    return postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
