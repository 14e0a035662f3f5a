"""What protects every answer: where requests come from, what a browser may do with pages."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse

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

Next = Callable[[Request], Awaitable[Response]]


def protect(
    settings: WebSettings, on_fault: Callable[[Request, Exception], Response]
) -> Callable[[Request, Next], Awaitable[Response]]:
    """A middleware that refuses changes asked for by other sites and seals what is answered.

    on_fault: makes the page for a fault of ours.
    """
    own = {settings.hostname, *(LOOPBACK if settings.hostname in LOOPBACK else ())}

    async def middleware(request: Request, call_next: Next) -> Response:
        if request.method not in _SAFE and not _is_own(request, own):
            answer: Response = PlainTextResponse("Yêu cầu đến từ trang khác, bị từ chối.", 403)
        else:
            try:
                answer = await call_next(request)
            except Exception as error:  # whatever it is, its inside is for the log alone
                answer = on_fault(request, error)
        is_static = request.url.path.startswith("/static/") and answer.status_code == HTTPStatus.OK
        answer.headers.update(_HEADERS | (_HTTPS_ONLY if settings.secure else {}))
        answer.headers.update(_FOREVER if is_static else _UNCACHED)
        return answer

    return middleware


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
