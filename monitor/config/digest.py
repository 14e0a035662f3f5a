"""The keys of [digest]: when the weekly e-mail goes out, and to whom."""

from datetime import time as time_of_day
from enum import StrEnum
from typing import Annotated
from unicodedata import normalize

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from monitor.config.mail import MailAddress, needed


class Weekday(StrEnum):
    """A day of the week, Monday first."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def number(self) -> int:
        """As `date.weekday` counts, from 0."""
        return list(Weekday).index(self)


def _one_line(text: str) -> str:
    """Composed as the portal writes it, without spaces around it."""
    if not text.isprintable():
        raise ValueError("expected one line of text")
    return normalize("NFC", text.strip())


OneLine = Annotated[str, AfterValidator(_one_line)]


class DigestRecipient(BaseModel):
    """Somebody who gets the digest."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    address: Annotated[MailAddress, AfterValidator(needed)] = Field(description="where it goes")
    name: OneLine = Field("", description="who that is; stands beside the address")
    unit: OneLine = Field("", description="whose digest; empty: of the whole department")


def _nobody_twice(recipients: list[DigestRecipient]) -> list[DigestRecipient]:
    """The same digest does not go twice to an address."""
    seen: set[tuple[str, str]] = set()
    for one in recipients:
        key = (one.address.casefold(), one.unit)
        if key in seen:
            digest = f"the digest of {one.unit!r}" if one.unit else "the same digest"
            raise ValueError(f"expected each address once; {one.address} gets {digest} twice")
        seen.add(key)
    return recipients


class DigestSettings(BaseModel):
    """The weekly e-mail to leaders and heads of division."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = Field(True, description="false: none goes out by itself")
    day: Weekday = Field(Weekday.MONDAY, description="the day of the week on which it goes out")
    time: time_of_day = Field(time_of_day(7), description="from this hour on")
    attached_mb: float = Field(5, ge=0, description="a larger list of dossiers is not attached")
    recipients: Annotated[list[DigestRecipient], AfterValidator(_nobody_twice)] = Field(
        [], description="who gets it"
    )
