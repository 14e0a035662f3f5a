"""Which words are Vietnamese syllables: tells the right reading of a text from the wrong ones."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_WORD = re.compile(r"[^\s!-@\[-`{-~]+")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


@dataclass(frozen=True, slots=True)
class Share:
    """Of words with letters beyond ASCII, how many there are and how many are syllables."""

    words: int
    syllables: int

    def __add__(self, other: "Share") -> "Share":
        return Share(self.words + other.words, self.syllables + other.syllables)

    def __float__(self) -> float:
        return self.syllables / self.words if self.words else 0.0


def share_of(texts: Iterable[str]) -> Share:
    """How much of the texts is Vietnamese; words of plain ASCII say nothing and don't count."""
    words = [word for text in texts for word in _WORD.findall(text) if not word.isascii()]
    return Share(len(words), sum(map(is_syllable, words)))


@lru_cache(maxsize=50_000)
def is_syllable(word: str) -> bool:
    """Whether a word has the build of a Vietnamese syllable, with one tone at most."""
    parts = unicodedata.normalize("NFD", word.casefold())
    tones = [at for at, char in enumerate(parts) if char in _TONES]
    if len(tones) > 1:
        return False
    bare = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES))
    match = _pattern().fullmatch(bare)
    if match is None:
        return False
    tone_on_last = bool(tones) and not parts[tones[0] + 1 :].strip("\u0302\u0306\u031b")
    return not (tone_on_last and match["several"] and match["several"] not in _tone_last())


@cache
def _data() -> dict[str, list[str]]:
    text = files("monitor.intake.data").joinpath("syllables.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return {key: value.split() if isinstance(value, str) else value for key, value in data.items()}


@cache
def short_forms() -> frozenset[str]:
    """Words without a vowel that are no syllables and yet usual, in small letters."""
    return frozenset(_data()["short_forms"])


@cache
def _tone_last() -> frozenset[str]:
    return frozenset(_data()["tone_last"])


@cache
def _pattern() -> re.Pattern[str]:
    beginnings = sorted(_data()["beginnings"], key=len, reverse=True)
    several = [end for end in _data()["ends"] if len(end) > 1]
    one = [end for end in _data()["ends"] if len(end) == 1]
    return re.compile(
        f"(?:{'|'.join(beginnings)})?(?:(?P<several>{'|'.join(several)})|(?:{'|'.join(one)}))"
    )
