"""The figures that a run measures: each indicator in its year, months and weeks."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Connection

from monitor.config import Settings
from monitor.facts import FactsFrame
from monitor.office_figures import own_settings, without_first_sight, without_source
from rules.indicators import INDICATORS, Measured, measure_spans, spans_until

_AT_ONCE = 2  # portions: each takes its share of memory


def run_figures(
    connection: Connection, facts: FactsFrame, settings: Settings
) -> Iterator[Measured]:
    """The figures of the spans until the day of reckoning, of the dossiers that were judged.

    They are those that `tthc indicators` gives for the same days. An indicator without its source
    has none.
    """
    absent = without_source(settings)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        yield from measure_spans(
            without_first_sight(connection, facts.frame),
            facts.calendar,
            [one for one in INDICATORS if one.code not in absent],
            spans_until(facts.as_of),
            own_settings(settings),
            appointment=settings.indicators.appointment,
            by_clock=settings.late_by_clock,
            apply=pool.map,
        )
