"""Addresses inside the site."""

from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import Path

Key = Annotated[int, Path(ge=1, le=2**62)]
"""A number in an address by which a row is found; the databases know none that is larger."""


def inside(address: str | None) -> str:
    """An address of this site to which a visitor may be led on; the home page for any other.

    Browsers take "//host" and a backslash for another host.
    """
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return "/"
    if "\\" in address or not address.isprintable():
        return "/"
    parts = urlsplit(address)
    return "/" if parts.scheme or parts.netloc else address


def login_address(wanted: str) -> str:
    """The login page that leads on to what was wanted."""
    return "/login" if wanted == "/" else f"/login?to={quote(wanted, safe='')}"


def dossier_address(code: str, page: str = "") -> str:
    """Where a dossier's page is; codes may hold slashes. page: one below it."""
    return f"/dossiers/{quote(code, safe='')}" + (f"/{page}" if page else "")


def letter_address(code: str, below: str = "") -> str:
    """The page of a dossier's letter, or what lies below it; codes may hold any characters."""
    return f"/letters/{quote(code, safe='')}{below}"
