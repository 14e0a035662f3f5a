"""How much of what must be done fits on one screen of a phone, beside all else that is there."""

from collections.abc import Iterable, Sequence
from math import ceil

from monitor.digest.content import Risk, Task

_LINES = 22  # of text, on 390 x 844 points below the six figures and the chart
_LETTERS = 52  # in a line
_HEADING, _OF_RISK = 1, 25  # lines of its frame; letters around an indicator: its value, what lacks
_LEAST, _MOST = 2, 4


def that_fit(
    tasks: Sequence[Task], heading: str, risks: Iterable[Risk], unjudged: Sequence[str]
) -> tuple[Task, ...]:
    """The worst ones: all that fit, but two in any case.

    heading: what stands above the verdict, if anything. risks: those that are shown.
    """
    told = "".join(one.indicator + " " * _OF_RISK for one in risks)
    spare = _LINES - _lines(told) - _lines("; ".join(unjudged))
    spare -= _lines(heading) + _HEADING if heading else 0
    for count, task in enumerate(tasks[:_MOST]):
        spare -= _lines(f"{task.who}: {'; '.join(step.words for step in task.steps)}")
        if spare < 0 and count >= _LEAST:
            return tuple(tasks[:count])
    return tuple(tasks[:_MOST])


def _lines(text: str) -> int:
    return ceil(len(text) / _LETTERS)
