"""A web server for tests: versions, a token, failing and slow answers; it counts what it sends."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread


@dataclass
class WebServer:
    """Files by path, and how it misbehaves.

    failures: statuses of the next answers, 0 for a connection that breaks within the body.
    dated: whether it knows Last-Modified instead of ETag. endless: a path whose answer never ends;
    sent: how many bytes of it went out.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    token: str = ""
    dated: bool = False
    failures: list[int] = field(default_factory=list)
    slow: Event | None = None
    redirects: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    answers: Counter[int] = field(default_factory=Counter)
    asked: list[dict[str, str]] = field(default_factory=list)
    url: str = ""
    endless: str = ""
    sent: int = 0

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, office: WebServer, *arguments: object) -> None:
        self.office = office
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        office = self.office
        office.asked.append(dict(self.headers))
        if office.slow is not None:
            office.slow.wait(5)
        status = office.failures.pop(0) if office.failures else None
        if status:
            self._answer(status)
        elif office.token and self.headers.get("Authorization") != f"Bearer {office.token}":
            self._answer(HTTPStatus.UNAUTHORIZED)
        elif self.path in office.redirects:
            self._answer(HTTPStatus.FOUND, Location=office.redirects[self.path])
        elif self.path == office.endless:
            self._never_ending()
        elif self.path not in office.files:
            self._answer(HTTPStatus.NOT_FOUND)
        else:
            self._file(office.files[self.path], broken=status == 0)

    def _file(self, content: bytes, *, broken: bool) -> None:
        tag = f'"{sha256(content).hexdigest()[:8]}"'
        version = {"ETag": tag}
        if self.office.dated:
            version = {"Last-Modified": f"Mon, 06 Sep 2021 08:00:{len(content) % 60:02} GMT"}
        known = self.headers.get("If-None-Match") or self.headers.get("If-Modified-Since")
        if known in version.values():
            self._answer(HTTPStatus.NOT_MODIFIED)
        else:
            length = len(content) + (1_000 if broken else 0)
            self._answer(HTTPStatus.OK, content, length, **version, **self.office.headers)

    def _never_ending(self) -> None:
        """Send until nobody takes it any more."""
        self.send_response(HTTPStatus.OK)
        for name, value in self.office.headers.items():
            self.send_header(name, value)
        self.end_headers()
        line = b"1,A-1,x\n" * 8_000
        with suppress(ConnectionError):
            while True:
                self.wfile.write(line)
                self.office.sent += len(line)

    def _answer(
        self, status: int, content: bytes = b"", length: int | None = None, **headers: str
    ) -> None:
        self.office.answers[status] += 1
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(length or len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """A client that has given up is no error."""


@contextmanager
def serving(office: WebServer) -> Iterator[WebServer]:
    """The server in a thread, on a free port of this machine."""
    server = _Server(("127.0.0.1", 0), partial(_Handler, office))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    office.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield office
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
