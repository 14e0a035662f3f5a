"""A letter as it is printed: its picture and its PDF, made when they are asked for."""

from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Response

from letters import safe_name
from monitor.review.accounts.roles import Right
from monitor.review.addresses import Key
from monitor.review.letters.found import NamedLetter
from monitor.review.refusals import MissingError
from monitor.review.saved import saved
from monitor.review.visit import Visit, with_right
from monitor.store.database import reading
from monitor.store.papers import Document, document_of

router = APIRouter()

Looker = Annotated[Visit, Depends(with_right(Right.LOOK))]


def asked_for(visit: Looker, seen: NamedLetter, letter_id: Key) -> Document:
    """The document of one of a dossier's letters; raises MissingError, ForbiddenError."""
    with reading(visit.site.engine) as connection:
        found = document_of(connection, seen.dossier.code, letter_id)
    if found is None or not visit.site.pictures.are_there:
        raise MissingError("Không có bản in của văn bản này.")
    return found


Asked = Annotated[Document, Depends(asked_for)]


@router.get("/letters/{code:path}/documents/{letter_id}.png")
async def picture(visit: Looker, document: Asked) -> Response:
    """The pages as one picture, for the letter's page; who waits for it keeps nobody waiting."""
    return Response(await visit.site.pictures.picture(document), media_type="image/png")


@router.get("/letters/{code:path}/documents/{letter_id}.pdf")
async def pdf(visit: Looker, code: str, document: Asked) -> Response:
    """The letter as PDF."""
    made = await visit.site.pictures.pdf(document)
    await run_sync(visit.note_opened, [code])
    return saved(made, f"{safe_name(code)}.pdf", "application/pdf")
