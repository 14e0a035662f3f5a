"""The figures of a digest as they are read: with their unit, and against the week before."""

from dataclasses import dataclass
from decimal import Decimal

from monitor.digest.content import Digest, Tile, TrendWeek
from monitor.digest.words import say
from monitor.review.words import LINE, number
from rules.indicators.indicator import Shown

_SPACE = "\u00a0"  # a number and its unit stay on one line
_DAYS = 7


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a figure. arrow: ▲ or ▼; "" where it is the same or not known."""

    before: str
    words: str
    arrow: str


def with_unit(value: Decimal | int | None, unit: str) -> str:
    """97,50%, 4,0 ngày làm việc, 1.234; a dash where there is none."""
    if value is None or not unit:
        return number(value)
    return f"{number(value)}{unit}" if unit == Shown.PERCENT else f"{number(value)}{_SPACE}{unit}"


def percent(value: Decimal | None) -> str:
    """97,50%; a dash where there is none."""
    return with_unit(value, Shown.PERCENT)


def change(tile: Tile) -> Change:
    """Against the week before, with a word for whether that is good."""
    before = with_unit(tile.before, tile.unit)
    if tile.value is None or tile.before is None:
        return Change(before, "", "")
    if tile.value == tile.before:
        return Change(before, say("change", "same"), "")
    rose = tile.value > tile.before
    how = {True: "better", False: "worse", None: "more" if rose else "fewer"}[tile.better]
    return Change(before, say("change", how), "▲" if rose else "▼")


def late_of(week: TrendWeek, *, whole: bool) -> str:
    """How many were late in that week; a dash where that none were is not known."""
    return number(week.late) if week.late or (whole and week.handled) else LINE


def is_running(week: TrendWeek) -> bool:
    """Whether the week was not over at the end of what is known."""
    return (week.end - week.start).days < _DAYS - 1


def trend_words(digest: Digest) -> str:
    """What the chart shows, in words with all its figures."""
    first, last = digest.trend[0], digest.trend[-1]
    late = ", ".join(late_of(week, whole=digest.whole) for week in digest.trend)
    shares = [week for week in digest.trend if week.share is not None]
    words = say(
        "trend", "late", count=len(digest.trend), first=first.start, last=last.start, late=late
    )
    if shares:
        lowest = min(shares, key=lambda week: week.share or 0)
        words += " " + say(
            "trend",
            "share",
            first=percent(shares[0].share),
            last=percent(shares[-1].share),
            lowest=percent(lowest.share),
            week=lowest.start,
        )
    if is_running(last):
        words += " " + say("trend", "running", end=last.end)
    return words
