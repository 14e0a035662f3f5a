"""Bytes that are not Unicode: Windows-1258, TCVN3 or VNI, when one of them clearly fits."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from monitor.intake.cells import fold
from monitor.intake.errors import IntakeError
from monitor.intake.formats.legacy import Legacy, legacy_encodings
from monitor.intake.formats.syllables import share_of
from monitor.intake.headings import known_headings

_SAMPLE_BYTES = 200_000
_CELL_ENDS = re.compile(r"[,;\t|<>\"\r\n]+")
# Two headings of an export in one reading, and fewer in all others, are no accident.
_FEWEST_HEADINGS = 2
# Without headings: nearly all of several words are Vietnamese, and in no other reading.
_FEWEST_WORDS, _LEAST_SHARE, _LEAST_LEAD = 10, 0.9, 0.2

# Where Windows-1252 differs from Latin-1.
_C1 = {byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0xA0)}


@dataclass(frozen=True, slots=True)
class LegacyText:
    """A text and the name of the encoding that it was in."""

    name: str
    text: str


def decode_legacy(where: str, content: bytes) -> LegacyText:
    """The text in the encoding that fits.

    where: how the refusal begins. Raises IntakeError, naming the encodings that were weighed.
    """
    sample = content[:_SAMPLE_BYTES]
    readings = {name: text for name, read in _readers().items() if (text := read(sample))}
    name = _by_headings(readings) or _by_words(readings)
    text = _readers()[name](content) if name else None
    if name is None or text is None:
        raise IntakeError(
            f"{where}, and which of {', '.join(_readers())} it is can't be told; "
            "save the file as CSV UTF-8"
        )
    return LegacyText(name, text)


def _readers() -> dict[str, Callable[[bytes], str | None]]:
    def of(legacy: Legacy) -> Callable[[bytes], str | None]:
        return lambda content: legacy.convert(_windows_1252(content))

    return {
        "Windows-1258": _windows_1258,
        **{legacy.name: of(legacy) for legacy in legacy_encodings()},
    }


def _windows_1258(content: bytes) -> str | None:
    try:
        return unicodedata.normalize("NFC", content.decode("cp1258"))
    except UnicodeDecodeError:
        return None


def _windows_1252(content: bytes) -> str:
    """One character a byte, as the tables of the old encodings are written."""
    return content.decode("latin-1").translate(_C1)


def _by_headings(readings: dict[str, str]) -> str | None:
    known = {heading for headings in known_headings().values() for heading in headings}
    found = {
        name: sum(fold(cell) in known for cell in set(_CELL_ENDS.split(text)) if not cell.isascii())
        for name, text in readings.items()
    }
    best, *others = sorted(found, key=lambda name: -found[name])
    rest = max((found[name] for name in others), default=0)
    return best if found[best] >= _FEWEST_HEADINGS and found[best] > rest else None


def _by_words(readings: dict[str, str]) -> str | None:
    shares = {name: share_of([text]) for name, text in readings.items()}
    best, *others = sorted(shares, key=lambda name: -float(shares[name]))
    rest = max((float(shares[name]) for name in others), default=0.0)
    sure = shares[best].words >= _FEWEST_WORDS and float(shares[best]) >= _LEAST_SHARE
    return best if sure and float(shares[best]) - rest >= _LEAST_LEAD else None
