"""Web archives (MHTML), as browsers and Word save them → the pages in them."""

from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.policy import default
from pathlib import Path

from monitor.intake.errors import IntakeError


def archived_pages(path: Path, content: bytes) -> Iterator[bytes]:
    """The pages of a web archive as bytes, frames too.

    Raises IntakeError where there is none.
    """
    try:
        parts = list(message_from_bytes(content, policy=default).walk())
        pages = [part for part in parts if part.get_content_type() == "text/html"]
        contents = [page.get_payload(decode=True) for page in pages]
    except (MessageError, ValueError, LookupError, RecursionError):
        contents = []
    found = [one for one in contents if isinstance(one, bytes) and one.strip()]
    if not found:
        raise IntakeError(f"{path}: is a web archive without a page; save the page again")
    yield from found
