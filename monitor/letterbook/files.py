"""Attaching the signed PDF, a scan or a receipt; what a file is, its bytes say."""

from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy.exc import IntegrityError

from monitor.letterbook.desk import Desk
from monitor.letterbook.refusals import StepError
from monitor.letterbook.taking import decision, entry, look_for
from monitor.letterbook.texts import needed
from monitor.store.audit import append
from monitor.store.letter_files import add_file, name_of_same
from monitor.store.models import ISSUED_STATES, Letter

MB = 1024 * 1024
LARGEST = 20 * MB


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of file: how its bytes begin, and what stands near their end if none are missing."""

    name: str
    start: bytes
    end: bytes
    within: int


_KINDS = (
    _Kind("PDF", b"%PDF-", b"%%EOF", 2048),
    _Kind("PNG", b"\x89PNG\r\n\x1a\n", b"IEND", 64),
    _Kind("JPEG", b"\xff\xd8\xff", b"\xff\xd9", LARGEST),  # cameras write behind the end, too
)


def kind_of(content: bytes, name: str) -> str:
    """PDF, PNG or JPEG; raises StepError for anything else and for a file that was cut off."""
    if not content:
        raise StepError("file-empty", name=name)
    kind = next((one for one in _KINDS if content.startswith(one.start)), None)
    if kind is None:
        raise StepError("file-kind", name=name)
    if kind.end not in content[-kind.within :]:
        raise StepError("file-cut", name=name, kind=kind.name)
    return kind.name


def attach(desk: Desk, code: str, *, name: str, content: bytes) -> None:
    """Keep a file beside an issued letter, and its SHA-256 in the audit log. Raises StepError."""
    letter = look_for(desk, code, ISSUED_STATES, None).letter
    shown = needed("name", name)
    if len(content) > LARGEST:
        raise StepError(
            "file-too-large", name=shown, size=-(-len(content) // MB), most=LARGEST // MB
        )
    kind = kind_of(content, shown)
    digest = sha256(content).hexdigest()
    _refuse_twice(desk, letter, digest)
    values = {
        "letter_id": letter.id,
        "name": shown,
        "kind": kind,
        "size": len(content),
        "sha256": digest,
        "content": content,
        "added_at": desk.now,
        "added_by": desk.by,
    }
    detail = {"name": shown, "kind": kind, "size": len(content), "sha256": digest}
    try:
        with decision(desk) as connection:
            add_file(connection, values)
            append(connection, entry(desk, letter, "attach", detail))
    except IntegrityError:
        _refuse_twice(desk, letter, digest)
        raise


def _refuse_twice(desk: Desk, letter: Letter, digest: str) -> None:
    with desk.engine.connect() as connection:
        known = name_of_same(connection, letter.id, digest)
    if known is not None:
        raise StepError("file-twice", name=known)
