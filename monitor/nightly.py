"""The one job: pull → keep → judge → draft → record."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
from sqlalchemy import Connection, Engine

from monitor.config import Settings
from monitor.drafts import draft_letters, write_drafts
from monitor.facts import facts_frame
from monitor.guards import HeldError, Objection, Reason, objections
from monitor.held import forget_held, keep_aside
from monitor.intake.dates import DateReader
from monitor.intake.errors import IntakeError
from monitor.intake.named_layouts import named_layout
from monitor.intake.postings import read_postings
from monitor.intake.procedures import Catalogue, read_procedures
from monitor.intake.pull import Pull
from monitor.intake.read import read_pull
from monitor.intake.sheets import Sheet
from monitor.intake.table import TableReader
from monitor.judging import absent_sources, judge_all
from monitor.letterbook.soffice import OfficeError, find_soffice
from monitor.moved_calendar import calendar_notes
from monitor.office_calendar import office_calendar
from monitor.procedures import unlisted
from monitor.report import InputCounts, Report
from monitor.run_figures import run_figures
from monitor.sources import Source, open_source, posted_sheets, procedure_sheets
from monitor.store import ledger
from monitor.store.dossiers import Kept, divisions_without, keep
from monitor.store.figures import keep_figures
from monitor.store.findings import record, standing
from monitor.store.guard_models import LiftedGuard
from monitor.store.lifted import taken_up, use
from monitor.store.models import RunState
from monitor.store.postings import keep_postings
from monitor.store.rejected import keep_rejected
from rules import Calendar
from rules.rule import Needs
from rules.worktime.terms import Unit

Progress = Callable[[str, int, int], None]
Clock = Callable[[], datetime]
Landed = Callable[[Connection, Report], None]

_NAMED = 5


def date_reader(settings: Settings, as_of: date) -> DateReader:
    """How this office's source writes its dates."""
    zone = settings.zone_on(as_of)
    dates = settings.source.dates
    stamps = ZoneInfo(dates.timezone) if dates.timezone else zone
    return DateReader(tuple(dates.formats), zone, stamps)


def table_reader(settings: Settings, as_of: date) -> TableReader:
    """How this office's source writes its dates and statuses: config.toml, then its layout."""
    dates, statuses = date_reader(settings, as_of), settings.source.statuses
    if layout := named_layout(settings.source.layout):
        dates = replace(dates, formats=(*dates.formats, *layout.formats))
        statuses = {**layout.statuses, **statuses}
    return TableReader(dates, statuses)


def office_catalogue(settings: Settings, sheets: Iterable[Sheet], as_of: date) -> Catalogue:
    """The catalogue of procedures in these sheets; empty where config.toml names none.

    Raises IntakeError for one that can't be read.
    """
    if settings.procedures is None:
        return Catalogue()
    dates = date_reader(settings, as_of)
    return read_procedures(sheets, dates, Unit(settings.procedures.unit))


def run(
    settings: Settings,
    engine: Engine,
    as_of: date,
    clock: Clock,
    progress: Progress,
    accept: Collection[Reason] = (),
    landed: Landed = lambda _connection, _report: None,
) -> Report:
    """One nightly run.

    Everything of it lands in one transaction, or nothing does; the ledger keeps the failed ones
    too, and the source is told only after that. A pull that a guard objects to, for a reason that
    is neither in `accept` nor lifted on the review pages, is kept aside: the report is incomplete
    and says why and where its files are kept. Raises IntakeError for an export that can't be read.

    landed: called last in the transaction of a run that lands; what it raises undoes the run.
    """
    run_id = ledger.begin(engine, as_of, clock())
    _, no_office = _soffice(settings)
    source = open_source(settings, clock)
    try:
        reader = table_reader(settings, as_of)
        named = named_layout(settings.source.layout)
        pull = read_pull(source.batches(), reader, settings.source.columns, progress, named)
        pull = replace(pull, whole=source.whole)
        with ledger.writing(engine) as connection:
            lifts = taken_up(connection)
            lifted = {*accept, *(one.reason for one in lifts)}
            accepted = _guard(settings, connection, source, pull, run_id, as_of, lifted)
            posted = posted_sheets(settings, clock)
            procedures = procedure_sheets(settings, clock)
            calendar = office_calendar(settings)
            report = _work(
                settings, connection, pull, posted, procedures, calendar, run_id, as_of, progress
            )
            notes = (*_lifted(accepted, lifts), *source.notes, *report.notes, *no_office)
            report = replace(report, notes=notes, sheets=pull.sheets)
            state = RunState.DONE if report.complete else RunState.INCOMPLETE
            seen = ledger.Baseline(as_of, pull.accepted, pull.newest_received, pull.columns)
            measure = seen if pull.whole else None
            ledger.finish(
                connection, run_id, clock(), state, report.as_kept(), calendar.version, measure
            )
            use(connection, lifts, run_id, clock())
            landed(connection, report)
    except HeldError as held:
        report = _held(engine, held, source, run_id, as_of)
        ledger.fail(engine, run_id, clock(), str(held), RunState.HELD, report.as_kept())
        return report
    except BaseException as error:
        ledger.fail(engine, run_id, clock(), f"{type(error).__name__}: {error}", RunState.FAILED)
        raise
    if accepted:
        forget_held(settings.resolve(settings.guards.held))
    if unmade := write_out(settings, engine, progress):
        report = replace(report, notes=(*report.notes, *unmade))
        ledger.amend(engine, run_id, report.as_kept())
    source.acknowledge()
    return report


