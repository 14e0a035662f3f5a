"""Why a step is not taken: errors whose message an officer can read."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from monitor.letterbook.sentences import say


class FlagCode(StrEnum):
    """What has become of a dossier since its letter was written."""

    FINISHED_IN_TIME = "finished-in-time"
    FINISHED_LATE = "finished-late"
    REOPENED = "reopened"
    PASSED = "passed"
    PAUSED = "paused"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    VANISHED = "vanished"
    MOVED = "moved"
    NO_APPOINTMENT = "no-appointment"


@dataclass(frozen=True, slots=True)
class Flag:
    """One reason to think twice before a step, in Vietnamese."""

    code: FlagCode
    sentence: str


class StepError(Exception):
    """A step was not taken and nothing was written.

    why: a key of [refusals] in data/sentences.toml; values: what its sentence is filled with. The
    message is Vietnamese.
    """

    def __init__(self, why: str, /, **values: object) -> None:
        super().__init__(say("refusals", why, **values))
        self.why = why
        self.values = values


class TakenError(StepError):
    """Somebody else was faster; the message says who did what and when."""


class FlaggedError(StepError):
    """The dossier has changed since; the step is taken only if the officer says so."""

    def __init__(self, dossier: str, flags: Sequence[Flag]) -> None:
        words = " ".join(flag.sentence for flag in flags)
        super().__init__("flagged", code=dossier, flags=words)
        self.flags = tuple(flags)
