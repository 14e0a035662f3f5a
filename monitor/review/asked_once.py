"""What several parts of a page want to know: asked once a visit, or once a run."""

from contextlib import nullcontext

from sqlalchemy import Connection

from monitor.review.freshness import Freshness, freshness
from monitor.review.remembered import Standing
from monitor.review.visit import Visit
from monitor.store.database import reading


def freshness_of(visit: Visit, connection: Connection | None = None) -> Freshness:
    """What is to be said of the data on the page of this visit.

    connection: of those who have one; others open one only where nobody has asked before.
    """
    found: Freshness | None = getattr(visit.request.state, "freshness", None)
    if found is None:
        with reading(visit.site.engine) if connection is None else nullcontext(connection) as one:
            found = freshness(one, visit.site.settings.web, visit.site.clock())
        visit.request.state.freshness = found
    return found


def standing_of(visit: Visit, connection: Connection) -> Standing:
    """What is remembered since the run on which the page rests."""
    return visit.site.remembered.standing(connection, freshness_of(visit, connection).run)
