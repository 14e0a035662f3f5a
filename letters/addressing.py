"""To whom a letter is addressed, and how it calls him: a person, a business, a state body."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from letters.spelling import one_spelling

PERSON = "Ông/Bà"
_CITIZEN, _STATE_BODY = 1, 3


@dataclass(frozen=True, slots=True)
class Address:
    """title: what stands before the name, "" if nothing. addressee: how the text calls him."""

    title: str
    addressee: str


def address_of(name: str, kind: int | None) -> Address:
    """How to address an applicant of that name.

    kind: 1 citizen, 2 business, 3 state body, 4 other organisation, None where the export does not
    say it. Most exports do not, or call everybody a citizen: then the first words of the name tell
    it, by ``letters/data/addressing.toml``.
    """
    if kind not in (None, _CITIZEN):
        return Address("", "Quý cơ quan" if kind == _STATE_BODY else "Quý đơn vị")
    plain = one_spelling(name)
    for pattern, address in _beginnings():
        if pattern.match(plain):
            return address
    return Address(PERSON, PERSON)


@cache
def _beginnings() -> tuple[tuple[re.Pattern[str], Address], ...]:
    text = (files("letters") / "data" / "addressing.toml").read_text(encoding="utf-8")
    return tuple(
        (
            re.compile(rf"(?:{'|'.join(re.escape(one_spelling(w)) for w in row['words'])})(?!\w)"),
            Address(PERSON if row.get("titled") else "", row["addressee"]),
        )
        for row in tomllib.loads(text)["begins"]
    )
