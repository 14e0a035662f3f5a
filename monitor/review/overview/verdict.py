"""What is to be said of a span in one sentence; nothing good is said of data that is not whole."""

from dataclasses import dataclass

from monitor.review.overview.told import change, with_unit
from monitor.review.overview.wordings import span_name
from monitor.vietnamese import number
from rules.indicators import Figure, Span

MEASURE = "on-time-share"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A sentence in Vietnamese. bad: something is late, or nothing can be concluded."""

    words: str
    bad: bool


def verdict(
    span: Span, figure: Figure | None, before: tuple[Span, Figure | None] | None, *, whole: bool
) -> Verdict:
    """Of the on-time share of a span and of the one before it.

    whole: whether the data is fresh and complete.
    """
    when = span_name(span)
    when = when[0].upper() + when[1:]
    if figure is None or not figure.tally.denominator:
        none = "không có hồ sơ nào trong số liệu" if whole else "chưa đủ số liệu để kết luận"
        return Verdict(f"{when}: {none}.", bad=not whole)
    tally = figure.tally
    late = tally.denominator - tally.numerator - tally.unknown
    if not whole:
        least = f"; ít nhất {number(late)} hồ sơ quá hạn" if late else ""
        return Verdict(f"{when}: số liệu chưa đủ để kết luận{least}.", bad=True)
    if not late and not tally.unknown:
        all_of = number(tally.denominator)
        return Verdict(f"{when}: không có hồ sơ quá hạn trong {all_of} hồ sơ.", bad=False)
    if not late:
        unknown = f"{number(tally.unknown)} hồ sơ không rõ đúng hạn hay quá hạn"
        return Verdict(f"{when}: chưa thấy hồ sơ quá hạn, nhưng có {unknown}.", bad=True)
    share = f"{with_unit(figure.value, figure.indicator)} đúng hạn{_compared(figure, before)}"
    unknown = f", {number(tally.unknown)} hồ sơ không rõ" if tally.unknown else ""
    counted = f"{number(late)} hồ sơ quá hạn trong {number(tally.denominator)}{unknown}"
    return Verdict(f"{when}: {share}; {counted}.", bad=True)


def _compared(figure: Figure, before: tuple[Span, Figure | None] | None) -> str:
    if before is None:
        return ""
    changed = change(figure, before[1])
    if changed is None:
        return ""
    return f", {changed.words} so với {span_name(before[0])}"
