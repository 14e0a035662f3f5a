"""A conversation with an interface: logging in, logging in again, asking for pages."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from monitor.config.api import ApiSettings
from monitor.intake.errors import IntakeError
from monitor.intake.records import Page, page_of, parse_json
from monitor.sources.api_exchange import Answer, Exchange, Request, Secrets, shown
from monitor.sources.api_systems import SYSTEMS, refusal_in

_HEADER = re.compile(r"([A-Za-z0-9-]+):\s*(\S.*)")


class Session:
    """Asks for pages, with a ticket from the login or with the token of a file.

    A ticket that is refused is renewed once for each page. Secrets are read when this is made:
    raises IntakeError when a file of them can't be read.
    """

    def __init__(
        self,
        settings: ApiSettings,
        exchange: Exchange,
        secrets: Secrets,
        resolve: Callable[[Path], Path],
    ) -> None:
        self._settings = settings
        self._exchange = exchange
        self._secrets = secrets
        self._system = SYSTEMS[settings.system]
        self._ticket: str | None = None
        self._password = ""
        self._headers: dict[str, str] = {}
        if settings.password_file:
            self._password = self._secret("password_file", resolve(Path(settings.password_file)))
        if settings.token_file:
            text = self._secret("token_file", resolve(Path(settings.token_file)))
            header = _HEADER.fullmatch(text)
            if header:
                secrets.add(header[2].rpartition(" ")[2])
            self._headers = (
                {header[1]: header[2]} if header else {"Authorization": f"Bearer {text}"}
            )

    def page(self, number: int, address: str | None) -> Page:
        """The page with that number from 1, at the address that the page before gave, if any."""
        url = address or self._settings.url
        fresh = bool(self._settings.login_url) and self._ticket is None
        if fresh:
            self._log_in()
        document, refusal = self._read(number, address)
        if refusal and self._settings.login_url and not fresh:
            self._log_in()
            document, refusal = self._read(number, address)
        if refusal:
            raise IntakeError(f"{shown(url)}: page {number} is refused: {refusal}")
        return page_of(document, f"{shown(url)}, page {number}")

    def _read(self, number: int, address: str | None) -> tuple[Any, str | None]:
        """The document of a page, or why it is refused."""
        at = number - 1 + self._system.first_page
        request = self._system.page(self._settings, at, self._ticket)
        if address:
            request = replace(request, url=address, query={})
        request = replace(request, headers={**request.headers, **self._headers})
        return self._document(request)

    def _document(self, request: Request) -> tuple[Any, str | None]:
        answer = self._exchange.ask(request)
        if answer.unauthorised:
            said = self._secrets.excerpt(answer.content)
            return None, "401 Unauthorized" + (f": {said!r}" if said else "")
        document = self._parsed(answer, shown(request.url))
        refusal = refusal_in(document)
        return document, refusal and self._secrets.excerpt(refusal.encode())

    def _parsed(self, answer: Answer, where: str) -> Any:
        try:
            return parse_json(answer.content, where)
        except IntakeError as error:
            said = self._secrets.excerpt(answer.content)
            raise IntakeError(f"{error}; expected JSON, the answer begins {said!r}") from None

    def _log_in(self) -> None:
        url = self._settings.login_url
        request = self._system.login(self._settings, url, self._password)
        document, refusal = self._document(request)
        if refusal:
            raise IntakeError(
                f"{shown(url)}: the login of {self._settings.username} is refused: {refusal}"
            )
        self._ticket = self._system.ticket_in(document) if isinstance(document, dict) else None
        if self._ticket is None:
            keys = ", ".join(document) if isinstance(document, dict) else "no object"
            raise IntakeError(
                f"{shown(url)}: the answer to the login has neither an error nor a ticket, "
                f"only {keys}"
            )
        self._secrets.add(self._ticket)

    def _secret(self, key: str, path: Path) -> str:
        try:
            text = path.read_text(encoding="utf-8-sig").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise IntakeError(f"[source.api] {key}: {path} can't be read: {error}") from None
        if not text or "\n" in text:
            raise IntakeError(f"[source.api] {key}: {path}: expected one line of text")
        self._secrets.add(text)
        return text
