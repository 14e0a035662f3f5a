"""Forms that are too large are refused before they are read."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from monitor.letterbook.files import LARGEST, MB

# What is a little too large is read and refused in the form; the rest is not worth the wait.
_LARGEST_FORM = LARGEST + 5 * MB
_LENGTH_REQUIRED, _TOO_LARGE = 411, 413


class LimitedRoute(APIRoute):
    """A route for forms with a file. Browsers say beforehand how long a form is."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, behind a look at the announced length."""
        handler = super().get_route_handler()

        async def limited(request: Request) -> Response:
            length = request.headers.get("content-length", "")
            if not length.isascii() or not length.isdigit():
                raise HTTPException(_LENGTH_REQUIRED)
            if int(length) > _LARGEST_FORM:
                raise HTTPException(_TOO_LARGE)
            return await handler(request)

        return limited
