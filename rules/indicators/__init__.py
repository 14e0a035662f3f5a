"""What an office answers for: shares, points and days, each with what is not known."""

from rules.indicators.catalogue import INDICATORS
from rules.indicators.course import Appointment
from rules.indicators.figure import Figure
from rules.indicators.indicator import Counts, Indicator, Tally, indicator
from rules.indicators.measure import By, measure
from rules.indicators.spans import Measured, Span, SpanKind, measure_spans, spans_until

__all__ = [
    "INDICATORS",
    "Appointment",
    "By",
    "Counts",
    "Figure",
    "Indicator",
    "Measured",
    "Span",
    "SpanKind",
    "Tally",
    "indicator",
    "measure",
    "measure_spans",
    "spans_until",
]
