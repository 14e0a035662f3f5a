"""The papers of letters, for printing: which there are, and their documents in portions."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select

from monitor.store.models import Dossier, Letter, LetterState


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter that can be printed; reappointment 2 is the second letter of its dossier."""

    id: int
    dossier: str
    reappointment: int
    unit: str | None


def papers(connection: Connection, state: LetterState | None = None) -> list[Paper]:
    """The letters in this state, or all that count; by division, then by dossier.

    Letters from before the monitor came have no document and are left out.
    """
    query = select(Letter.id, Letter.dossier, Letter.reappointment, Dossier.unit).join(
        Dossier, Dossier.code == Letter.dossier
    )
    query = query.where(Letter.document.is_not(None))
    if state is None:
        query = query.where(Letter.state.not_in((LetterState.WITHDRAWN, LetterState.EXCUSED)))
    else:
        query = query.where(Letter.state == state)
    found = [Paper(*row) for row in connection.execute(query)]
    return sorted(found, key=lambda one: (one.unit or "", one.dossier, one.reappointment, one.id))


def documents(
    connection: Connection, wanted: Sequence[Paper], at_once: int
) -> Iterator[dict[Paper, bytes]]:
    """The .docx of each letter, as issued if it was, in the order given, so many at a time."""
    for start in range(0, len(wanted), at_once):
        portion = wanted[start:][:at_once]
        newest = func.coalesce(Letter.issued_document, Letter.document)
        query = select(Letter.id, newest).where(Letter.id.in_([one.id for one in portion]))
        by_id = {row.id: row[1] for row in connection.execute(query)}
        yield {one: by_id[one.id] for one in portion}


@dataclass(frozen=True, slots=True)
class Document:
    """The .docx of one letter as it stands, and its SHA-256."""

    content: bytes
    sha256: str


_DOCUMENT = select(
    func.coalesce(Letter.issued_document, Letter.document).label("content"),
    func.coalesce(Letter.issued_sha256, Letter.sha256).label("sha256"),
).where(Letter.id == bindparam("letter"), Letter.dossier == bindparam("code"))


def document_of(connection: Connection, code: str, letter_id: int) -> Document | None:
    """The document of a letter of this dossier, as issued if it was; None where none is kept."""
    row = connection.execute(_DOCUMENT, {"letter": letter_id, "code": code}).first()
    return None if row is None or row.content is None else Document(row.content, row.sha256)


def paper_of(letter: Letter) -> Document | None:
    """The same of a letter that was read as a whole."""
    content, sha256 = letter.document, letter.sha256
    if letter.issued_document is not None:
        content, sha256 = letter.issued_document, letter.issued_sha256
    return None if content is None or sha256 is None else Document(content, sha256)


def documents_at(
    connection: Connection, state: LetterState, codes: Collection[str]
) -> dict[str, Document]:
    """Dossier → the document of its letter in that state, as issued if it was; the last of them."""
    rows = connection.execute(
        select(
            Letter.dossier,
            func.coalesce(Letter.issued_document, Letter.document).label("content"),
            func.coalesce(Letter.issued_sha256, Letter.sha256).label("sha256"),
        )
        .where(Letter.dossier.in_(codes), Letter.state == state, Letter.document.is_not(None))
        .order_by(Letter.id)
    )
    return {row.dossier: Document(row.content, row.sha256) for row in rows}
