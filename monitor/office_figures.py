"""The indicators of the office, from what is kept, and what a reader must know about them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals as nw
import pyarrow as pa
from sqlalchemy import Connection, func, select

from monitor.config import Settings
from monitor.intake.procedures import Catalogue
from monitor.store.dossiers import PRESENCE
from monitor.store.ledger import Newest, newest
from monitor.store.models import Change, Dossier, RunState
from monitor.stored_facts import stored_facts
from rules import Calendar
from rules.indicators import INDICATORS, Appointment, By, Figure, measure
from rules.publicity import progress_stale, result_not_posted
from rules.rule import Needs
from rules.status import OPEN

# An indicator counts with the number of days of the rule that finds the single dossiers.
_SETTINGS_OF = {"posting-coverage": result_not_posted, "progress-timeliness": progress_stale}
_ENDED_OTHERWISE = {
    RunState.INCOMPLETE: "chưa hoàn tất",
    RunState.HELD: "bị giữ lại, dữ liệu chưa được nhận",
    RunState.FAILED: "không thành công",
    RunState.RUNNING: "chưa kết thúc",
}


@dataclass(frozen=True, slots=True)
class OfficeFigures:
    """The figures of a period.

    as_of: its last day, and the day of reckoning. absent: code of an indicator that has no source
    → why, in Vietnamese. lacking: why the dossiers are not all there, in Vietnamese; empty if they
    are. before: code of an indicator → the act that was not yet in force. procedures: code → name.
    """

    start: date | None
    as_of: date
    figures: list[Figure]
    absent: dict[str, str]
    before: dict[str, str]
    lacking: tuple[str, ...]
    procedures: dict[str, str]


def office_figures(
    connection: Connection,
    settings: Settings,
    calendar: Calendar,
    catalogue: Catalogue,
    as_of: date,
    *,
    start: date | None,
    by: By | None,
    appointment: Appointment,
) -> OfficeFigures:
    """The figures of the dossiers that are kept, for the period that ends on `as_of`."""
    facts = stored_facts(connection, settings, calendar, catalogue, as_of).frame
    figures = measure(
        without_first_sight(connection, facts),
        INDICATORS,
        as_of,
        start=start,
        by=by,
        appointment=appointment,
        settings=own_settings(settings),
        by_clock=settings.late_by_clock,
    )
    return OfficeFigures(
        start=start,
        as_of=as_of,
        figures=figures,
        absent=without_source(settings),
        before=_not_yet_in_force(as_of),
        lacking=tuple(lacking(newest(connection))),
        procedures=_procedures(connection) if by is By.PROCEDURE else {},
    )


def own_settings(settings: Settings) -> dict[str, dict[str, Any]]:
    """Code of an indicator → the numbers of days that this office has set for it."""
    return {code: settings.rules.own(rule) for code, rule in _SETTINGS_OF.items()}


def without_source(settings: Settings) -> dict[str, str]:
    """Code of an indicator that this office has no source for → why, in Vietnamese."""
    if settings.postings is not None:
        return {}
    lists = "chưa khai báo nguồn công khai kết quả ([postings] trong config.toml)"
    return {one.code: lists for one in INDICATORS if Needs.POSTINGS in one.needs}


def without_first_sight(
    connection: Connection, facts: nw.DataFrame[pa.Table]
) -> nw.DataFrame[pa.Table]:
    """That we saw a dossier for the first time is no sign that anybody worked on it."""
    ever_changed = select(Change.dossier).where(Change.field != PRESENCE)
    never = connection.scalars(
        select(Dossier.code).where(Dossier.status.in_(OPEN), Dossier.code.not_in(ever_changed))
    ).all()
    if not never:
        return facts
    only_seen = nw.col("code").is_in(never) & nw.col("updated_at").is_null()
    untouched = nw.col("working_days_untouched")
    return facts.with_columns(working_days_untouched=nw.when(~only_seen).then(untouched))


def _not_yet_in_force(day: date) -> dict[str, str]:
    """Indicators that are shown for comparison only, since every act for them came later."""
    found = {}
    for one in INDICATORS:
        first = min((basis.act for basis in one.basis), key=lambda act: act.start)
        if one.only_while is None and day < first.start:
            found[one.code] = f"{first.title} có hiệu lực từ {first.start:%d/%m/%Y}: để tham khảo"
    return found


def lacking(last: Newest | None) -> Iterator[str]:
    """Why the last run does not vouch for all dossiers."""
    if last is None:
        yield "chưa có lần chạy nào"
        return
    if last.state != RunState.DONE:
        run = last.stamp
        yield f"lần chạy {run.id} ngày {run.as_of:%d/%m/%Y} {_ENDED_OTHERWISE[last.state]}"
    if last.unread:
        yield f"{last.unread} dòng không đọc được"


def _procedures(connection: Connection) -> dict[str, str]:
    rows = connection.execute(
        select(Dossier.procedure_code, func.min(Dossier.procedure_name))
        .where(Dossier.procedure_code.is_not(None))
        .group_by(Dossier.procedure_code)
    )
    return {code: name for code, name in rows if code and name}
