"""The address of the letters' queue."""

from urllib.parse import urlencode


def queue_address(**query: object) -> str:
    """The queue, with what is asked of it; what is empty is left out."""
    return "/letters?" + urlencode({name: value for name, value in query.items() if value})
