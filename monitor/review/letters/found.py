"""A letter that somebody asks for by its dossier, if it is for him."""

from typing import Annotated

from fastapi import Depends
from sqlalchemy import Connection

from monitor.letterbook.refusals import StepError
from monitor.letterbook.taking import Seen, look
from monitor.review.accounts.roles import Right
from monitor.review.refusals import ForbiddenError, MissingError
from monitor.review.visit import Visit, with_right
from monitor.store.database import reading


def found_letter(visit: Visit, connection: Connection, code: str) -> Seen:
    """The dossier with its letters; raises MissingError where there are none for him."""
    missing = MissingError(f"Không có thư xin lỗi của hồ sơ {code}.")
    try:
        seen = look(connection, code)
    except StepError:
        raise missing from None
    if not visit.may(Right.LOOK, seen.dossier.unit):
        raise missing
    return seen


def named_letter(visit: Annotated[Visit, Depends(with_right(Right.LOOK))], code: str) -> Seen:
    """The same for what holds the applicant's name; raises ForbiddenError, too."""
    with reading(visit.site.engine) as connection:
        seen = found_letter(visit, connection, code)
    if not visit.may(Right.NAMES, seen.dossier.unit):
        raise ForbiddenError
    return seen


NamedLetter = Annotated[Seen, Depends(named_letter)]
