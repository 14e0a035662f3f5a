"""The keys of [web]: where the review pages are had, and how long somebody stays logged in."""

from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
        raise ValueError("expected the address that officers type, e.g. https://tthc.so.gov.vn")
    return text.rstrip("/")


def _issuer(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise ValueError("expected an address that begins with https://")
    return text.rstrip("/")


class SingleSignOnSettings(BaseModel):
    """Logging in through the identity provider of the office, by OpenID Connect."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    issuer: Annotated[str, AfterValidator(_issuer)] = Field(description="address of the provider")
    client_id: str = Field(description="as the provider knows this service")
    client_secret_file: Path = Field(description="a file that holds the client's secret")
    login_claim: str = Field("preferred_username", description="the claim that is the login here")
    title: str = Field("tài khoản của cơ quan", description="what stands on the login button")


class WebSettings(BaseModel):
    """How the review pages are served."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: Annotated[str, AfterValidator(_address)] = Field(
        "http://127.0.0.1:8040", description="the address that officers type"
    )
    host: str = Field("127.0.0.1", description="where the server listens")
    port: int = Field(8040, ge=1, le=65535, description="the port on which it listens")
    processes: int = Field(
        1, ge=1, le=64, description="so many answer pages for `tthc serve`; one a core for many"
    )
    trusted_proxy: str = Field("127.0.0.1", description="whose X-Forwarded-For is believed")
    idle_minutes: int = Field(60, ge=1, description="a session ends after so long without a click")
    session_hours: int = Field(12, ge=1, description="and after so long in any case")
    pictures: Path = Field(
        Path("out/pictures"), description="folder for letters as they are printed, 200 MB at most"
    )
    stale_hours: int = Field(30, ge=1, description="older data is called out on every page")
    single_sign_on: SingleSignOnSettings | None = None

    @property
    def secure(self) -> bool:
        """Whether pages are had through HTTPS alone, cookies too."""
        return self.url.startswith("https://")

    @property
    def hostname(self) -> str:
        """The name under which requests may come."""
        return str(urlsplit(self.url).hostname)

    @property
    def in_the_open(self) -> bool:
        """Whether passwords would cross a network unencrypted."""
        return not self.secure and self.hostname not in LOOPBACK
