"""An interface on this machine that answers as a test tells it, and keeps what it was asked."""

import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Asked:
    """One request: a form's or a query's fields, or a JSON body, all in `fields`."""

    method: str
    path: str
    fields: dict[str, Any]
    headers: dict[str, str]


@dataclass
class Reply:
    """What to answer; text is sent as it is, anything else as JSON."""

    document: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay_s: float = 0


Handler = Callable[[Asked], Reply]


@dataclass
class Portal:
    url: str
    asked: list[Asked] = field(default_factory=list)

    def paths(self) -> list[str]:
        return [one.path for one in self.asked]


@contextmanager
def portal(answer: Handler, tls: ssl.SSLContext | None = None) -> Iterator[Portal]:
    """A server on a free port of this machine, as long as the block lasts."""

    class Serve(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            address = urlsplit(self.path)
            fields: dict[str, Any] = {k: v[0] for k, v in parse_qs(address.query).items()}
            if "json" in self.headers.get("Content-Type", ""):
                fields |= json.loads(body)
            else:
                fields |= {k: v[0] for k, v in parse_qs(body).items()}
            asked = Asked(self.command, address.path, fields, dict(self.headers))
            opened.asked.append(asked)
            reply = answer(asked)
            time.sleep(reply.delay_s)
            is_text = isinstance(reply.document, str)
            content = (reply.document if is_text else json.dumps(reply.document)).encode()
            try:
                self.send_response_only(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
            except (BrokenPipeError, ConnectionResetError):
                pass  # the client gave up waiting, as some tests want

        do_GET = do_POST = _serve  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Serve)
    opened = Portal(f"http://127.0.0.1:{server.server_port}")
    if tls:
        opened.url = f"https://localhost:{server.server_port}"
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield opened
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
