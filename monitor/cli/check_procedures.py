"""`tthc check`, its part on the catalogue of procedures."""

from collections.abc import Callable
from datetime import date

from monitor import nightly
from monitor.config import Settings
from monitor.intake.errors import IntakeError
from monitor.sources import procedure_sheets

_SHOWN = 20

# What is checked, what is wrong with it if anything, what it is otherwise.
Say = Callable[[str, str | None, str], None]


def check_procedures(settings: Settings, today: date, say: Say) -> list[str]:
    """Say how many procedures the catalogue has; which of its cells can't be read is doubtful.

    A time that can't be told in days or hours is no fault of the catalogue: it is listed, and the
    check is passed.
    """
    if settings.procedures is None:
        say("procedures", None, "not configured: deadline-disagrees is not judged")
        return []
    try:
        catalogue = nightly.office_catalogue(settings, procedure_sheets(settings), today)
    except IntakeError as error:
        say("procedures", str(error), "")
        return []
    with_term = f"{catalogue.with_term} of them with a legal time that can be compared"
    say("procedures", None, f"{catalogue.procedures} procedures, {with_term}")
    doubts = [str(cell) for cell in catalogue.unread[:_SHOWN]]
    if len(catalogue.unread) > _SHOWN:
        doubts.append(f"and {len(catalogue.unread) - _SHOWN} more cells of the catalogue")
    return [*doubts, *catalogue.notes]
