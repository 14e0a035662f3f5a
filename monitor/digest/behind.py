"""The dossiers behind the shares: how each one of a period counts for each indicator."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals as nw
from sqlalchemy import Connection

from monitor import nightly
from monitor.config import Settings
from monitor.digest.words import tiles
from monitor.office_calendar import office_calendar
from monitor.office_figures import own_settings, without_first_sight, without_source
from monitor.sources import procedure_sheets
from monitor.stored_facts import stored_facts
from rules.facts import Facts
from rules.indicators import INDICATORS
from rules.indicators.course import with_course
from rules.indicators.indicator import Indicator
from rules.indicators.measure import count

KEYS = ("code", "applicant", "procedure_code", "procedure_name", "unit", "officer")


@dataclass(frozen=True, slots=True)
class Behind:
    """Dossiers as of a day, and the indicators for which they count."""

    indicators: Sequence[Indicator]
    settings: Settings
    frame: nw.DataFrame[Any]

    def since(self, start: date, unit: str | None) -> "nw.DataFrame[Any]":
        """Each dossier of the period from that day on: its KEYS and what it adds.

        The columns of an indicator are "CODE numerator", "CODE denominator", "CODE unknown".
        """
        f = Facts(by_clock=self.settings.late_by_clock)
        course = with_course(self.frame, f, start, self.settings.indicators.appointment)
        if unit is not None:
            course = course.filter(nw.col("unit") == unit)
        keys = {name: nw.col(name) for name in KEYS}
        return count(course, self.indicators, keys, own_settings(self.settings), f).sort("code")


def behind(connection: Connection, settings: Settings, as_of: date) -> Behind:
    """The dossiers that are kept, as of that day. Raises IntakeError where the catalogue of
    procedures can't be read.
    """
    catalogue = nightly.office_catalogue(settings, procedure_sheets(settings), as_of)
    facts = stored_facts(connection, settings, office_calendar(settings), catalogue, as_of)
    return Behind(list(_shown(settings)), settings, without_first_sight(connection, facts.frame))


def _shown(settings: Settings) -> Iterator[Indicator]:
    """The indicators that a digest may show and that this office has a source for."""
    absent, known = without_source(settings), {one.code: one for one in INDICATORS}
    for one in tiles():
        if one.indicator and one.indicator not in absent:
            yield known[one.indicator]
