"""The keys of [schedule] and [log]: when the daemon does what, whom it tells, how it logs."""

from datetime import time
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from monitor.config.mail import MailAddress


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise ValueError("expected an address that begins with https://, or nothing")
    return text


class ScheduleSettings(BaseModel):
    """What `tthc daemon` does by itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nightly: time = Field(time(1, 30), description="the hour of the nightly run")
    admin: MailAddress = Field("", description="who is told what does not work; empty: nobody")
    ping_url: Annotated[str, AfterValidator(_web_address)] = Field(
        "", description="called after each complete night: a dead man's switch"
    )
    lease_s: float = Field(30, ge=1, description="a program that is silent so long is dead")
    longest_hours: float = Field(6, gt=0, description="a job that takes longer is ended")


class LogSettings(BaseModel):
    """What `tthc daemon` and `tthc serve` write to stderr."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal["text", "json"] = Field("text", description="one line or one object an event")
    level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="how much is told"
    )
