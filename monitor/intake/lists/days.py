"""The day of its posting that a list tells in its text: "Ngày đăng: 12/08/2021"."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from monitor.intake.cells import clean, fold

_LEAD = (
    r"\s*[:.–-]?\s*(?:(?:ngày|lúc|chủ nhật|thứ \w+)[\s,:–-]*"
    r"|\d{1,2}(?::|h|g)\d{2}(?::\d{2})?[\s,–-]*)*"
)
_DAY = (
    r"(?P<day>\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?"
    r"|\d{1,2}(?P<mark>[/.-])\d{1,2}(?P=mark)\d{4}|\d{1,2} tháng \d{1,2},? năm \d{4})(?!\d)"
)


def day_in(text: str) -> str | None:
    """The day of posting that a line tells, as written; None where it tells none."""
    match = _line().search(clean(text))
    return match["day"].replace(",", "") if match else None


def day_line(day: str) -> str:
    """A line that tells a day, for what a page says only to machines."""
    return f"{_wordings()['phrases'][0]}: {day}"


@cache
def day_headings() -> frozenset[str]:
    """The folded headings of a column of such days."""
    return frozenset(map(fold, _wordings()["headings"]))


@cache
def _line() -> re.Pattern[str]:
    phrases = sorted(_wordings()["phrases"], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b{_LEAD}{_DAY}", re.IGNORECASE)


@cache
def _wordings() -> dict[str, list[str]]:
    text = files("monitor.intake.data").joinpath("postings.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
