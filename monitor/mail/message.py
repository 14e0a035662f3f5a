"""A message as it travels: Vietnamese rightly encoded, headers that nothing can be put into."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.mime.application import MIMEApplication
from email.mime.base import MIMEBase
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime
from hashlib import sha256

from monitor.config.mail import MailSettings

_ID_LETTERS = 32


class MessageError(Exception):
    """A message can't be made; the message is Vietnamese."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message. kind: e.g. application/pdf."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG that the HTML shows as cid:<key>."""

    key: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """What is shown by programs that show HTML; the others show the text."""

    html: str
    pictures: Sequence[Picture] = ()


def recipient(text: str) -> str:
    """An address as it was typed, if it is one. Raises MessageError."""
    text = text.strip()
    try:
        parsed = Address(addr_spec=text)
    except (ValueError, IndexError):
        raise MessageError(f"“{text}” không phải địa chỉ thư điện tử.") from None
    if not parsed.domain or not text.isascii() or not text.isprintable():
        raise MessageError(f"“{text}” không phải địa chỉ thư điện tử.")
    return text


def message_id(settings: MailSettings, *about: str) -> str:
    """The same for the same matter and addresses, however often it is made."""
    domain = settings.sender.rpartition("@")[2]
    digest = sha256("\n".join(about).encode()).hexdigest()[:_ID_LETTERS]
    return f"<{digest}@{domain}>"


def compose(
    settings: MailSettings,
    sender_name: str,
    to: Sequence[str],
    subject: str,
    text: str,
    *,
    at: datetime,
    key: str,
    attachments: Sequence[Attachment] = (),
    page: Page | None = None,
    to_name: str = "",
) -> bytes:
    """The bytes of a message. at: with its zone. key: its Message-ID. Raises MessageError.

    page: the same as the text, as HTML. to_name: who the one recipient is.
    """
    # Not EmailMessage: its folding loses or adds spaces between encoded words (Python 3.11).
    message = MIMEMultipart()
    _add(message, "From", sender_name, settings.sender)
    if to_name:
        _add(message, "To", to_name, recipient(to[0]))
    else:
        message["To"] = ", ".join(recipient(one) for one in to)
    _add(message, "Subject", subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = key
    message["Auto-Submitted"] = "auto-generated"
    message.attach(_body(text, page))
    for one in attachments:
        part = MIMEApplication(one.content, one.kind.partition("/")[2])
        part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", one.name))
        message.attach(part)
    return message.as_bytes(policy=compat32.clone(linesep="\r\n"))


def _body(text: str, page: Page | None) -> MIMEBase:
    """The text alone; or the choice between it and the page, beside the page's pictures."""
    plain = MIMEText(text, "plain", "utf-8")
    if page is None:
        return plain
    either = MIMEMultipart("alternative")
    either.attach(plain)
    either.attach(MIMEText(page.html, "html", "utf-8"))
    if not page.pictures:
        return either
    related = MIMEMultipart("related", type="multipart/alternative")
    related.attach(either)
    for one in page.pictures:
        picture = MIMEImage(one.content, "png")
        picture["Content-ID"] = f"<{one.key}>"
        picture.add_header("Content-Disposition", "inline", filename=f"{one.key}.png")
        related.attach(picture)
    return related


def _add(message: MIMEMultipart, name: str, text: str, address: str = "") -> None:
    if not text.isprintable():
        raise MessageError("Tiêu đề thư có ký tự xuống dòng hoặc ký tự điều khiển.")
    header = Header(text, "utf-8", header_name=name)
    if address:
        header.append(f"<{address}>", "us-ascii")
    message.add_header(name, header.encode())
