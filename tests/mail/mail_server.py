"""A mail server that behaves, or misbehaves as it is told."""

import asyncio
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, AnyStr

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

Answers = Callable[[str], str]
_FOR_EVER_S, _LAST_ONES_S = 3600, 10


@dataclass
class Post:
    """What a server took in, and how it behaves.

    sender, recipient, data: its answer to the options of a sender, to an address, and to a message.
    moods: at which step it does what: "drop" (the connection), "hang", or an answer. Steps are
    commands, "greeting", "body" (while a message comes in) and "dot" (when it has come, and was
    taken in). ended: how often somebody said QUIT.
    """

    port: int = 0
    taken: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    sender: Callable[[list[str]], str] = lambda _: "250 OK"
    recipient: Answers = lambda _: "250 OK"
    data: Answers = lambda _: "250 taken in"
    moods: dict[str, str] = field(default_factory=dict)
    ended: int = 0
    connected: set[SMTP] = field(default_factory=set)
    logins: list[str] = field(default_factory=list)

    async def handle_MAIL(  # noqa: N802 - as aiosmtpd calls it
        self, _: SMTP, __: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.sender(options)

    async def handle_RCPT(  # noqa: N802 - as aiosmtpd calls it
        self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: list[str]
    ) -> str:
        answer = self.recipient(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.data("")
        if answer.startswith("250"):
            content = envelope.original_content or b""
            message = message_from_bytes(content, policy=policy.default)
            assert isinstance(message, EmailMessage)
            self.taken.append((list(envelope.rcpt_tos), message))
        assert isinstance(server, Moody)
        return answer if await server.is_calm("dot") else ""

    async def handle_QUIT(self, _: SMTP, __: Session, ___: Envelope) -> str:  # noqa: N802
        self.ended += 1
        return "221 bye"


class Moody(SMTP):
    """Follows the moods of its post office."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.event_handler.connected.add(self)
        super().connection_made(transport)

    def eof_received(self) -> bool:
        super().eof_received()
        return False  # otherwise a connection stays open of which nothing more comes

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self.event_handler.connected.discard(self)

    async def is_calm(self, step: str) -> bool:
        """Whether all is well at a step; otherwise what is to be done was done."""
        mood = self.event_handler.moods.get(step)
        if mood == "drop":
            assert isinstance(self.transport, asyncio.Transport)
            self.transport.abort()
        if mood in ("drop", "hang"):
            await asyncio.sleep(_FOR_EVER_S)  # the end of the connection ends it
        if mood is not None:
            await super().push(mood)
        return mood is None

    async def push(self, status: AnyStr) -> None:
        step = {"220": "greeting", "354": "body"}.get(str(status)[:3])
        if status and (step != "greeting" or await self.is_calm(step)):
            await super().push(status)
        if step == "body":
            await self.is_calm(step)


def _with_mood(command: str) -> Callable[..., Any]:
    usual = getattr(SMTP, f"smtp_{command}")

    async def answer(self: Moody, argument: str) -> None:
        if await self.is_calm(command):
            await usual(self, argument)

    return answer


for _command in ("EHLO", "HELO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "QUIT"):
    setattr(Moody, f"smtp_{_command}", _with_mood(_command))


class MoodyController(Controller):
    """Runs it."""

    def factory(self) -> SMTP:
        return Moody(self.handler, **self.SMTP_kwargs)


@contextmanager
def post_office(
    *, starttls: ssl.SSLContext | None = None, password: str | None = None
) -> Iterator[Post]:
    """A server on a free port. starttls: with its certificate. password: whom it lets in."""
    post = Post()
    options: dict[str, Any] = {}
    if starttls is not None:
        options |= {"tls_context": starttls, "require_starttls": True}
    if password is not None:

        def allowed(_: SMTP, __: Session, ___: Envelope, ____: str, given: Any) -> AuthResult:
            post.logins.append(str(given))
            right = isinstance(given, LoginPassword) and given.password == password.encode()
            return AuthResult(success=right, handled=False)

        options |= {"authenticator": allowed, "auth_required": True}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        post.port = free.getsockname()[1]
    controller = MoodyController(post, hostname="127.0.0.1", port=post.port, **options)
    controller.start()
    try:
        yield post
    finally:
        until = time.monotonic() + _LAST_ONES_S
        while post.connected and time.monotonic() < until:
            time.sleep(0.01)
        controller.stop()
