"""What a catalogue says: of each procedure its legal time and online level, by period."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from monitor.intake.cells import clean, clean_code, fold
from monitor.intake.errors import RejectedRow
from monitor.intake.procedures.terms import LegalTerm

_OFFICIAL = re.compile(r"(\d)[.,](\d{1,6})(?:\.\d{3}\.\d{2}\.\d{2}(?:\.[A-Z]\d{2,3})?)?")
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Period:
    """What holds of a procedure from one day to another, both included.

    code: without its suffix; empty where the catalogue has a name only. term: None where the
    catalogue gives no time that can be compared. level: "none", "partial", "full" or None. place:
    file, sheet and row.
    """

    code: str
    name: str
    term: LegalTerm | None = None
    level: str | None = None
    start: date = date.min
    end: date = date.max
    place: str = field(default="", compare=False)

    @property
    def procedure(self) -> str:
        """The key of the procedure: its code, else its folded name."""
        return self.code or fold(self.name)

    @property
    def shown(self) -> str:
        """How messages call the procedure."""
        return self.code or repr(self.name)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All procedures; the periods of each do not overlap.

    by_name: folded name → procedure, of names that one procedure alone has. unread: cells that
    could not be read; the rest of their row is used, where it can be. notes: what a person should
    know besides.
    """

    periods: tuple[Period, ...] = ()
    by_name: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[RejectedRow, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def procedures(self) -> int:
        """How many there are."""
        return len({period.procedure for period in self.periods})

    @property
    def with_term(self) -> int:
        """How many of them have a legal time that can be compared."""
        return len({period.procedure for period in self.periods if period.term})


def plain_code(text: str) -> str:
    """The code of a procedure without the suffix that names the province.

    "1.001612.000.00.00.H48" and "1.001612" are the same; so is 2.00249 for 2.002490, which a
    workbook has taken for a number.
    """
    code = clean_code(clean(text)).upper()
    match = _OFFICIAL.fullmatch(code)
    return f"{match[1]}.{match[2].ljust(_DECIMALS, '0')}" if match else code
