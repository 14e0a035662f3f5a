"""Templates into pages: who is logged in, what he may open, what must be told on each."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment

from monitor.jinja import templates
from monitor.review.accounts.roles import Right, Who
from monitor.review.accounts.sessions import fingerprint, tell
from monitor.review.asked_once import freshness_of
from monitor.review.freshness import Freshness
from monitor.review.site import Site
from monitor.review.visit import Visit
from monitor.store.database import DatabaseError
from monitor.vietnamese import masked

# Where the head of each page leads: title, address, any of these rights.
_PLACES = (
    ("Hôm nay", "/", tuple(Right)),
    ("Hồ sơ", "/dossiers", (Right.LOOK,)),
    ("Thư xin lỗi", "/letters", (Right.LOOK,)),
    ("Tổng quan", "/overview", (Right.FIGURES,)),
    ("Quản trị", "/admin", (Right.PEOPLE, Right.SYSTEM, Right.RUNS, Right.OUTBOX, Right.VIEWS)),
)


@cache
def _templates() -> Environment:
    environment = templates("monitor.review", "monitor")
    environment.filters["masked"] = masked
    environment.globals |= {"Right": Right, "asset": asset}
    return environment


@cache
def asset(name: str) -> str:
    """Address of a static file; another one whenever its content changes."""
    content = files("monitor.review").joinpath("static", name).read_text(encoding="utf-8")
    return f"/static/{name}?{fingerprint(content)[:8]}"


def page(visit: Visit, template: str, /, status: int = 200, **values: Any) -> Response:
    """A page for somebody who is logged in."""
    notice = visit.session.notice
    if notice is not None:
        with suppress(DatabaseError):  # it is told once more, then
            tell(visit.site.engine, visit.session.key, None)
    shown = {
        "visit": visit,
        "who": visit.who,
        "places": list(_places(visit.who, visit.request.url.path)),
        "notice": notice,
        "form_token": visit.session.form_token,
        "freshness": _freshness(visit),
    }
    return plain_page(visit.request, visit.site, template, status, **shown, **values)


def plain_page(
    request: Request, site: Site, template: str, /, status: int = 200, **values: Any
) -> Response:
    """A page for anybody."""
    agency = site.settings.agency_on(site.today)
    text = (
        _templates()
        .get_template(template)
        .render(agency=agency, path=request.url.path, today=site.today, **values)
    )
    return HTMLResponse(text, status)


def _places(who: Who, path: str) -> Iterator[Mapping[str, Any]]:
    for title, address, rights in _PLACES:
        if who.has(*rights):
            here = path == address or (address != "/" and path.startswith(f"{address}"))
            yield {"title": title, "address": address, "here": here}


def _freshness(visit: Visit) -> Freshness | None:
    if not visit.who.has(Right.LOOK, Right.FIGURES, Right.RUNS):
        return None
    return freshness_of(visit)
