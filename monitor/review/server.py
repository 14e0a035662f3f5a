"""The review pages behind a web server, ready to be run."""

import socket
from collections.abc import Callable
from datetime import datetime

import uvicorn
from sqlalchemy import Engine

from monitor.config import ConfigError, Settings
from monitor.review.app import review_app

_LAST_ANSWERS_S = 4  # so long what was asked before the end may still be answered
_BACKLOG = 2048


def page_server(
    settings: Settings, engine: Engine, clock: Callable[[], datetime]
) -> uvicorn.Server:
    """A server of the pages. clock: local time of the agency, without offset."""
    return uvicorn.Server(
        uvicorn.Config(
            review_app(settings, engine, clock),
            forwarded_allow_ips=settings.web.trusted_proxy,
            server_header=False,
            access_log=False,  # addresses hold what was searched for: names
            log_config=None,
            timeout_graceful_shutdown=_LAST_ANSWERS_S,
        )
    )


def listening(settings: Settings) -> socket.socket:
    """The socket of [web], so that nothing else begins where it is taken. Raises ConfigError."""
    web = settings.web
    family = socket.AF_INET6 if ":" in web.host else socket.AF_INET
    try:
        place = socket.create_server((web.host, web.port), family=family, backlog=_BACKLOG)
    except OSError as error:
        raise ConfigError(
            f"[web] host = {web.host}, port = {web.port}: can't be listened on: {error.strerror}; "
            "is another tthc at work there?"
        ) from None
    # What is accepted there inherits it: the end of a page does not wait for the browser's word
    # that it has the beginning, which takes 40 ms. (asyncio sets it only on sockets of its own.)
    place.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return place
