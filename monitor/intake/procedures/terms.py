"""What a catalogue writes as the time of a procedure → a whole number and its unit, or why not."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

from monitor.intake.cells import clean, fold
from rules.worktime.hours import HOURS_A_DAY
from rules.worktime.terms import Unit

_PLAIN_HOURS = "hours"  # of the clock, not of work
_CLOCK_HOURS_A_DAY = 24
_TERM = re.compile(r"(\D*)(1\s?/\s?2|\d+(?:[.,]\d+)?)\s*(\([^()\d]*\))?(\D*)")
_EXPECTED = "expected a number of days or hours, e.g. '10 ngày làm việc'"


class LegalTerm(NamedTuple):
    """A whole number, more than 0, of a unit."""

    length: int
    unit: Unit


class TermReader:
    """Reads the times of one catalogue."""

    def __init__(self, wordings: Mapping[str, Any], day: Unit) -> None:
        """The table [term] of the wordings; and what a day that says nothing of work is."""
        units: Mapping[str, Sequence[str]] = wordings["units"]
        self._day = day
        self._units = {fold(text): unit for unit, texts in units.items() for text in texts}
        self._number_words = frozenset(map(fold, wordings["number_words"]))
        self._before = frozenset(map(fold, ("", *wordings["before"])))
        after = ("".join(parts) for parts in product(*wordings["after"]))
        self._after = frozenset(map(fold, ("", *after)))

    def read(self, text: str, unit: str = "") -> LegalTerm:
        """The time that a cell gives.

        unit: what stands in the column of units, or in the heading; it counts where the cell has a
            number only. Half working days are given in hours: n.5 days are n × 8 + 4; and hours of
            the clock in days, where they are whole.
        Raises ValueError for all that can't be told so: another unit, another first day, several
        times, an hour of the clock.
        """
        match = _TERM.fullmatch(clean(text))
        if match is None or not self._is_before(match[1]):
            raise ValueError(_EXPECTED)
        words = match[3] or ""
        after = match[4] if self._is_number(words) else words + match[4]
        length = Fraction(match[2].replace(",", ".").replace(" ", ""))
        return self._whole(length, self._unit(fold(after), fold(unit)))

    def is_unit(self, text: str) -> bool:
        """Whether the text is the name of a unit."""
        return fold(text) in self._units

    def _is_before(self, text: str) -> bool:
        """Whether the text may stand before the number; it may have that number in words."""
        words = [word for part in text.split() if (word := fold(part))]
        while words and words[-1] in self._number_words:
            words.pop()
        return "".join(words) in self._before

    def _is_number(self, text: str) -> bool:
        return all(fold(word) in self._number_words for word in text.strip("() ").split())

    def _unit(self, after: str, beside: str) -> str:
        if not after:
            after = beside
        for text, unit in self._units.items():
            if after.startswith(text) and after.removeprefix(text) in self._after:
                return unit
        raise ValueError(_EXPECTED if after else "no unit: expected one, e.g. 'ngày làm việc'")

    def _whole(self, length: Fraction, unit: str) -> LegalTerm:
        if self._day is Unit.WORKING_DAYS:
            as_work = {Unit.DAYS: Unit.WORKING_DAYS, _PLAIN_HOURS: Unit.WORKING_HOURS}
            unit = as_work.get(unit, unit)
        if unit == Unit.DAYS and length < 1:
            unit = Unit.WORKING_DAYS  # a part of a day can only be one of work
        if unit == Unit.WORKING_DAYS and length.denominator > 1:
            length, unit = length * HOURS_A_DAY, Unit.WORKING_HOURS
        if unit == _PLAIN_HOURS:
            length, unit = length / _CLOCK_HOURS_A_DAY, Unit.DAYS
            if length.denominator > 1:
                raise ValueError("hours of the clock: expected 'giờ làm việc', or whole days")
        if length.denominator > 1 or length < 1:
            raise ValueError("expected whole or half working days, whole days or whole hours")
        return LegalTerm(int(length), Unit(unit))
