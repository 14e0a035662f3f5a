"""The short lists that an officer chooses from: whose fault it was, how a letter was sent."""

from enum import StrEnum


class Fault(StrEnum):
    """Whose doing the delay was."""

    OURS = "ours"
    AGENCY = "agency"
    APPLICANT = "applicant"
    SYSTEM = "system"


class Channel(StrEnum):
    """How a letter reached the applicant."""

    POST = "post"
    IN_PERSON = "in-person"
    EMAIL = "email"
    SMS = "sms"
    PORTAL = "portal"
    VNEID = "vneid"
