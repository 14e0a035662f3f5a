"""Hôm nay: what waits for whoever is logged in, and whether the data can be believed."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Response
from sqlalchemy import Connection

from monitor.review.accounts.roles import Right, Who
from monitor.review.admin.watch import watched
from monitor.review.asked_once import freshness_of, standing_of
from monitor.review.rendering import page
from monitor.review.turns import PageRoute
from monitor.review.visit import Visit, with_right
from monitor.store.database import reading
from monitor.store.models import LetterState
from monitor.store.workload import found_by, letters_by_state, open_findings
from monitor.vietnamese import number
from rules import RULES

router = APIRouter(route_class=PageRoute)

_LATE = ("overdue-open", "overdue-finished")
# What must be done about late dossiers, the worst first.
_WORST = (
    ("overdue-open", "hồ sơ quá hạn chưa có kết quả"),
    ("apology-missing", "hồ sơ quá hạn chưa có văn bản xin lỗi"),
)
_SOON = "due-soon"
# What waits, for whom, and in which state the letters are.
_STEPS = (
    ("Thư cần hoàn thiện", Right.COMPLETE, LetterState.DRAFT),
    ("Thư chờ duyệt", Right.APPROVE, LetterState.COMPLETED),
    ("Thư chờ cấp số", Right.ISSUE, LetterState.APPROVED),
    ("Thư chờ gửi", Right.SEND, LetterState.ISSUED),
)
_SEVERITIES = ("violation", "warning", "data")


@router.get("/")
def home(visit: Annotated[Visit, Depends(with_right(*Right))]) -> Response:
    """The page with which the morning begins."""
    if not visit.who.has(Right.LOOK):
        with reading(visit.site.engine) as connection:
            tasks = list(watched(connection, visit))
        return page(visit, "home_admin.html", tasks=tasks)
    unit = visit.only_unit()
    with reading(visit.site.engine) as connection:
        last = freshness_of(visit, connection)
        standing = standing_of(visit, connection)
        findings, fresh = standing.parts.once(
            ("findings", unit), lambda: _counted(connection, standing.run, unit)
        )
        tasks = list(_tasks(connection, visit.who))
        tasks += [one for one in watched(connection, visit) if one["count"]]
    return page(
        visit,
        "home.html",
        unit=unit,
        tasks=tasks,
        soon={"count": findings.get(_SOON, 0), "address": _findings(_SOON)},
        late=any(findings.get(rule) for rule in _LATE),
        verdict=_verdict(findings, whole=last.whole),
        rules=[
            {
                "title": rule.title,
                "code": rule.code,
                "severity": str(rule.severity),
                "count": findings.get(rule.code, 0),
                "fresh": fresh.get(rule.code, 0),
                "address": _findings(rule.code),
                "fresh_address": _findings(rule.code, run=last.run),
            }
            for rule in sorted(RULES, key=lambda one: _SEVERITIES.index(str(one.severity)))
            if findings.get(rule.code)
        ],
        new=sum(fresh.values()),
    )


def _counted(
    connection: Connection, run: int | None, unit: str | None
) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """The open findings of each rule, and those of them that the last run was the first to see."""
    fresh = found_by(connection, run, unit) if run is not None else {}
    return open_findings(connection, unit), fresh


def _verdict(findings: Mapping[str, int], *, whole: bool) -> str:
    """The day in a sentence. whole: whether the data is fresh and complete."""
    if not any(findings.get(rule) for rule in _LATE):
        claim = "Không có hồ sơ trễ hạn."
        return (
            claim
            if whole
            else ("Chưa thể khẳng định không có hồ sơ trễ hạn, vì dữ liệu chưa đầy đủ.")
        )
    worst = [f"{number(findings[rule])} {what}" for rule, what in _WORST if findings.get(rule)]
    told = "; ".join(worst) or "Mọi hồ sơ quá hạn đã có kết quả và văn bản xin lỗi"
    return f"{told}." if whole or not worst else f"Ít nhất {told}."


def _tasks(connection: Connection, who: Who) -> Iterator[Mapping[str, Any]]:
    """The letters that wait for him, by step."""
    counts: dict[str | None, Mapping[str, int]] = {}
    for title, right, state in _STEPS:
        if who.has(right):
            unit = None if who.scope(right) == "all" else who.unit
            if unit not in counts:
                counts[unit] = letters_by_state(connection, unit)
            count = counts[unit].get(state, 0)
            yield {"title": title, "count": count, "address": f"/letters?state={state}"}


def _findings(rule: str, **more: object) -> str:
    return "/dossiers?" + urlencode({"rule": rule, **more})
