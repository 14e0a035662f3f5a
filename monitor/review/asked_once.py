"""What several parts of a page want to know: asked once a visit, or once a run."""

from sqlalchemy import Connection

from monitor.review.freshness import Freshness, freshness
from monitor.review.remembered import Standing
from monitor.review.visit import Visit


def freshness_of(visit: Visit, connection: Connection) -> Freshness:
    """What is to be said of the data on the page of this visit."""
    found: Freshness | None = getattr(visit.request.state, "freshness", None)
    if found is None:
        found = freshness(connection, visit.site.settings.web, visit.site.clock())
        visit.request.state.freshness = found
    return found


def standing_of(visit: Visit, connection: Connection) -> Standing:
    """What is remembered since the run on which the page rests."""
    return visit.site.remembered.standing(connection, freshness_of(visit, connection).run)
