"""A figure as people read it: its value, what it is made of, what became better or worse."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from monitor.review.overview.wordings import Link, lists_behind, wordings
from monitor.vietnamese import LINE, number
from rules.indicators import Figure, Span
from rules.indicators.indicator import Indicator, Shown

_SPACE = "\u00a0"  # a number and its unit stay on one line
_UNIT = {Shown.PERCENT: "%", Shown.DAYS: f"{_SPACE}ngày", Shown.POINTS: f"{_SPACE}điểm"}
_UNIT_OF_CHANGE = {
    Shown.PERCENT: "điểm phần trăm",
    Shown.DAYS: "ngày",
    Shown.POINTS: "điểm",
}


@dataclass(frozen=True, slots=True)
class Change:
    """Against the span before. better: None where nothing changed."""

    words: str
    better: bool | None


@dataclass(frozen=True, slots=True)
class Told:
    """A figure in words; value is a dash where nothing was counted.

    counts: 385/412. between: what it would be if every unknown dossier spoke against or for the
    office; empty where that is one and the same. lists: the dossiers behind it.
    """

    indicator: Indicator
    short: str
    value: str
    counts: str
    unknown: int
    between: str
    notes: tuple[str, ...]
    change: Change | None
    lists: tuple[Link, ...]

    @property
    def has_dossiers(self) -> bool:
        """Whether anything was counted, or might have been."""
        return self.value != LINE or self.unknown > 0


def told(figure: Figure, before: Figure | None, span: Span, unit: str | None) -> Told:
    """before: the same of the span before. unit: the division that lists are to keep to."""
    one, tally = figure.indicator, figure.tally
    return Told(
        indicator=one,
        short=wordings()[one.code].short,
        value=with_unit(figure.value, one),
        counts=f"{number(tally.numerator)}/{number(tally.denominator)}",
        unknown=tally.unknown,
        between=_between(figure),
        notes=tuple(_notes(figure)),
        change=change(figure, before),
        lists=tuple(lists_behind(one.code, span, unit)) if tally.denominator else (),
    )


def with_unit(value: Decimal | None, one: Indicator) -> str:
    """97,50%, 1,9 điểm, 4,0 ngày; a dash where there is none."""
    if value is None:
        return LINE
    return number(value) + _UNIT[one.shown]


def change(figure: Figure, before: Figure | None) -> Change | None:
    """What became of it; None where one of the two is not known."""
    if before is None or figure.value is None or before.value is None:
        return None
    by = figure.value - before.value
    if not by:
        return Change("không đổi", None)
    rose = by > 0
    better = rose != wordings()[figure.indicator.code].down
    unit = _UNIT_OF_CHANGE[figure.indicator.shown]
    return Change(f"{'tăng' if rose else 'giảm'} {number(abs(by))}{_SPACE}{unit}", better)


def worst_first(figures: Sequence[Figure], code: str) -> list[str | None]:
    """The groups of these figures by that indicator, the worst first, those without one last.

    What is unknown speaks against a division here.
    """
    down = wordings()[code].down

    def place(figure: Figure) -> tuple[bool, Decimal, str]:
        value = figure.at_least if figure.at_least is not None else figure.value
        sign = -1 if down else 1
        return (value is None, sign * (value or Decimal(0)), str(figure.group))

    those = [one for one in figures if one.indicator.code == code]
    return [_group(one) for one in sorted(those, key=place)]


def _group(figure: Figure) -> str | None:
    assert figure.group is None or isinstance(figure.group, str)  # noqa: S101 - divisions
    return figure.group


def _between(figure: Figure) -> str:
    low, high = figure.at_least, figure.at_most
    if low is None or high is None or low == high:
        return ""
    return f"{number(low)} – {with_unit(high, figure.indicator)}"


def _notes(figure: Figure) -> list[str]:
    one, tally = figure.indicator, figure.tally
    notes = []
    if figure.score is not None:
        notes.append(f"{number(figure.score)}/{one.full_score} điểm")
    if tally.beside is not None and tally.denominator:
        notes.append(f"{one.words.beside}: {number(tally.beside)}")
    if tally.excused:
        notes.append(f"{one.words.excused}: {number(tally.excused)}")
    if one.only_while and not tally.denominator:
        notes.append(f"{one.only_while.title}: không có hồ sơ trong thời gian có hiệu lực")
    return notes
