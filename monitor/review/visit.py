"""A visit: who asks for this page; those who may not are sent to the login or refused."""

import hmac
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Annotated

from fastapi import Depends, Form, Request

from monitor.review.accounts import sessions
from monitor.review.accounts.people import who
from monitor.review.accounts.roles import Right, Scope, Who
from monitor.review.control_characters import refuse_controls
from monitor.review.refusals import (
    ForbiddenError,
    FormExpiredError,
    LoginNeededError,
    PasswordDueError,
)
from monitor.review.site import Site
from monitor.store.audit import deciding
from monitor.store.views import note_view

CHANGE_PASSWORD = "/password"  # noqa: S105 - an address


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who is logged in, and the page that he asks for."""

    request: Request
    site: Site
    who: Who
    session: sessions.Session

    def may(self, right: Right, unit: str | None) -> bool:
        """See `Who.may`."""
        return self.who.may(right, unit)

    def only_unit(self, right: Right = Right.LOOK) -> str | None:
        """The division that a list must keep to; None for all."""
        return None if self.who.scope(right) is Scope.ALL else self.who.unit

    def note_opened(self, dossiers: Iterable[str]) -> None:
        """Keep that he has opened these dossiers, or what holds a name of theirs."""
        with deciding(self.site.engine) as connection:
            for code in dossiers:
                note_view(connection, self.who.login, code, self.site.clock())

    def tell(self, notice: str) -> None:
        """Say on his next page what he has done."""
        sessions.tell(self.site.engine, self.session.key, notice)


def site_of(request: Request) -> Site:
    """The site to which a request came."""
    site: Site = request.app.state.site
    return site


def cookie_name(site: Site) -> str:
    """A name that other hosts of the domain can't set, where the browser sees to it."""
    return "__Host-tthc" if site.settings.web.secure else "tthc"


def visit(request: Request) -> Visit:
    """Who asks; raises LoginNeededError, or PasswordDueError while he has a first password.

    Raises ControlCharacterError for an address that must reach no database.
    """
    refuse_controls((request.scope["path"], *chain(*request.query_params.multi_items())))
    site = site_of(request)
    token = request.cookies.get(cookie_name(site))
    found = token and sessions.resume(site.engine, token, site.settings.web, site.clock())
    if not found:
        raise LoginNeededError
    if found.person.must_change and request.url.path not in (CHANGE_PASSWORD, "/logout"):
        raise PasswordDueError
    return Visit(request, site, who(found.person), found)


def with_right(*rights: Right) -> Callable[[Visit], Awaitable[Visit]]:
    """A visit of somebody who has one of these rights somewhere; raises ForbiddenError."""

    # Not in a thread, to which a page would have to wait once more for its turn.
    async def allowed(visit: Annotated[Visit, Depends(visit)]) -> Visit:
        if not visit.who.has(*rights):
            raise ForbiddenError
        return visit

    return allowed


async def from_own_form(
    visit: Annotated[Visit, Depends(visit)], form_token: Annotated[str, Form()] = ""
) -> None:
    """The form was on a page of this session; raises FormExpiredError for any other."""
    if not hmac.compare_digest(form_token.encode(), visit.session.form_token.encode()):
        raise FormExpiredError


AnyVisit = Annotated[Visit, Depends(visit)]
OwnForm = Depends(from_own_form)
