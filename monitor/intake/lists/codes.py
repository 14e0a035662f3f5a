"""Dossier codes in running text, however a line, a space or a sign breaks them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from monitor.intake.cells import clean, clean_code

# Nghị định 61/2018 codes: unit, day, number. Beside a dot or a dash there may be any space, between
# two digits only the end of a line. A fifth digit of the number must stand on the same line: the
# next line of a list begins with a number of its own.
_BREAK = r"\n?"
_DOT, _DASH = r"\s*\.\s*", r"\s*-\s*"


def _digits(fewest: int, most: int) -> str:
    further = (most - fewest) * rf"(?:{_BREAK}[0-9])?"
    return _BREAK.join(["[0-9]"] * fewest) + further


_OFFICIAL = re.compile(
    r"(?<![^\W_])(?<!\.)[0-9]{3}"
    + _DOT
    + _digits(2, 3)
    + _DOT
    + _digits(2, 3)
    + _DOT
    + rf"[A-Z]{_BREAK}"
    + _digits(2, 3)
    + _DASH
    + _digits(6, 6)
    + _DASH
    + _digits(4, 4)
    + r"[0-9]?(?![^\W_])",
    re.IGNORECASE,
)
_BEGUN = re.compile(
    r"(?<![^\W_])(?<!\.)[0-9]{3}\.[0-9.\s]{0,12}"
    r"(?:[A-Z][0-9\s]{0,4}(?:-[0-9\s]{0,8}(?:-\s*[0-9\n]{0,3})?)?)?$",
    re.IGNORECASE,
)
# A part of a code that ends with its dot or dash.
_CUT = re.compile(
    r"(?<![^\W_])(?<!\.)[0-9]{3}\.(?:[0-9]{2,3}\.){0,2}"
    r"(?:[A-Z][0-9]{2,3}-(?:[0-9]{6}-)?)?(?=\s|$)",
    re.IGNORECASE,
)
_LONGEST_BEGUN = 60
_BROKEN = re.compile(r"(?<=\w)\s*-\s*(?=\d)")
_RUNNING_NUMBER = re.compile(r"\d{1,4}")
_SPLIT = re.compile(r"[\s,;|()\[\]<>\"']+")


class CodeFinder:
    """Finds official codes, and those of our dossiers whatever their form.

    known: codes of our dossiers, as they are kept.
    """

    def __init__(self, known: Iterable[str]) -> None:
        kept = list(known)
        self._known = {code.upper(): code for code in kept} | {code: code for code in kept}

    def codes_in(self, text: str, *, bare_numbers: bool = False) -> set[str]:
        """The codes in a text.

        bare_numbers: whether a short number can be a code; elsewhere it is the number of a row.
        """
        plain = plain_lines(text)
        joined = _BROKEN.sub("-", plain)
        tokens = {" ".join(plain.split()), *(token.strip(".:") for token in _SPLIT.split(joined))}
        if not bare_numbers:
            tokens = {token for token in tokens if not _RUNNING_NUMBER.fullmatch(token)}
        official = ("".join(code.split()).upper() for code in _OFFICIAL.findall(plain))
        found = {code for code in map(self._as_kept, tokens) if code}
        return found | {self._as_kept(code) or code for code in official}

    def _as_kept(self, code: str) -> str | None:
        return self._known.get(code) or self._known.get(code.upper())


def plain_lines(text: str) -> str:
    """The lines of a text, each clean, with plain signs and dashes."""
    lines = (clean_code(clean(line)) for line in text.splitlines())
    return unicodedata.normalize("NFC", "\n".join(line for line in lines if line))


def begun(text: str) -> str:
    """The beginning of an official code with which a text ends; empty where there is none."""
    end = text[-_LONGEST_BEGUN:]
    match = _BEGUN.search(plain_lines(end)) if "." in end else None
    return match[0] if match else ""


def rejoined(lines: Sequence[str], reach: int) -> Iterator[str]:
    """The lines, and below a line the codes that go on with other text between.

    So a narrow column of a table is drawn, and a row that the end of a page cuts. reach: how many
    lines below are looked at for one that begins with the rest.
    """
    for at, line in enumerate(lines):
        yield line
        for cut in _CUT.finditer(line):
            if not _OFFICIAL.match("\n".join(lines[at : at + 2]), cut.start()):
                joined = (f"{cut[0]}\n{after}" for after in lines[at + 1 : at + 1 + reach])
                found = next(filter(None, map(_OFFICIAL.match, joined)), None)
                if found:
                    yield "".join(found[0].split())