def write_out(settings: Settings, engine: Engine, progress: Progress) -> list[str]:
    """Write the files of all drafts that have none yet; notes on PDFs that could not be made."""
    soffice, _ = _soffice(settings)
    return write_drafts(engine, settings.resolve(settings.letters.output), progress, soffice)


def _soffice(settings: Settings) -> tuple[Path | None, list[str]]:
    """LibreOffice, if config.toml asks for PDFs; a note if it is not there."""
    if not settings.letters.pdf:
        return None, []
    try:
        return find_soffice(settings.soffice), []
    except OfficeError as error:
        return None, [f"no PDFs were written: {error}"]


def _guard(
    settings: Settings,
    connection: Connection,
    source: Source,
    pull: Pull,
    run_id: int,
    as_of: date,
    accept: Collection[str],
) -> list[Objection]:
    """The objections that were accepted; raises HeldError for those that were not.

    What was read is copied before that, while no other run can do the same.
    """
    recent = ledger.recent_good(connection, settings.guards.recent_runs)
    gone = divisions_without(connection, pull)
    found = list(objections(pull, recent, gone, settings, as_of))
    held = [objection for objection in found if objection.reason not in accept]
    if held:
        folder, most = settings.resolve(settings.guards.held), settings.guards.most_held
        raise HeldError(pull, held, keep_aside(folder, run_id, source, pull, most))
    return found


def _lifted(accepted: Iterable[Objection], lifts: Iterable[LiftedGuard]) -> list[str]:
    """Notes on guards that were lifted: by whom beforehand, and whether they had to be."""
    by = {one.reason: f" (lifted by {one.who}: {one.why})" for one in lifts}
    notes = [f"accepted all the same: {one}{by.get(one.reason, '')}" for one in accepted]
    spoke = {one.reason for one in accepted}
    notes += [
        f"the guard {reason} had no objection; it stands again{told}"
        for reason, told in by.items()
        if reason not in spoke
    ]
    return notes


def _held(engine: Engine, held: HeldError, source: Source, run_id: int, as_of: date) -> Report:
    """The report of a pull that was kept aside: the last good state stands."""
    pull = held.pull
    with engine.connect() as connection:
        tallies = standing(connection)
    reasons = [
        f"kept aside: {one}; if it is right: tthc run --accept {one.reason}"
        for one in held.objections
    ]
    return Report(
        run_id=run_id,
        as_of=as_of,
        input=InputCounts(pull.read, pull.accepted, len(pull.rejected), 0, 0, 0, 0),
        findings=tallies,
        drafted=0,
        complete=False,
        notes=(*reasons, held.evidence, *source.notes, *pull.notes),
        sheets=pull.sheets,
        held=held.objections,
    )


