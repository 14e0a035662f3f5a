"""Quản trị: where the data comes from, and how old it is."""

from fastapi import APIRouter, Response

from monitor.review.admin.frame import SOURCES, admin_page
from monitor.review.admin.seeing_runs import Seeing
from monitor.review.admin.source_view import sources
from monitor.review.freshness import freshness
from monitor.review.turns import PageRoute
from monitor.store.database import reading

router = APIRouter(route_class=PageRoute)


@router.get(SOURCES)
def show(visit: Seeing) -> Response:
    """The sources that config.toml names."""
    site = visit.site
    with reading(site.engine) as connection:
        found = sources(connection, site.settings, site.today)
        doubts = freshness(connection, site.settings.web, site.clock()).doubts
    odd = [one.title for one in found if one.is_odd]
    return admin_page(visit, "admin_sources.html", sources=found, doubts=doubts, odd=odd)
