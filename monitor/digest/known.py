"""What the last run knew, as far as a digest needs it: findings by day, figures by week, doubts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from urllib.parse import urlencode

from sqlalchemy import Connection

from monitor.config import Settings
from monitor.digest.content import Week
from monitor.digest.words import say
from monitor.office_figures import lacking
from monitor.review.freshness import age
from monitor.store.dossiers import known_units
from monitor.store.figures import figures_by_unit, kept_spans, unit_figures, whole_figures
from monitor.store.ledger import last_good, newest
from monitor.store.models import Run
from monitor.store.standing import Group, first_run_of_days, run_of_days, standing_groups
from rules.indicators import Figure, Span, SpanKind

_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)
_SOON = timedelta(days=3)  # a run so long after a week still tells how it ended


@dataclass(frozen=True, slots=True)
class Known:
    """What there is to be told of.

    run: the last good one; None before the first. groups, groups_before: open findings at the end
    of this week and the last one; None where no run knows. judged: the rules that the last run has
    judged. figures: first day of a week → its figures. stale, gaps: why the data is old, or not
    all there, in Vietnamese.
    """

    settings: Settings
    unit: str | None
    week: Week
    run: Run | None
    groups: list[Group]
    groups_before: list[Group] | None
    judged: frozenset[str]
    judged_before: frozenset[str]
    spans: list[Span]
    figures: Mapping[date, list[Figure]]
    by_unit: list[Figure]
    by_unit_before: list[Figure]
    year: Span | None
    year_figures: list[Figure]
    stale: tuple[str, ...]
    gaps: tuple[str, ...]

    def count(self, rule: str, groups: list[Group] | None = None) -> int | None:
        """Open findings of a rule in these groups, or all; None where it was not judged."""
        if rule not in self.judged:
            return None
        return sum(
            one.count for one in (self.groups if groups is None else groups) if one.rule == rule
        )

    def count_before(self, rule: str) -> int | None:
        """The same at the end of the week before."""
        if self.groups_before is None or rule not in self.judged_before:
            return None
        return sum(one.count for one in self.groups_before if one.rule == rule)

    def figure(self, code: str, *, weeks_back: int = 0) -> Figure | None:
        """An indicator in this week or one before it."""
        return find(self.figures.get(self.week.monday - weeks_back * _WEEK, []), code)

    def address(self, **filters: str | None) -> str:
        """The review page of the dossiers that these filters leave."""
        own = {"unit": self.unit, **filters}
        given = {name: value for name, value in own.items() if value}
        page = f"{self.settings.web.url}/dossiers"
        return f"{page}?{urlencode(given)}" if given else page


def known_of(
    connection: Connection, settings: Settings, day: date, now: datetime, unit: str | None
) -> Known:
    """What is known of the week of that day. now: local time of the agency."""
    run = last_good(connection)
    monday = day - timedelta(days=day.weekday())
    sunday = monday + _WEEK - _DAY
    end = min(sunday, run.as_of) if run else sunday
    saw, before = _that_saw(connection, end), monday - _DAY
    earlier = run_of_days(connection, monday - _WEEK, before)
    if earlier:
        earlier = _that_saw(connection, before) or earlier
        before = max(before, earlier.as_of)
    if unit is None:
        figures, year_figures = (
            whole_figures(connection, k) for k in (SpanKind.WEEK, SpanKind.YEAR)
        )
    else:
        figures = unit_figures(connection, SpanKind.WEEK, unit)
        year_figures = unit_figures(connection, SpanKind.YEAR, unit)
    spans = [one for one in kept_spans(connection, SpanKind.WEEK) if one.start <= monday]
    years = kept_spans(connection, SpanKind.YEAR)
    return Known(
        settings=settings,
        unit=unit,
        week=Week(monday, end, saw.as_of if saw else end),
        run=run,
        groups=standing_groups(connection, saw.as_of if saw else end, unit),
        groups_before=standing_groups(connection, before, unit) if earlier else None,
        judged=_judged(run),
        judged_before=_judged(earlier),
        spans=spans,
        figures=figures,
        by_unit=figures_by_unit(connection, SpanKind.WEEK, monday) if unit is None else [],
        by_unit_before=figures_by_unit(connection, SpanKind.WEEK, monday - _WEEK)
        if unit is None
        else [],
        year=years[-1] if years else None,
        year_figures=year_figures.get(years[-1].start, []) if years else [],
        stale=tuple(age(run, settings.web, now)) if run else (),
        gaps=(
            *lacking(newest(connection)),
            *_unknown_unit(connection, unit),
            *([] if saw or run is None else [say("unknown", "unseen")]),
        ),
    )


def _that_saw(connection: Connection, end: date) -> Run | None:
    """The first run that knows what stood at the end of that day."""
    return first_run_of_days(connection, end, end + _SOON)


def _unknown_unit(connection: Connection, unit: str | None) -> Iterator[str]:
    """That no dossier names the division: its name in config.toml may be mistyped."""
    if unit is not None and unit not in known_units(connection):
        yield say("unknown", "no_unit", unit=unit)


def find(figures: list[Figure], code: str) -> Figure | None:
    """The figure of that indicator; None where there is none."""
    return next((one for one in figures if one.indicator.code == code), None)


def value(figure: Figure | None) -> Decimal | None:
    """Its value; None where there is none or nothing was counted."""
    return figure.value if figure else None


def _judged(run: Run | None) -> frozenset[str]:
    return frozenset(run.report["findings"]) if run and run.report else frozenset()
