"""Pages are answered a few at a time, so that nobody waits for whoever came after him."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from monitor.review.visit import site_of


class PageRoute(APIRoute):
    """A route whose pages are made in the order in which they are asked for.

    Of many that are at work together each takes as long as all of them. Not for what takes long
    while the processor rests, nor for downloads: it would hold up pages that are there at once.
    What changes something has no turn: it may have to wait for a run that is at work.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, behind a wait for one's turn."""
        handler = super().get_route_handler()

        async def in_turn(request: Request) -> Response:
            if request.method != "GET":
                return await handler(request)
            async with site_of(request).turns:
                return await handler(request)

        return in_turn
