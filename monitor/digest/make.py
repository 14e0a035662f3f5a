"""From what is known to what the digest says."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import Connection

from monitor.config import Settings
from monitor.digest.content import Digest, TrendWeek
from monitor.digest.known import Known, find, known_of, value
from monitor.digest.risks import risks
from monitor.digest.screen import that_fit
from monitor.digest.tables import procedure_rows, unit_rows
from monitor.digest.tasks import tasks
from monitor.digest.tiles import tiles
from monitor.digest.unjudged import unjudged
from monitor.digest.words import say
from monitor.vietnamese import number
from rules.indicators.spans import WEEKS
from rules.par_index import Standing, criteria_of

LATE, MISSING = "overdue-open", "apology-missing"


def digest_of(
    connection: Connection, settings: Settings, day: date, now: datetime, unit: str | None = None
) -> Digest:
    """The digest of the week in which that day lies, as the last run knows it.

    unit: of that division alone. now: local time of the agency; says how old the data is.
    """
    known = known_of(connection, settings, day, now, unit)
    stale, gaps = tuple(_stale(known)), known.gaps
    must = tasks(known)
    late, missing = known.count(LATE), known.count(MISSING)
    unclear = late is None or missing is None
    heading = say("heading", "stale") if stale else ""
    if not stale and (gaps or unclear):
        heading = say("heading", "incomplete")
    found = criteria_of(known.year.end.year) if known.year else None
    points, unknown = tuple(risks(known, found, whole=not heading)), tuple(unjudged(known))
    said = f"{heading}: {'; '.join((*stale, *gaps))}" if heading else ""
    at_risk = [one for one in points if one.standing is Standing.AT_RISK]
    shown = that_fit(must, said, at_risk, unknown)
    return Digest(
        agency=settings.agency_on(day).name,
        unit=unit,
        week=known.week,
        at=known.run.finished_at if known.run else None,
        heading=heading,
        verdict=_verdict(known, late, missing, whole=not heading),
        late=late,
        missing=missing,
        tiles=tuple(tiles(known, whole=not heading)),
        tasks=shown,
        more_tasks=len(must) - len(shown),
        trend=tuple(_trend(known)),
        risks=points,
        risks_year=found.year if found else None,
        year=(known.year.start, known.year.end) if known.year else None,
        doubts=(*stale, *gaps),
        unjudged=unknown,
        units=tuple(unit_rows(known, whole=not heading)),
        procedures=tuple(procedure_rows(known, whole=not heading)),
        addresses={
            "dossiers": known.address(severity="violation"),
            "late": known.address(rule=LATE),
            "home": settings.web.url,
        },
    )


def _stale(known: Known) -> Iterator[str]:
    """Why the figures are not those of this week."""
    yield from known.stale
    if known.run and known.run.as_of < known.week.monday:
        yield say("unknown", "no_run", day=f"{known.run.as_of:%d/%m/%Y}")
    elif known.run and known.week.monday not in {span.start for span in known.spans}:
        yield say("unknown", "no_figures")


def _verdict(known: Known, late: int | None, missing: int | None, *, whole: bool) -> str:
    if not late and not missing:
        return say("verdict", "none" if whole else "unknown")
    words = [
        say("verdict", name, **{name: _counted(count, whole=whole)})
        for name, count in (("late", late), ("missing", missing))
        if count
    ]
    before = known.count_before(LATE)
    if whole and late is not None and before is not None:
        how = "more" if late > before else "fewer" if late < before else "same"
        words.append(say("verdict", how, count=number(abs(late - before))))
    text = ", ".join(words)
    return f"{text[:1].upper()}{text[1:]}."


def _counted(count: int, *, whole: bool) -> str:
    return number(count) if whole else say("verdict", "at_least", count=number(count))


def _trend(known: Known) -> Iterator[TrendWeek]:
    for span in known.spans[-WEEKS:]:
        if found := find(known.figures.get(span.start, []), "on-time-share"):
            tally = found.tally
            late = tally.denominator - tally.numerator - tally.unknown
            yield TrendWeek(span.start, span.end, value(found), late, tally.denominator)
