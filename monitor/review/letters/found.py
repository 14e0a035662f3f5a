"""A letter that somebody asks for by its dossier, if it is for him."""

from sqlalchemy import Connection

from monitor.letterbook.refusals import StepError
from monitor.letterbook.taking import Seen, look
from monitor.review.accounts.roles import Right
from monitor.review.refusals import ForbiddenError, MissingError
from monitor.review.visit import Visit


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


def with_names(visit: Visit, seen: Seen) -> Seen:
    """The same for what holds the applicant's name; raises ForbiddenError."""
    if not visit.may(Right.NAMES, seen.dossier.unit):
        raise ForbiddenError
    return seen
