"""Forms that are too large are refused before they are read."""

from collections.abc import Callable, Coroutine
from typing import Any, ClassVar

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

_KB = 1024
_SAFE = ("GET", "HEAD", "OPTIONS")
_LENGTH_REQUIRED, _TOO_LARGE = 411, 413


class FormRoute(APIRoute):
    """A route whose forms are no larger than `largest` bytes. Browsers announce their length."""

    largest: ClassVar[int] = 256 * _KB
    """The largest page sends 200 ticked letters, some 20 KB."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, behind a look at the announced length."""
        handler = super().get_route_handler()

        async def limited(request: Request) -> Response:
            if request.method not in _SAFE:
                length = request.headers.get("content-length", "")
                if not length.isascii() or not length.isdigit():
                    raise HTTPException(_LENGTH_REQUIRED)
                if int(length[:20]) > self.largest:
                    raise HTTPException(_TOO_LARGE)
            return await handler(request)

        return limited
