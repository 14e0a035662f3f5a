"""A figure: what was counted, what comes of it, and between which bounds the truth lies."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from rules.indicators.indicator import PERCENT, Indicator, Tally

Group = str | int | date | None


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator of a group of dossiers.

    group: the division, procedure, channel or month (its first day); None where there is no group
    or the dossiers say none. Figures are rounded half up and None where nothing was counted.
    """

    indicator: Indicator
    group: Group
    tally: Tally

    @property
    def value(self) -> Decimal | None:
        """The figure, in the indicator's unit; the unknown count as the indicator says."""
        return self._rounded(self.indicator.value(self.tally)) if self.tally.denominator else None

    @property
    def at_least(self) -> Decimal | None:
        """The figure if every unknown dossier speaks against the office."""
        return self._bound(0)

    @property
    def at_most(self) -> Decimal | None:
        """The figure if every unknown dossier speaks for the office."""
        return self._bound(self.indicator.best or 0)

    @property
    def score(self) -> Decimal | None:
        """Points that the act gives for the share; None where it gives none."""
        full = self.indicator.full_score
        if full is None or not self.tally.denominator:
            return None
        return self._rounded(full * self.indicator.value(self.tally) / PERCENT)

    def _bound(self, each: int) -> Decimal | None:
        tally = self.tally
        if self.indicator.best is None or not tally.denominator:
            return None
        apart = 0 if self.indicator.unknown_within else tally.unknown
        bound = replace(
            tally,
            numerator=tally.numerator + each * tally.unknown,
            denominator=tally.denominator + apart,
        )
        return self._rounded(self.indicator.value(bound))

    def _rounded(self, exact: Fraction) -> Decimal:
        """Half up, as offices round; 12.5 is 13 and 0.125 is 0.13."""
        places = Decimal(1).scaleb(-self.indicator.decimals)
        return (Decimal(exact.numerator) / exact.denominator).quantize(places, ROUND_HALF_UP)
