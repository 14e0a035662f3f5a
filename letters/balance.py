"""Where a long agency name breaks in the narrow column of a letter's head."""

from functools import lru_cache
from itertools import combinations, pairwise

MAX_LINE = 21
"""Capitals that fit the left column on A5 and A4: "THƯƠNG BINH VÀ XÃ HỘI" just does."""
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
MAX_LINES, MAX_WORDS = 4, 20
_GOOD_STARTS = ("VÀ", "TỈNH", "THÀNH")
_BAD_BREAK = 9
"""A break inside a phrase costs as much as lines that differ by so many letters."""
_ANOTHER_LINE = 7
"""So does every further line."""


@lru_cache(maxsize=64)  # an agency's name stands in each of its letters
def balanced(name: str) -> str:
    """The name with no-break spaces wherever it should not break, so that its lines are even.

    Left to itself a word processor fills the first line and leaves "SƠN" alone on the second. Lines
    preferably end at a dash or comma, or before "và" and "tỉnh". A name that fits one line or
    needs more than four is returned as it is.
    """
    words = name.split()
    if len(name) <= MAX_LINE or len(words) > MAX_WORDS:
        return name
    choices = (
        _lines(words, at)
        for breaks in range(1, MAX_LINES)
        for at in combinations(range(1, len(words)), breaks)
    )
    fitting = [lines for lines in choices if max(map(len, lines)) <= MAX_LINE]
    best = min(fitting, key=_unevenness, default=[name])
    return " ".join(best)


def _lines(words: list[str], at: tuple[int, ...]) -> list[str]:
    bounds = zip((0, *at), (*at, len(words)), strict=True)
    return [NO_BREAK_SPACE.join(words[start:end]) for start, end in bounds]


def _unevenness(lines: list[str]) -> int:
    lengths = [len(line) for line in lines]
    penalty = max(lengths) - min(lengths) + _ANOTHER_LINE * len(lines)
    for before, after in pairwise(lines):
        starts_well = after.upper().split(NO_BREAK_SPACE)[0] in _GOOD_STARTS
        if not (starts_well or before.endswith(("-", ","))):
            penalty += _BAD_BREAK
    return penalty
