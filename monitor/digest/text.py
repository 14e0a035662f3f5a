"""The digest as plain text, in sentences that can be read aloud."""

from monitor.digest.content import Digest
from monitor.digest.rendering import render


def digest_text(digest: Digest, beside: str = "") -> str:
    """The text part. beside: what is said of the list of dossiers."""
    return render("digest.txt", digest, beside)
