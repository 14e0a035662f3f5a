"""Dates in words, put into digits; and what stands in a column of dates where there is none."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

_GUARDED = re.compile(r"""^(?:'|=\s*"([^"]*)"$)""")  # against being made a number
_SPACED = re.compile(r"(?<=\d) ?/ ?(?=\d)")
_HOURS = re.compile(r"\b(\d{1,2}) ?giờ(?: ?(\d{1,2})(?: ?phút)?)?", re.IGNORECASE)
_DAY_WORD = re.compile(r"\bngày (?=\d{1,2}[/.-])", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"^(\d{4})\.(\d{1,2})\.(\d{1,2})\b")
_SHORT_YEARS, _CENTURY = 100, 2000


def never() -> npt.NDArray[np.datetime64]:
    """The days (datetime64[D]) that stand for none."""
    return np.array(_data()["never"], dtype="datetime64[D]")


def is_nothing(text: str) -> bool:
    """Whether a clean text that is no date says that there is none; "#N/A" says nothing."""
    return not text.startswith("#") and bool(_nothing().fullmatch(text))


def plain_date(text: str) -> str:
    """A clean text with words of dates put into digits: "12-Thg7-21", "17 giờ, ngày 5/7/2021"."""
    plain = _before().sub("", _GUARDED.sub(r"\1", text).removesuffix("."))
    plain = _HOURS.sub(lambda match: f"{match[1]}:{match[2] or '00'}", plain)
    plain = _SPACED.sub("/", _DAY_WORD.sub("", plain))
    plain = _month().sub(_numbered, _halves().sub(_half, plain))
    return _YEAR_FIRST.sub(r"\1-\2-\3", plain)


def _numbered(match: re.Match[str]) -> str:
    """A date whose month is a word, the year first: so it can't be read the other way round."""
    part: Mapping[str, str | None] = match.groupdict()
    day, year = part["day"] or part["day2"], int(match["year"])
    word = part["word"] or part["word2"]
    month = part["number"] or (_data()["months"]["words"].index(word.lower()) + 1 if word else 0)
    return f"{year + _CENTURY if year < _SHORT_YEARS else year}-{int(month):02}-{int(day or 0):02}"


def _half(match: re.Match[str]) -> str:
    word = match[0].strip().lower()
    return next(f" {half}" for half, words in _data()["halves"].items() if word in words)


@cache
def _data() -> dict[str, Any]:
    text = files("monitor.intake.data").joinpath("date_words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _nothing() -> re.Pattern[str]:
    data = _data()
    unfilled = rf"(?:{_any(data['form'])}|(?:(?<=[./…_])|(?<=năm ))20(?=[.…_]|$)|[\W_0])*"
    return re.compile(rf"{unfilled}|{_any(data['nothing'])}", re.IGNORECASE)


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"^(?:{_any(_data()['before'])}),? (?=\D*\d)", re.IGNORECASE)


@cache
def _halves() -> re.Pattern[str]:
    words = [word for words in _data()["halves"].values() for word in words]
    return re.compile(rf"(?<=\d) ?(?:{_any(words)})\b", re.IGNORECASE)


@cache
def _month() -> re.Pattern[str]:
    months = _data()["months"]
    word, numbered = _any(months["words"]), _any(months["numbered"])
    return re.compile(
        rf"(?:(?P<day>\d{{1,2}})[- ](?:(?P<word>{word})|(?:{numbered})[ .]?(?P<number>\d{{1,2}}))"
        rf"|(?P<word2>{word}) (?P<day2>\d{{1,2}})),?[- ](?P<year>\d{{4}}|\d\d)\b",
        re.IGNORECASE,
    )


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})"
