"""The one error of this package: a template or a field that can't become a letter."""

import difflib
from collections.abc import Iterable


class LetterError(ValueError):
    """A template or a field is unusable; the message says where, what was found, what to do."""


def nearest(name: str, valid: Iterable[str]) -> str:
    """``; did you mean 'code'?`` for a misspelt name, or a pointer to the list of names."""
    names = sorted(valid)
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    if close:
        return f"; did you mean {close[0]!r}?"
    return f"; valid names: {', '.join(names)}"
