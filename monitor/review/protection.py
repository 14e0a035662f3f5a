"""What protects every answer: where requests come from, what a browser may do with pages."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.config.web import LOOPBACK, WebSettings

_SAFE = ("GET", "HEAD", "OPTIONS")
_HEADERS = {
    # No inline script or style, nothing from elsewhere, in nobody's frame.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_HTTPS_ONLY = {"Strict-Transport-Security": "max-age=31536000"}
# What stands on pages is personal data: no shared computer is to find it in its cache.
_UNCACHED = {"Cache-Control": "no-store"}
_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}


class Protection:
    """Refuses changes that other sites ask for, and seals whatever is answered.

    on_fault: makes the page for a fault of ours.
    """

    def __init__(
        self,
        app: ASGIApp,
        settings: WebSettings,
        on_fault: Callable[[Request, Exception], Response],
    ) -> None:
        self._app = app
        self._on_fault = on_fault
        self._own = {
            settings.hostname,
            *(LOOPBACK if settings.hostname in LOOPBACK else ()),
        }
        self._always = _HEADERS | (_HTTPS_ONLY if settings.secure else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; what else a server asks goes on as it is."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def sealed(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                is_static = scope["path"].startswith("/static/")
                kept = is_static and message["status"] == HTTPStatus.OK
                headers = MutableHeaders(scope=message)
                headers.update(self._always | (_FOREVER if kept else _UNCACHED))
            await send(message)

        request = Request(scope, receive)
        if request.method not in _SAFE and not _is_own(request, self._own):
            answer = PlainTextResponse("Yêu cầu đến từ trang khác, bị từ chối.", 403)
            await answer(scope, receive, sealed)
            return
        try:
            await self._app(scope, receive, sealed)
        except Exception as error:  # whatever it is, its inside is for the log alone
            if begun:
                raise
            await self._on_fault(request, error)(scope, receive, sealed)


def _is_own(request: Request, own: set[str]) -> bool:
    """Whether a change is asked for by a page of ours, as far as the browser tells.

    Browsers tell by Sec-Fetch-Site or, older ones, by Origin; a program that sends neither holds
    no cookie of anybody else.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).hostname in own
