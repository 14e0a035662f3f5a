"""The nightly run as a job of the daemon: once, its outcome told, the dead man's switch held."""

import logging

import httpx
from sqlalchemy import Connection

from monitor import nightly
from monitor.report import Report
from monitor.schedule.shift import Shift
from monitor.schedule.telling import tell_of_run
from monitor.store.audit import deciding

_LOG = logging.getLogger(__name__)
_PING_S = 10
COMPLETE, INCOMPLETE, HELD = "complete", "incomplete", "held"


def night(shift: Shift) -> None:
    """Run, and write out what was drafted. Raises whatever stops a run."""
    settings, engine = shift.settings, shift.engine
    if shift.landed:
        nightly.write_out(settings, engine, _progress)
        outcome = shift.landed
    else:
        outcome = _run(shift)
    with deciding(engine) as connection:
        shift.land(connection, outcome)
    if outcome == COMPLETE:
        _ping(settings.schedule.ping_url)


def _run(shift: Shift) -> str:
    """One run; how it went."""
    settings, engine = shift.settings, shift.engine

    def landed(connection: Connection, report: Report) -> None:
        outcome = _outcome(report)
        if outcome == INCOMPLETE:
            tell_of_run(connection, settings, report, outcome, shift.clock())
        shift.land(connection, outcome, more=True)

    today = shift.clock().date()
    report = nightly.run(settings, engine, today, shift.clock, _progress, landed=landed)
    outcome = _outcome(report)
    if outcome == HELD:
        with deciding(engine) as connection:
            tell_of_run(connection, settings, report, outcome, shift.clock())
    _LOG.info("run %d is %s: %s", report.run_id, outcome, _counts(report))
    return outcome


def _outcome(report: Report) -> str:
    if report.held:
        return HELD
    return COMPLETE if report.complete else INCOMPLETE


def _counts(report: Report) -> str:
    read = report.input
    return f"{read.accepted} rows accepted, {read.rejected} rejected, {report.drafted} drafts"


def _progress(text: str, done: int, total: int) -> None:
    _LOG.debug("%s (%d of %d)", text, done, total)


def _ping(address: str) -> None:
    """Tell the dead man's switch that the night was good; a fault of its own is only logged."""
    if not address:
        return
    try:
        httpx.get(address, timeout=_PING_S, follow_redirects=True).raise_for_status()
    except httpx.HTTPError as error:  # its text would hold the address, which is a secret
        _LOG.warning("[schedule] ping_url: %s", type(error).__name__)
