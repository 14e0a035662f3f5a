"""Quản trị: the runs, and what one of them has read and found."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from monitor.review.accounts.roles import Right
from monitor.review.addresses import Key, dossier_address
from monitor.review.admin.frame import RUNS, admin_page
from monitor.review.admin.run_view import run_view
from monitor.review.admin.run_words import guard_title
from monitor.review.admin.seeing_runs import Seeing, run_of, sees_names
from monitor.review.turns import PageRoute
from monitor.review.visit import with_right
from monitor.store.database import reading
from monitor.store.lifted import used_by
from monitor.store.run_list import count_rejected, findings_of, last_run_id, runs_before
from rules import RULES

router = APIRouter(route_class=PageRoute)

_A_PAGE = 50


@router.get(RUNS)
def runs(visit: Seeing, before: Annotated[int | None, Query(ge=1, le=2**62)] = None) -> Response:
    """The runs, the last one first."""
    with reading(visit.site.engine) as connection:
        last = last_run_id(connection)
        found = runs_before(connection, before, _A_PAGE + 1)
    shown = [run_view(one, last, names=sees_names(visit)) for one in found[:_A_PAGE]]
    return admin_page(
        visit,
        "admin_runs.html",
        runs=shown,
        is_first=before is None,
        next_before=shown[-1].id if len(found) > _A_PAGE else None,
    )


@router.get(RUNS + "/{run}")
def run(visit: Seeing, run: Key) -> Response:
    """One run: its input, its sheets, its findings, its notes."""
    found, view = run_of(visit, run)
    with reading(visit.site.engine) as connection:
        rejected = count_rejected(connection, found.id) if view.landed else 0
        lifts = used_by(connection, found.id)
    return admin_page(
        visit, "admin_run.html", run=view, rejected=rejected, lifts=lifts, titles=guard_title
    )


@router.get(RUNS + "/{run}/findings", dependencies=[Depends(with_right(Right.LOOK))])
def findings(
    visit: Seeing,
    run: Key,
    *,
    closed: bool = False,
    after: Annotated[int, Query(ge=0, le=2**62)] = 0,
) -> Response:
    """What the run has newly found, or closed."""
    _, view = run_of(visit, run)
    unit = visit.only_unit()
    with reading(visit.site.engine) as connection:
        found = findings_of(connection, run, unit, after, _A_PAGE + 1, closed=closed)
    shown = found[:_A_PAGE]
    return admin_page(
        visit,
        "admin_run_findings.html",
        run=view,
        closed=closed,
        findings=shown,
        titles={rule.code: rule.title for rule in RULES},
        address=dossier_address,
        is_first=after == 0,
        next_after=shown[-1].id if len(found) > _A_PAGE else None,
    )
