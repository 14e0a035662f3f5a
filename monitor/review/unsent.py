"""A form that came without a session: where it stood, and what was typed in it."""

from urllib.parse import urlsplit

from fastapi import Request

from monitor.review.addresses import inside
from monitor.review.letters.left_over import left_over

_TITLES = {"name": "Họ và tên", "login": "Tên đăng nhập", "why": "Lý do"}  # no password


def typed_in(request: Request) -> list[tuple[str, str]]:
    """Title and text of what somebody has typed or chosen, so that he has it still."""
    form = getattr(request.state, "form", {})
    values = {name: text for name, text in form.items() if isinstance(text, str) and text.strip()}
    told = [(title, values.pop(name)) for name, title in _TITLES.items() if name in values]
    return [*told, *left_over(values, None)]


def wanted(request: Request) -> str:
    """The address that was asked for; of a form, that of the page on which it stood."""
    raw: bytes = request.scope["raw_path"]  # a code may hold what only looks quoted
    asked = raw.decode("latin-1")
    if request.method == "GET":
        return f"{asked}?{request.url.query}" if request.url.query else asked
    page = urlsplit(request.headers.get("referer", ""))
    if page.hostname != request.url.hostname:
        return "/"
    # A form that was refused is shown at the address to which it was sent.
    path = page.path if page.path != asked else page.path.rpartition("/")[0]
    return inside(f"{path}?{page.query}" if page.query else path)
