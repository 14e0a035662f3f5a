"""That somebody has opened a dossier, which holds personal data, is kept."""

from monitor.review.refusals import BusyError
from monitor.review.visit import Visit
from monitor.store.audit import deciding
from monitor.store.database import DatabaseError
from monitor.store.views import note_view


def note_opened(visit: Visit, dossier: str) -> None:
    """Note that he has opened a dossier or its letter; raises BusyError where it can't be kept."""
    try:
        with deciding(visit.site.engine) as connection:
            note_view(connection, visit.who.login, dossier, visit.site.clock())
    except DatabaseError:
        raise BusyError from None
