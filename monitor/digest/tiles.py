"""The six figures at the top, each against the week before."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from monitor.digest import words
from monitor.digest.content import Tile
from monitor.digest.known import Known, value
from monitor.office_figures import without_source
from rules import RULES
from rules.indicators import INDICATORS
from rules.rule import Severity

_SHOWN = 6


def tiles(known: Known, *, whole: bool) -> Iterator[Tile]:
    """The first six figures that this office has a source for."""
    yield from islice(_all(known, whole=whole), _SHOWN)


def _all(known: Known, *, whole: bool) -> Iterator[Tile]:
    absent = without_source(known.settings)
    rules = {rule.code: rule for rule in RULES}
    for one in words.tiles():
        own = known.settings.rules.of(rules[one.rule]) if one.rule else {}
        if own.get("enabled"):
            yield _of_rule(known, one, Severity(own["severity"]), whole=whole)
        elif one.indicator and one.indicator not in absent:
            yield _of_indicator(known, one)


def _of_rule(known: Known, one: words.TileWords, severity: Severity, *, whole: bool) -> Tile:
    count, before = known.count(one.rule), known.count_before(one.rule)
    if not whole and not count:
        count = None  # that there are none is not known
    return Tile(
        title=one.title,
        value=count,
        before=before,
        unit="",
        at_least=not whole and count is not None,
        better=_better(one.better, count, before),
        made_of=None,
        violation=severity is Severity.VIOLATION,
        address=known.address(rule=one.rule),
    )


def _of_indicator(known: Known, one: words.TileWords) -> Tile:
    figure = known.figure(one.indicator)
    now, before = value(figure), value(known.figure(one.indicator, weeks_back=1))
    shown = next(i.shown.value for i in INDICATORS if i.code == one.indicator)
    return Tile(
        title=one.title,
        value=now,
        before=before,
        unit=shown,
        at_least=False,
        better=_better(one.better, now, before),
        made_of=(figure.tally.numerator, figure.tally.denominator) if figure else None,
        violation=False,
        address=known.address(),
    )


def _better(good: str, now: Decimal | int | None, before: Decimal | int | None) -> bool | None:
    if not good or now is None or before is None or now == before:
        return None
    return (now > before) is (good == "up")
