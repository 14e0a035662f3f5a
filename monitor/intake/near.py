"""Headings that are nearly known: a letter off, or with a word more than the name."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cache

from monitor.intake.cells import clean, fold
from monitor.intake.headings import known_texts
from monitor.intake.unclear import could_be, different

_ALIKE = 0.88
_SHORTEST = 6  # letters; shorter names are alike by chance
_MOST_ADDED = 2  # words
_FEWEST_WORDS = 2


def nearly(heading: str, wanted: Iterable[str]) -> str | None:
    """The wanted canonical column whose names are nearest to a heading; None if none is near.

    A heading of which another meaning is known is near to nothing.
    """
    if could_be(heading) or different(heading):
        return None
    scores = {
        name: max(_likeness(heading, text) for text in known_texts()[name])
        for name in wanted
        if name in known_texts()
    }
    best = max(scores, key=scores.__getitem__, default=None)
    return best if best is not None and scores[best] else None


def _likeness(heading: str, name: str) -> float:
    """0 for headings that are not near, at most 1."""
    written, known = fold(heading), fold(name)
    if len(known) >= _SHORTEST:
        ratio = SequenceMatcher(None, written, known, autojunk=False).ratio()
        if ratio >= _ALIKE:
            return ratio
    added = len(_words(heading)) - len(_words(name))
    is_within = len(_words(name)) >= _FEWEST_WORDS and _words(name) <= _words(heading)
    # The more of the heading a name explains, the nearer it is.
    return _ALIKE * len(known) / len(written) if is_within and added <= _MOST_ADDED else 0.0


@cache
def _words(text: str) -> frozenset[str]:
    return frozenset(filter(None, map(fold, clean(text).split())))
