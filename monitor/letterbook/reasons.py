"""The reasons for a delay that an officer chooses from, and the words they put into a letter."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from monitor.letterbook.kinds import Fault
from monitor.letterbook.refusals import StepError


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. wording: a clause for the sentence of the letter; empty: the officer writes it.

    fault: whose doing it usually was.
    """

    code: str
    title: str
    wording: str
    fault: Fault


@cache
def reasons() -> Mapping[str, Reason]:
    """Code → reason, in the order of data/reasons.toml."""
    text = files("monitor.letterbook.data").joinpath("reasons.toml").read_text(encoding="utf-8")
    return {
        code: Reason(code, row["title"], row["wording"], Fault(row["fault"]))
        for code, row in tomllib.loads(text).items()
    }


def known_reason(code: str) -> Reason:
    """The reason with that code; raises StepError that names all codes."""
    if code not in reasons():
        raise StepError("unknown-reason", found=code, known=", ".join(reasons()))
    return reasons()[code]


def clause(reason: Reason, own_words: str) -> str:
    """What the letter says: the wording of the reason, and what the officer adds."""
    if not reason.wording and not own_words:
        raise StepError("reason-needed", code=reason.code)
    return "; ".join(part for part in (reason.wording, own_words) if part)
