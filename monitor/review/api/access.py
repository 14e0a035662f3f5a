"""Who asks: a client by its token, with the rights of its roles."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from monitor.review.accounts.clients import client_of
from monitor.review.accounts.roles import Right, Scope, Who
from monitor.review.api.records import DataState
from monitor.review.freshness import freshness
from monitor.review.site import Site
from monitor.store.database import reading

_token = HTTPBearer(auto_error=False, description="`tthc client add NAME` prints one")
_UNKNOWN = HTTPException(
    401,
    "a token of an open client is needed: Authorization: Bearer TOKEN",
    {"WWW-Authenticate": "Bearer"},
)


@dataclass(frozen=True, slots=True)
class Asking:
    """A client that has asked, and the site that it asks."""

    site: Site
    who: Who

    def unit(self, wanted: str | None, right: Right = Right.LOOK) -> str | None:
        """The division to which an answer keeps: the wanted one, or the client's; None for all.

        Raises 403 for a division in which the client does not have that right.
        """
        own = None if self.who.scope(right) is Scope.ALL else self.who.unit
        if wanted is not None and own not in (None, wanted):
            raise HTTPException(403, "the client may see one division only, and not this one")
        return own or wanted

    def with_offset(self, moment: datetime | None) -> datetime | None:
        """A local time of the agency as programs read it."""
        if moment is None:
            return None
        return moment.replace(tzinfo=self.site.settings.zone_on(moment.date()))

    def data(self) -> DataState:
        """How far the data can be believed."""
        with reading(self.site.engine) as connection:
            found = freshness(connection, self.site.settings.web, self.site.clock())
        return DataState(
            run=found.run,
            as_of=found.as_of,
            finished_at=self.with_offset(found.at),
            complete=found.whole,
            doubts=list(found.doubts),
        )


def asking(
    request: Request,
    token: Annotated[HTTPAuthorizationCredentials | None, Depends(_token)],
) -> Asking:
    """Who asks; raises 401 for a token that is of no open client."""
    site: Site = request.app.state.site
    if token is None:
        raise _UNKNOWN
    with reading(site.engine) as connection:
        who = client_of(connection, token.credentials)
    if who is None:
        raise _UNKNOWN
    return Asking(site, who)


def with_right(right: Right) -> Callable[[Asking], Awaitable[Asking]]:
    """A client that has this right somewhere; raises 403."""

    async def allowed(asking: Annotated[Asking, Depends(asking)]) -> Asking:
        if not asking.who.has(right):
            raise HTTPException(403, f"the client's roles do not include the right {right}")
        return asking

    return allowed
