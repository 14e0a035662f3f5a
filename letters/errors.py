"""The one error of this package: a template or a field that can't become a letter."""

import difflib
from collections.abc import Iterable
from enum import StrEnum


class LetterError(ValueError):
    """A template or a field is unusable; the message says where, what was found, what to do."""


class Unfit(StrEnum):
    """Why a value can't stand in a letter, for those who tell it in words of their own."""

    CHARACTER = "character"
    """`char` (hexadecimal) at position `at`, from 1, is none that a Word document holds."""
    TURNING = "turning"
    """`char` at position `at` turns the direction of reading."""
    TOO_LONG = "too-long"
    """`length` characters, at most `most`."""
    BLANK = "blank"
    """Nothing, in a mandatory field."""


class FieldError(LetterError):
    """The value of a field can't stand in a letter; `values` are those that `Unfit` names."""

    def __init__(self, message: str, field: str, unfit: Unfit, **values: object) -> None:
        super().__init__(message)
        self.field = field
        self.unfit = unfit
        self.values = values


def nearest(name: str, valid: Iterable[str]) -> str:
    """``; did you mean 'code'?`` for a misspelt name, or a pointer to the list of names."""
    names = sorted(valid)
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    if close:
        return f"; did you mean {close[0]!r}?"
    return f"; valid names: {', '.join(names)}"
