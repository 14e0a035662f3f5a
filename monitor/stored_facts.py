"""The facts of the dossiers that are kept, without reading an export again."""

from datetime import date

import pandas as pd
from sqlalchemy import Connection, select

from monitor.config import Settings
from monitor.facts import FactsFrame, facts_frame
from monitor.intake.columns import CANONICAL
from monitor.intake.procedures import Catalogue
from monitor.intake.pull import Pull, series_of
from monitor.store.models import CANONICAL_COLUMNS, Dossier
from rules import Calendar


def stored_facts(
    connection: Connection,
    settings: Settings,
    calendar: Calendar,
    catalogue: Catalogue,
    as_of: date,
) -> FactsFrame:
    """Every dossier that is kept, the vanished too, with the facts of that day of reckoning."""
    pull = stored_pull(connection)
    return facts_frame(connection, pull, calendar, catalogue, as_of, settings)


def stored_pull(connection: Connection) -> Pull:
    """The dossiers of the last export, as a pull that brings what is kept of them."""
    present = select(*CANONICAL_COLUMNS).where(Dossier.vanished_run_id.is_(None))
    rows = connection.execute(present).all()
    columns = zip(*rows, strict=True) if rows else ([] for _ in CANONICAL)
    dossiers = pd.DataFrame(
        {
            name: series_of(fact, list(values))
            for (name, fact), values in zip(CANONICAL.items(), columns, strict=True)
        }
    )
    return Pull(dossiers, pd.DataFrame(index=dossiers.index), (), len(rows), frozenset(), ())
