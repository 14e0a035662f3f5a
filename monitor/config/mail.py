"""The keys of [mail]: the server through which e-mail goes, and as whose."""

from email.headerregistry import Address
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _address(text: str) -> str:
    if not text:
        return text
    try:
        domain = Address(addr_spec=text).domain
    except (ValueError, IndexError):
        domain = ""
    if not domain or not text.isascii() or not text.isprintable():
        raise ValueError("expected an address, e.g. tthc@so.gov.vn")
    return text


def needed(text: str) -> str:
    """For an address that can't be left empty."""
    if not text:
        raise ValueError("expected an address, e.g. giam-doc@so.gov.vn")
    return text


MailAddress = Annotated[str, AfterValidator(_address)]


class MailSettings(BaseModel):
    """The mail server of the office."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str = Field("", description="the SMTP server; empty: nothing is sent")
    port: int = Field(587, ge=1, le=65535, description="its port")
    security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="none: only on this machine or a network that is trusted"
    )
    ca_file: Path | None = Field(None, description="certificates to trust besides the system's")
    username: str = Field("", description="who logs in; empty: nobody does")
    password_file: Path | None = Field(None, description="holds the password")
    sender: MailAddress = Field("", description="the address from which it comes")
    sender_name: str = Field("", description="the name beside it; empty: the agency's")
    timeout_s: float = Field(30, gt=0, description="longest silence of the server")
