"""The figures of a digest as they are read: with their unit, and against the week before."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import dropwhile

from monitor.digest.content import Digest, Tile, TrendWeek
from monitor.digest.words import say
from monitor.vietnamese import LINE, number
from rules.indicators.indicator import Shown

_SPACE = "\u00a0"  # a number and its unit stay on one line
_DAYS = 7


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a figure. before: what it was, or why there is none. words, arrow: whether
    that is good, and ▲ or ▼; "" where it is the same or not known.
    """

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
    if tile.made_of is not None and not tile.made_of[1]:
        return Change(say("change", "nothing"), "", "")
    if tile.before is None:
        return Change(say("change", "no_before"), "", "")
    before = say("change", "before", value=with_unit(tile.before, tile.unit))
    if tile.value is None:
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
    weeks = list(dropwhile(lambda week: not week.handled, digest.trend))
    if not any(week.late for week in weeks):
        none = "none" if digest.whole else "unknown"
        return say("trend", none, count=len(digest.trend), end=digest.trend[-1].end)
    late = [late_of(week, whole=digest.whole) for week in weeks]
    told = ", ".join(say("trend", "unclear") if count == LINE else count for count in late)
    words = say(
        "trend",
        "late",
        count=len(weeks),
        first=weeks[0].start,
        last=weeks[-1].start,
        late=told,
    )
    shares = [week for week in weeks if week.share is not None]
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
    if is_running(weeks[-1]):
        words += " " + say("trend", "running", end=weeks[-1].end)
    return words
