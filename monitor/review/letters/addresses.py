"""Addresses of the letters' pages."""

from urllib.parse import quote, urlencode


def queue_address(**query: object) -> str:
    """The queue, with what is asked of it; what is empty is left out."""
    return "/letters?" + urlencode({name: value for name, value in query.items() if value})


def letter_address(code: str, below: str = "") -> str:
    """The page of a dossier's letter, or what lies below it; codes may hold any characters."""
    return f"/letters/{quote(code, safe='')}{below}"
