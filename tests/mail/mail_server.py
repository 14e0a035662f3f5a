"""A mail server that behaves, or misbehaves as it is told."""

import asyncio
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

Answers = Callable[[str], str]


@dataclass
class Post:
    """What a server took in, and how it behaves.

    sender, recipient, data: its answer to the options of a sender, to an address, and to a message.
    lost: the connection breaks after the message has gone, although it was taken in.
    """

    port: int = 0
    taken: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    sender: Callable[[list[str]], str] = lambda _: "250 OK"
    recipient: Answers = lambda _: "250 OK"
    data: Answers = lambda _: "250 taken in"
    lost: bool = False
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
        if self.lost:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
            await asyncio.sleep(0)
        return answer


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
    controller = Controller(post, hostname="127.0.0.1", port=post.port, **options)
    controller.start()
    try:
        yield post
    finally:
        controller.stop()
