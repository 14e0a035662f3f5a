"""Who has looked at which dossier."""

from datetime import datetime

from sqlalchemy import Connection, insert

from monitor.store.account_models import DossierView


def note_view(connection: Connection, who: str, dossier: str, at: datetime) -> None:
    """Note that somebody opens a dossier. at: local time of the agency."""
    connection.execute(insert(DossierView).values(at=at, who=who, dossier=dossier))
