"""The page of one letter, and what can be had from it."""

from mimetypes import types_map
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from letters import safe_name
from monitor.review.accounts.roles import Right
from monitor.review.addresses import Key, letter_address
from monitor.review.letters.found import NamedLetter
from monitor.review.letters.steps import Step
from monitor.review.letters.view import Refused, view
from monitor.review.refusals import MissingError
from monitor.review.rendering import page
from monitor.review.saved import saved
from monitor.review.turns import PageRoute
from monitor.review.visit import Visit, with_right
from monitor.store.database import reading
from monitor.store.letter_files import file_of
from monitor.store.papers import document_of

router = APIRouter(route_class=PageRoute)

Looker = Annotated[Visit, Depends(with_right(Right.LOOK))]

_SEE_OTHER = 303
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NO_DOCUMENT = "Văn bản này không có tệp trong hệ thống."


@router.get("/letters/{code:path}/documents/{letter_id}.docx")
def docx(visit: Looker, seen: NamedLetter, letter_id: Key) -> Response:
    """The Word document of one of a dossier's letters."""
    code = seen.dossier.code
    with reading(visit.site.engine) as connection:
        found = document_of(connection, code, letter_id)
    if found is None:
        raise MissingError(_NO_DOCUMENT)
    visit.note_opened([code])
    return saved(found.content, f"{safe_name(code)}.docx", _DOCX)


@router.get("/letters/{code:path}/files/{file_id}")
def attached(visit: Looker, seen: NamedLetter, file_id: Key) -> Response:
    """A file that is attached to one of a dossier's letters."""
    with reading(visit.site.engine) as connection:
        found = file_of(connection, seen.dossier.code, file_id)
    if found is None:
        raise MissingError("Không có tệp này.")
    visit.note_opened([seen.dossier.code])
    return saved(found.content, found.name, types_map[f".{found.kind.lower()}"])


@router.get("/letters/{code:path}")
def letter(visit: Looker, code: str) -> Response:
    """The letter, the step that can be taken now, and what was done so far."""
    try:
        answer = letter_page(visit, code)
    except MissingError:
        # Where a form was refused and shown again, the address is still that of the step.
        whole, _, step = code.rpartition("/")
        if step in set(Step):
            return RedirectResponse(letter_address(whole), _SEE_OTHER)
        raise
    visit.note_opened([code])
    return answer


def letter_page(visit: Visit, code: str, refused: Refused | None = None) -> Response:
    """The page, after a step that was not taken with all that was typed for it."""
    status = 200 if refused is None else refused.status
    return page(visit, "letter.html", status, **view(visit, code, refused))
