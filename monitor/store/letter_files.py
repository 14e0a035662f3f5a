"""Files that belong to letters: the signed PDF, scans, receipts."""

from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from monitor.store.models import Letter, LetterFile

_FILES = (
    select(
        LetterFile.id,
        LetterFile.name,
        LetterFile.kind,
        LetterFile.size,
        LetterFile.sha256,
        LetterFile.added_at,
        LetterFile.added_by,
    )
    .where(LetterFile.letter_id == bindparam("letter"))
    .order_by(LetterFile.id)
)


def add_file(connection: Connection, values: dict[str, Any]) -> None:
    """Keep a file beside its letter."""
    connection.execute(insert(LetterFile).values(**values))


def has_file(connection: Connection, letter_id: int) -> bool:
    """Whether anything is attached to the letter."""
    query = select(LetterFile.id).where(LetterFile.letter_id == letter_id).limit(1)
    return connection.scalar(query) is not None


def signed_pdf(connection: Connection, letter_id: int) -> bytes | None:
    """The last PDF that was attached to a letter."""
    return connection.scalar(
        select(LetterFile.content)
        .where(LetterFile.letter_id == letter_id, LetterFile.kind == "PDF")
        .order_by(LetterFile.id.desc())
        .limit(1)
    )


def name_of_same(connection: Connection, letter_id: int, sha256: str) -> str | None:
    """The name under which this content is attached already."""
    return connection.scalar(
        select(LetterFile.name).where(
            LetterFile.letter_id == letter_id, LetterFile.sha256 == sha256
        )
    )


def files_of(connection: Connection, letter_id: int) -> list[dict[str, Any]]:
    """The files of a letter, without their content."""
    rows = connection.execute(_FILES, {"letter": letter_id})
    return [dict(row) for row in rows.mappings()]


def file_of(connection: Connection, code: str, file_id: int) -> LetterFile | None:
    """A file of a letter of this dossier."""
    row = connection.execute(
        select(LetterFile.__table__)
        .join(Letter, Letter.id == LetterFile.letter_id)
        .where(LetterFile.id == file_id, Letter.dossier == code)
    ).first()
    return None if row is None else LetterFile(**row._mapping)
