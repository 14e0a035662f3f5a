"""The trend as a picture: late dossiers week by week, as bars from zero with their numbers."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from monitor.digest.content import TrendWeek
from monitor.digest.shown import is_running, late_of

WIDTH, HEIGHT = 1200, 350  # pixels, twice as many as the widest screen shows
_DPI = 200
_FONT = FontProperties(family="DejaVu Sans", size=13.5)  # in matplotlib itself, on every machine
_INK, _BAR, _LINE = "#1d2127", "#5f6875", "#9aa3af"  # on white, in dark mode too; told by shade
_ROOM = 1.25  # of the highest bar, for its number
_LONGEST = 3  # digits that have room above each bar


def trend_picture(trend: Sequence[TrendWeek], *, whole: bool) -> bytes:
    """A PNG; the same bytes for the same weeks, in one of which something was late.

    whole: whether it may be claimed of a week that nothing was.
    """
    figure = Figure(figsize=(WIDTH / _DPI, HEIGHT / _DPI), dpi=_DPI, facecolor="white")
    axes = figure.add_axes((0.01, 0.19, 0.98, 0.80))
    places = range(len(trend))
    late = [week.late for week in trend]
    bars = axes.bar(places, late, width=0.68, color=_BAR)
    if is_running(trend[-1]):
        bars[-1].set(facecolor="white", edgecolor=_INK, hatch="////", linewidth=1.5)
    highest = max(late)
    axes.set_ylim(0, highest * _ROOM)
    axes.set_xlim(-0.6, len(trend) - 0.4)
    for place in _labelled(late):
        text = late_of(trend[place], whole=whole)
        axes.text(
            place,
            late[place] + highest * 0.03,
            text,
            ha="center",
            va="bottom",
            color=_INK,
            fontproperties=_FONT,
        )
    axes.set_yticks([])
    days = sorted({0, len(trend) // 2, len(trend) - 1})
    axes.set_xticks(days, [f"{trend[place].start:%d/%m}" for place in days])
    for label in axes.get_xticklabels():
        label.set(fontproperties=_FONT, color=_INK)
    axes.tick_params(length=0, pad=4)
    axes.spines[["top", "left", "right"]].set_visible(False)
    axes.spines["bottom"].set_color(_LINE)
    buffer = BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


def _labelled(late: Sequence[int]) -> Iterable[int]:
    """The bars that bear their number: all, or where numbers are long those that matter most."""
    if len(str(max(late))) <= _LONGEST:
        return range(len(late))
    return sorted({0, late.index(max(late)), len(late) - 1})
