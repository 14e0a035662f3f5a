"""What an office answers for: shares, points and days, each with what is not known."""

from rules.indicators.catalogue import INDICATORS
from rules.indicators.course import Appointment
from rules.indicators.figure import Figure
from rules.indicators.indicator import Counts, Indicator, Tally, indicator
from rules.indicators.measure import By, measure

__all__ = [
    "INDICATORS",
    "Appointment",
    "By",
    "Counts",
    "Figure",
    "Indicator",
    "Tally",
    "indicator",
    "measure",
]
