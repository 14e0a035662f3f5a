"""The explanation of a dossier as a page that can be printed and put into its file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from jinja2 import Template

from monitor.config import AgencySettings
from monitor.explain import Explanation
from monitor.explain_term import LegalTime
from monitor.intake.wordings import official_name
from monitor.jinja import templates
from monitor.pauses import PAUSED
from monitor.told import term_of, told, told_from_log
from rules.rule import Severity
from rules.status import FINISHED, OPEN
from rules.worktime.explain import Step
from rules.worktime.terms import Unit

_DAYS_A_WEEK = 7
_WEEKS_SHOWN = 60  # a mistyped appointment may be centuries away
_SEVERITIES = {
    Severity.VIOLATION: "vi phạm",
    Severity.WARNING: "cảnh báo",
    Severity.DATA: "thiếu dữ liệu",
}
_UNITS = {
    Unit.WORKING_DAYS: "ngày làm việc",
    Unit.DAYS: "ngày",
    Unit.WORKING_HOURS: "giờ làm việc",
}
_EVENTS = {"first seen": "Thấy lần đầu", "presence": "Có trong tệp xuất"}
_PRESENCE = {"present": "có", "vanished": "không còn"}
# Dates that are written once: another one in their place has to be explained.
_DATES = ("received_at", "due_at", "completed_at", "returned_at")
_OVERDUE = ("overdue-open", "overdue-finished")


@dataclass(frozen=True, slots=True)
class Cell:
    """A day in the grid of weeks: what stands in it, and the class that sets its look."""

    day: date
    text: str
    look: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Days in weeks from Monday to Sunday; None where no day of the term lies.

    left_out: weeks in the middle that are not shown, and the worked days in them.
    """

    head: list[list[Cell | None]]
    left_out: tuple[int, int] | None
    tail: list[list[Cell | None]]
    special: list[Step]


def explanation_page(explanation: Explanation, agency: AgencySettings) -> str:
    """The page as HTML that needs nothing beside it; every value is escaped."""
    return _template().render(agency=agency, **explanation_content(explanation))


def explanation_content(explanation: Explanation) -> dict[str, Any]:
    """What explanation_body.html and explanation_days.html show of it, the agency apart."""
    dossier = explanation.dossier
    facts = [
        (term_of(name), told(name, value))
        for name, value in dossier.items()
        if name not in ("code", "extras") and value is not None
    ]
    return {
        "explanation": explanation,
        "facts": [facts[at : at + 2] for at in range(0, len(facts), 2)],
        "verdict": verdict(explanation),
        "is_late": _is_late(explanation),
        "units": _UNITS,
        "term": _grid(explanation.term, explanation),
        "overrun": _grid(explanation.overrun, explanation),
        "pauses": [(pause, _worked(explanation, pause.days)) for pause in explanation.pauses],
        "severities": {severity.value: text for severity, text in _SEVERITIES.items()},
        "life": [_event(event) for event in explanation.life],
    }


def verdict(explanation: Explanation) -> str:
    """The one sentence that answers whether the dossier is late, in Vietnamese."""
    dossier = explanation.dossier
    status, due = dossier["status"], dossier["due_at"]
    if status in PAUSED:
        return f"Đang tạm dừng ({official_name('status', status).lower()}): không tính quá hạn."
    if status not in (*OPEN, *FINISHED):
        return f"{official_name('status', status)}: không xét thời hạn."
    end = dossier["completed_at"] or dossier["returned_at"]
    if status in FINISHED and end is None:
        return "Đã có kết quả nhưng không rõ ngày: không thể kết luận đúng hạn hay quá hạn."
    if due is None:
        until = end.date() if status in FINISHED else explanation.as_of
        return f"Không có ngày hẹn trả: {_by_legal_time(explanation.legal, until)}."
    held = "Đúng hạn" if status in FINISHED else "Chưa quá hạn"
    if _is_late(explanation):
        held = f"Quá hạn {explanation.working_days_late} ngày làm việc"
    result = f"có kết quả ngày {end:%d/%m/%Y}" if status in FINISHED else "chưa có kết quả"
    return f"{held}: hẹn trả ngày {due:%d/%m/%Y}, {result}."


def _by_legal_time(legal: LegalTime | None, until: date) -> str:
    """What the legal time of the procedure says where there is no appointment."""
    if legal is None or legal.due_on is None:
        return "không thể kết luận đúng hạn hay quá hạn"
    kept = "chưa quá" if until <= legal.due_on else "đã quá"
    return f"{kept} thời hạn giải quyết của thủ tục, hết ngày {legal.due_on:%d/%m/%Y}"


@cache
def _template() -> Template:
    return templates("monitor").get_template("explanation.html")


def _is_late(explanation: Explanation) -> bool:
    """Past the appointment by the day, or by the clock where the office judges so."""
    found = (one for one in explanation.findings if one["closed_at"] is None)
    return bool(explanation.overrun) or any(one["rule"] in _OVERDUE for one in found)


def _grid(steps: Sequence[Step], explanation: Explanation) -> Grid:
    weeks: list[list[Cell | None]] = []
    for step in steps:
        if not weeks or step.day.weekday() == 0:
            weeks.append([None] * _DAYS_A_WEEK)
        weeks[-1][step.day.weekday()] = _cell(step, explanation)
    # A pause stands in a table of its own; plain weekdays and weekends explain themselves.
    special = [s for s in steps if "," in s.reason and not _is_paused(s, explanation)]
    if len(weeks) <= _WEEKS_SHOWN:
        return Grid(weeks, None, [], special)
    half = _WEEKS_SHOWN // 2
    middle = weeks[half:-half]
    worked = sum(cell is not None and cell.look == "counted" for week in middle for cell in week)
    shown = {cell.day for week in weeks[:half] + weeks[-half:] for cell in week if cell}
    return Grid(
        weeks[:half],
        (len(middle), worked),
        weeks[-half:],
        [step for step in special if step.day in shown],
    )


def _cell(step: Step, explanation: Explanation) -> Cell:
    if step.number is not None:
        return Cell(step.day, str(step.number), "counted")
    if _is_paused(step, explanation):
        return Cell(step.day, "dừng", "paused")
    if "," in step.reason:
        return Cell(step.day, "nghỉ", "off")
    return Cell(step.day, "–", "weekend")


def _is_paused(step: Step, explanation: Explanation) -> bool:
    return any(step.reason.endswith(pause.reason) for pause in explanation.pauses)


def _worked(explanation: Explanation, days: Sequence[date]) -> int:
    """Worked days of a pause that lie in the term and are not counted there."""
    skipped = {step.day for step in explanation.term if _is_paused(step, explanation)}
    return len(skipped.intersection(days))


def _event(event: dict[str, Any]) -> dict[str, Any]:
    name = event["field"]
    field = _EVENTS.get(name) or term_of(name.removeprefix("extra: "))
    old, new = (
        _PRESENCE.get(value, value) if name == "presence" else told_from_log(name, value)
        for value in (event["old"], event["new"])
    )
    rewritten = name in _DATES and bool(event["old"])
    return {
        "day": event["as_of"],
        "run": event["run"],
        "field": field,
        "old": old,
        "new": new,
        "is_rewritten": rewritten,
    }
