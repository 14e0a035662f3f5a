"""How each kind of interface is spoken to: its login, and its way of asking for a page."""

from collections.abc import Mapping
from typing import Any, Protocol

from monitor.config.api import ApiSettings, Parameter
from monitor.sources.api_exchange import Request

_ALL_WELL = {"", "0", "00", "None"}


class System(Protocol):
    """One kind of interface. A ticket is what a login gives: a session, a token."""

    first_page: int

    def login(self, settings: ApiSettings, url: str, password: str) -> Request:
        """The request that logs in."""

    def ticket_in(self, document: Mapping[str, Any]) -> str | None:
        """The ticket in the answer to a login."""

    def page(self, settings: ApiSettings, number: int, ticket: str | None) -> Request:
        """The request for a page."""


class NationalPortal:
    """Everything is a POST of JSON; the session stands in the body."""

    first_page = 1

    def login(self, settings: ApiSettings, url: str, password: str) -> Request:
        """The request that logs in."""
        body = {"username": settings.username, "password": password, **settings.login_parameters}
        return Request("POST", url, body=body)

    def ticket_in(self, document: Mapping[str, Any]) -> str | None:
        """The session in the answer to a login."""
        return _text(document, "session")

    def page(self, settings: ApiSettings, number: int, ticket: str | None) -> Request:
        """The request for a page."""
        body: dict[str, Any] = {"session": ticket} if ticket else {}
        if settings.service:
            body["service"] = settings.service
        body |= _filled(settings, number, {"page": "{page}", "size": "{size}"})
        return Request("POST", settings.url, body=body)


class IGate:
    """OAuth 2 gives a bearer token; pages are had with GET and counted from 0."""

    first_page = 0

    def login(self, settings: ApiSettings, url: str, password: str) -> Request:
        """The request that logs in: with client credentials, or as login_parameters say."""
        if settings.login_parameters.get("grant_type") == "password":
            who = {"username": settings.username, "password": password}
        else:
            who = {
                "grant_type": "client_credentials",
                "client_id": settings.username,
                "client_secret": password,
            }
        return Request("POST", url, form={**who, **settings.login_parameters})

    def ticket_in(self, document: Mapping[str, Any]) -> str | None:
        """The token in the answer to a login."""
        return _text(document, "access_token")

    def page(self, settings: ApiSettings, number: int, ticket: str | None) -> Request:
        """The request for a page."""
        headers = {"Authorization": f"Bearer {ticket}"} if ticket else {}
        query = _filled(settings, number, {"page": "{page}", "size": "{size}"})
        return Request("GET", settings.url, headers=headers, query=query)


SYSTEMS: Mapping[str, System] = {"national": NationalPortal(), "igate": IGate()}


def refusal_in(document: Any) -> str | None:
    """What an answer that came with status 200 refuses all the same; None where all is well."""
    if not isinstance(document, dict) or str(document.get("error_code", "")) in _ALL_WELL:
        return None
    said = (_text(document, key) for key in ("message", "error_message", "error_description"))
    text = next((text for text in said if text), "")
    return f"error_code {document['error_code']}" + (f": {text}" if text else "")


def _filled(
    settings: ApiSettings, number: int, paging: Mapping[str, Parameter]
) -> dict[str, Parameter]:
    """The parameters with page and size; under the system's own names unless they place them."""
    given = settings.parameters
    placed = any("{page}" in value for value in given.values() if isinstance(value, str))
    parameters = given if placed else {**paging, **given}
    numbers = {"{page}": number, "{size}": settings.page_size}
    return {name: _number_or_text(value, numbers) for name, value in parameters.items()}


def _number_or_text(value: Parameter, numbers: Mapping[str, int]) -> Parameter:
    if not isinstance(value, str):
        return value
    if value in numbers:
        return numbers[value]
    for name, number in numbers.items():
        value = value.replace(name, str(number))
    return value


def _text(document: Mapping[str, Any], key: str) -> str | None:
    value = document.get(key)
    return value if isinstance(value, str) and value else None
