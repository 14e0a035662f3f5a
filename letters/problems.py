"""What is wrong with a template, and where: one value for each thing that an officer must mend."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from letters.errors import LetterError

_SHOWN = 80
"""So much of a paragraph stands in a message, characters."""


class Severity(StrEnum):
    """Whether a template with this problem can be used."""

    ERROR = "error"
    """No letter is written from it."""
    WARNING = "warning"
    """Letters are right but not laid out as Nghị định 30/2020/NĐ-CP asks, or may puzzle."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a template; `paragraph` counts from 1 within its part, None for the whole part."""

    part: str = ""
    """The name inside the file, "word/header1.xml"; "" for the body."""
    paragraph: int | None = None
    text: str = ""

    def __str__(self) -> str:
        """``paragraph 2 of word/header1.xml ('Mã {{ code }}')``; "" for the whole document."""
        if self.paragraph is None:
            return self.part
        shown = self.text.strip()
        shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
        within = f" of {self.part}" if self.part else ""
        return f"paragraph {self.paragraph}{within} ({shown!r})"


@dataclass(frozen=True, slots=True)
class Fault:
    """What was found, what was expected instead, and what to do."""

    found: str
    expected: str
    advice: str
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault at its place."""

    place: Place
    fault: Fault

    @property
    def is_error(self) -> bool:
        """Whether it forbids using the template."""
        return self.fault.severity is Severity.ERROR

    def __str__(self) -> str:
        """``paragraph 2 ('…'): unknown field 'codee'; did you mean 'code'?``."""
        where = str(self.place)
        said = f"{self.fault.found}; {self.fault.advice}"
        return f"{where}: {said}" if where else said


def refuse(name: str, problems: Sequence[Problem]) -> None:
    """Raise `LetterError` for the first error among the problems, and say how many more there are.

    name: what the message calls the template. Warnings refuse nothing.
    """
    errors = [problem for problem in problems if problem.is_error]
    if not errors:
        return
    first, more = errors[0], len(errors) - 1
    joint = ", " if first.place.paragraph is not None else ": "
    rest = f" (and {more} more: `tthc letters lint` names each)" if more else ""
    raise LetterError(f"{name}{joint}{first}{rest}")
