"""Forms that are too large are refused before they are read, those with odd characters after."""

from collections.abc import Callable, Coroutine, Iterator
from typing import Any, ClassVar

from fastapi import Request, Response
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from monitor.review.control_characters import refuse_controls
from monitor.review.turns import PageRoute

_KB = 1024
_SAFE = ("GET", "HEAD", "OPTIONS")
_LENGTH_REQUIRED, _TOO_LARGE = 411, 413


class FormRoute(PageRoute):
    """A page whose forms are no larger than `largest` bytes. Browsers announce their length."""

    largest: ClassVar[int] = 256 * _KB
    """The largest page sends 200 ticked letters, some 20 KB."""
    names_the_field: ClassVar[bool] = False
    """Whether the forms refuse control characters themselves, with all else that was typed."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, behind a look at the announced length and at what was typed."""
        handler = super().get_route_handler()

        async def limited(request: Request) -> Response:
            if request.method not in _SAFE:
                length = request.headers.get("content-length", "")
                if not length.isascii() or not length.isdigit():
                    raise HTTPException(_LENGTH_REQUIRED)
                if int(length[:20]) > self.largest:
                    raise HTTPException(_TOO_LARGE)
                request.state.form = await request.form()
                if not self.names_the_field:
                    refuse_controls(_texts(request.state.form))
            return await handler(request)

        return limited


def _texts(form: FormData) -> Iterator[str]:
    for name, value in form.multi_items():
        yield name
        yield value if isinstance(value, str) else value.filename or ""
