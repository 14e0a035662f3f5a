"""Hôm nay: what waits for whoever is logged in, and whether the data can be believed."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Response
from sqlalchemy import Connection

from monitor.review.accounts.roles import Right, Who
from monitor.review.freshness import freshness
from monitor.review.rendering import page
from monitor.review.visit import Visit, with_right
from monitor.store.models import LetterState
from monitor.store.workload import found_by, letters_by_state, open_findings
from rules import RULES

router = APIRouter()

_LATE = ("overdue-open", "overdue-finished")
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
        return page(visit, "home_admin.html")
    unit = visit.only_unit()
    with visit.site.engine.connect() as connection:
        last = freshness(connection, visit.site.settings.web, visit.site.clock())
        findings = open_findings(connection, unit)
        fresh = found_by(connection, last.run, unit) if last.run else {}
        tasks = list(_tasks(connection, visit.who))
    return page(
        visit,
        "home.html",
        unit=unit,
        tasks=tasks,
        soon={"count": findings.get(_SOON, 0), "address": _findings(_SOON)},
        late=sum(findings.get(rule, 0) for rule in _LATE),
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


def _tasks(connection: Connection, who: Who) -> Iterator[Mapping[str, Any]]:
    """The letters that wait for him, by step."""
    for title, right, state in _STEPS:
        if who.has(right):
            unit = None if who.scope(right) == "all" else who.unit
            count = letters_by_state(connection, unit).get(state, 0)
            yield {"title": title, "count": count, "address": f"/letters?state={state}"}


def _findings(rule: str, **more: object) -> str:
    return "/dossiers?" + urlencode({"rule": rule, **more})
