"""The ways in which exports write a date, told apart by the shape of the text.

The shape of a text is the text with each digit made 0: a column of 100,000 dates has two or three
shapes, and each is parsed in one vectorised step.
"""

import re
from dataclasses import dataclass, replace
from enum import Enum

_DIGITS = str.maketrans("123456789", "000000000")
_TIME = (
    r"(?P<hour>0{1,2})(?P<colon>:|h|g)(?P<minute>00)(?P<second>:00)?(?P<fraction>\.0{1,9})?"
    r"(?P<half> ?(?:SA|CH|AM|PM))?"
)
_DAY_MONTH_YEAR = r"0{1,2}(?P<mark>[/.-])0{1,2}(?P=mark)(?P<year>0000|00)"
_DATE_FIRST = re.compile(rf"{_DAY_MONTH_YEAR}(?:(?P<gap>,? |,? - ){_TIME})?")
_TIME_FIRST = re.compile(rf"{_TIME}(?P<gap>,? |,? - ){_DAY_MONTH_YEAR}")
_YEAR_FIRST = re.compile(
    r"0000(?P<mark>[/-])0{1,2}(?P=mark)0{1,2}"
    rf"(?:(?P<gap>T| ){_TIME}(?P<zone> ?(?:Z|[+-]00(?::?00)?))?)?"
)
_IN_WORDS = re.compile(r"(?:ngày )?0{1,2} tháng 0{1,2} năm 0000", re.IGNORECASE)
_SERIAL = re.compile(r"00000([.,]0+)?")
_STAMPS = {"0" * 8: "%Y%m%d", "0" * 12: "%Y%m%d%H%M", "0" * 14: "%Y%m%d%H%M%S"}


class Special(Enum):
    """Shapes that need more than a format."""

    SERIAL = "days since 1899-12-30, as Excel counts"


@dataclass(frozen=True, slots=True)
class DateFormat:
    """How to parse the texts of one shape.

    pattern: for strptime. has_time, has_zone: what the text says beyond the day.
    """

    pattern: str | Special
    has_time: bool
    has_zone: bool = False

    def month_first(self) -> "DateFormat":
        """The same shape with month and day exchanged, where the day comes first."""
        if isinstance(self.pattern, Special) or "tháng" in self.pattern:
            return self
        swapped = re.sub(r"%d([/.-])%m", r"%m\1%d", self.pattern)
        return replace(self, pattern=swapped)


def shape_of(text: str) -> str:
    """The text with every digit made 0."""
    return text.translate(_DIGITS)


def format_of(shape: str) -> DateFormat | None:
    """How texts of this shape are dates; None if they are not."""
    if pattern := _STAMPS.get(shape):
        return DateFormat(pattern, has_time=len(shape) > len("00000000"))
    if _SERIAL.fullmatch(shape):
        return DateFormat(Special.SERIAL, has_time=True)
    return _day_first(shape) or _year_first(shape) or _in_words(shape)


def _day_first(shape: str) -> DateFormat | None:
    """30/07/2021, 30-7-21, 30/07/2021 5:00:00 CH, 17:00 30/07/2021."""
    if match := _DATE_FIRST.fullmatch(shape):
        day = _day_pattern(match)
        if match["hour"] is None:
            return DateFormat(day, has_time=False)
        return DateFormat(day + match["gap"] + _time_pattern(match), has_time=True)
    if match := _TIME_FIRST.fullmatch(shape):
        pattern = _time_pattern(match) + match["gap"] + _day_pattern(match)
        return DateFormat(pattern, has_time=True)
    return None


def _year_first(shape: str) -> DateFormat | None:
    """2021-07-30, 2021-07-30T17:00:00.000+0700."""
    match = _YEAR_FIRST.fullmatch(shape)
    if match is None:
        return None
    day = match["mark"].join(("%Y", "%m", "%d"))
    if match["hour"] is None:
        return DateFormat(day, has_time=False)
    zone = match["zone"] or ""
    pattern = day + match["gap"] + _time_pattern(match) + (" " if " " in zone else "")
    return DateFormat(pattern + ("%z" if zone else ""), has_time=True, has_zone=bool(zone))


def _in_words(shape: str) -> DateFormat | None:
    """Ngày 30 tháng 7 năm 2021."""
    if _IN_WORDS.fullmatch(shape) is None:
        return None
    lead = shape[: shape.index("0")]
    return DateFormat(f"{lead}%d tháng %m năm %Y", has_time=False)


def _day_pattern(match: re.Match[str]) -> str:
    year = "%Y" if match["year"] == "0000" else "%y"
    return match["mark"].join(("%d", "%m", year))


def _time_pattern(match: re.Match[str]) -> str:
    half = match["half"] or ""
    return (
        ("%I" if half else "%H")
        + match["colon"]
        + "%M"
        + (":%S" if match["second"] else "")
        + (".%f" if match["fraction"] else "")
        + (half[:-2] + "%p" if half else "")
    )
