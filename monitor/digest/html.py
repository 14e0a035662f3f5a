"""The digest as HTML that mail programs show as it is meant, Outlook and dark mode too."""

from base64 import b64encode

import css_inline

from monitor.digest.chart import trend_picture
from monitor.digest.content import Digest
from monitor.digest.rendering import render
from monitor.mail.message import Page, Picture

_TREND = "dien-bien"


def digest_page(digest: Digest, beside: str = "") -> Page:
    """The HTML part with its picture. beside: what is said of the list of dossiers."""
    pictures = []
    if any(week.late for week in digest.trend):
        pictures.append(Picture(_TREND, trend_picture(digest.trend, whole=digest.whole)))
    address = f"cid:{_TREND}" if pictures else ""
    html = render("digest.html", digest, beside, address)
    # Mail programs drop style sheets, or know no inheritance: each cell carries its own styles.
    # Only what asks for the screen stays above.
    inlined = css_inline.inline(html, keep_at_rules=True, load_remote_stylesheets=False)
    return Page(inlined, pictures)


def page_alone(page: Page) -> str:
    """The page with its pictures in it, for a browser."""
    html = page.html
    for one in page.pictures:
        html = html.replace(
            f"cid:{one.key}", f"data:image/png;base64,{b64encode(one.content).decode()}"
        )
    return html
