"""Codes as exports word them: status, channel, kind of applicant."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from monitor.intake.cells import Cell, clean, fold, is_blank, raw_text, unguarded

_NUMBER = re.compile(r"(\d{1,2})(?:\.0+)?")
_NUMBERED = re.compile(r"(\d{1,2})\s*[-–.:)]\s*(\D.*)")
_ABSENT = {"null", "none", "nan", "na"}


class OutOfRangeError(ValueError):
    """A number that is no code."""


class Wordings:
    """The wordings of one code, to be looked up by number, by text or by both ("9. Đã xong")."""

    def __init__(self, codes: Mapping[int, list[str]], own: Mapping[str, int]) -> None:
        self.valid = frozenset(codes)
        self._code_of = {fold(text): code for code, texts in codes.items() for text in texts}
        self._code_of |= {fold(text): code for text, code in own.items()}

    def read(self, cell: Cell) -> int | None:
        """The code that a cell means; None for an empty cell.

        Raises ValueError for a number or wording that is not known.
        """
        if is_blank(cell):
            return None
        text = unguarded(clean(raw_text(cell)))
        folded = fold(text)
        if folded in self._code_of:
            return self._code_of[folded]
        if folded in _ABSENT:
            return None
        if match := _NUMBER.fullmatch(text):
            return self._valid(int(match[1]), text)
        if match := _NUMBERED.fullmatch(text):
            code = self._valid(int(match[1]), text)
            if self._code_of.get(fold(match[2]), code) == code:
                return code
        raise ValueError(f"{text!r} is not a known wording")

    def _valid(self, code: int, text: str) -> int:
        if code not in self.valid:
            raise OutOfRangeError(f"{text!r} is not one of {min(self.valid)} to {max(self.valid)}")
        return code


@cache
def _shipped() -> dict[str, dict[int, list[str]]]:
    text = files("monitor.intake.data").joinpath("wordings.toml").read_text(encoding="utf-8")
    return {
        name: {int(code): texts for code, texts in table.items()}
        for name, table in tomllib.loads(text).items()
    }


def wordings_of(name: str, own: Mapping[str, int]) -> Wordings:
    """The wordings of "status", "channel" or "applicant_kind".

    own: the office's further wordings, which win over the shipped ones.
    """
    return Wordings(_shipped()[name], own)


def official_name(name: str, code: int) -> str:
    """How the national portal words a code of "status", "channel" or "applicant_kind"."""
    return _shipped()[name][code][0]