def _work(
    settings: Settings,
    connection: Connection,
    pull: Pull,
    posted: Iterable[Sheet],
    procedures: Iterable[Sheet],
    calendar: Calendar,
    run_id: int,
    as_of: date,
    progress: Progress,
) -> Report:
    progress("comparing with what is kept", 0, 0)
    kept = keep(connection, pull, run_id)
    keep_rejected(connection, pull, run_id)
    unread = _keep_postings(settings, connection, pull, posted, run_id, as_of)
    catalogue = _read_catalogue(settings, procedures, unread, as_of)
    progress("judging", 0, 0)
    facts = facts_frame(connection, pull, calendar, catalogue, as_of, settings)
    absent = absent_sources(settings, pull)
    judged = judge_all(facts, settings, absent, unread)
    tallies = record(connection, judged.found, judged.rules, run_id, as_of)
    progress("measuring", 0, 0)
    keep_figures(connection, run_figures(connection, facts, settings), run_id)
    drafted = draft_letters(connection, facts, settings, kept.changed, run_id, progress)
    moved = calendar_notes(connection, pull, catalogue, facts, settings, absent)
    notes = [*_left_alone(pull, kept), *_looking_back(connection, as_of), *moved]
    notes += [*_received_ahead(pull, as_of), *pull.notes]
    notes += [*_on_catalogue(catalogue, pull), *judged.notes]
    notes += [f"{code} could not be judged: {why}" for code, why in judged.failed.items()]
    notes += _unwritten(drafted.refused)
    return Report(
        run_id=run_id,
        as_of=as_of,
        input=_counts(pull, kept),
        findings=tallies,
        drafted=drafted.drafted,
        complete=pull.whole and not judged.failed and not drafted.refused,
        notes=tuple(notes),
    )


def _left_alone(pull: Pull, kept: Kept) -> list[str]:
    """What a pull that is not whole can not say."""
    if pull.whole:
        return []
    left = f"{len(kept.missing)} dossiers did not come and are left as they were"
    return [f"not all could be read: {left}, none is taken for vanished; run again"]


def _unwritten(refused: Mapping[str, str]) -> list[str]:
    """One note for each reason: an unusable template holds back all letters of its form."""
    codes: dict[str, list[str]] = {}
    for code, why in refused.items():
        codes.setdefault(why, []).append(code)
    return [f"no letter for {_some(those)}: {why}" for why, those in codes.items()]


def _some(codes: list[str]) -> str:
    shown = ", ".join(codes[:_NAMED])
    return shown if len(codes) <= _NAMED else f"{shown} and {len(codes) - _NAMED} more"


def _looking_back(connection: Connection, as_of: date) -> list[str]:
    last = ledger.last_good(connection)
    if last is None or last.as_of <= as_of:
        return []
    return [f"this run looks back: the last one was as of {last.as_of}"]


def _received_ahead(pull: Pull, as_of: date) -> list[str]:
    """Receptions that lie ahead: of a date that was misread one half of the time does."""
    received = pull.dossiers["received_at"]
    ahead = received.ge(pd.Timestamp(as_of + timedelta(days=1))).fillna(False)
    if not ahead.any():
        return []
    first = pull.dossiers[ahead].iloc[0]
    example = f"{first['code']} on {first['received_at']:%d/%m/%Y}"
    told = f"{int(ahead.sum())} dossiers were received after {as_of:%d/%m/%Y}, e.g. {example}"
    return [f"{told}: are day and month, the year and the time zone of the source right?"]


def _keep_postings(
    settings: Settings,
    connection: Connection,
    pull: Pull,
    posted: Iterable[Sheet],
    run_id: int,
    as_of: date,
) -> dict[Needs, str]:
    """Take in the public lists; why they could not be read, if so."""
    if settings.postings is None:
        return {}
    try:
        known = set(pull.dossiers["code"])
        seen = read_postings(posted, known, date_reader(settings, as_of))
    except IntakeError as error:
        return {Needs.POSTINGS: f"[postings]: {error}"}
    keep_postings(connection, seen, run_id, as_of)
    return {}


def _read_catalogue(
    settings: Settings, sheets: Iterable[Sheet], unread: dict[Needs, str], as_of: date
) -> Catalogue:
    """The catalogue of procedures; empty where none can be read: see `unread`."""
    try:
        return office_catalogue(settings, sheets, as_of)
    except IntakeError as error:
        unread[Needs.CATALOGUE] = f"[procedures]: {error}"
        return Catalogue()


def _on_catalogue(catalogue: Catalogue, pull: Pull) -> list[str]:
    """What a person should know about the catalogue and the dossiers of this pull."""
    if not catalogue.periods:
        return []
    notes = [*catalogue.notes, *unlisted(pull.dossiers, catalogue)]
    cells = catalogue.unread
    if cells:
        told = f"{len(cells)} cells of the catalogue of procedures could not be read"
        notes.append(f"{told}, `tthc check` lists them; the first: {cells[0]}")
    return notes


def _counts(pull: Pull, kept: Kept) -> InputCounts:
    return InputCounts(
        read=pull.read,
        accepted=pull.accepted,
        rejected=len(pull.rejected),
        unchanged=kept.unchanged,
        added=kept.added,
        changed=len(kept.changed),
        vanished=len(kept.vanished),
    )
