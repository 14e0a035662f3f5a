"""The ledger of runs, and the rows that they could not read."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Path
from sqlalchemy import Connection

from monitor.review.accounts.roles import Right, Scope
from monitor.review.admin.rejected_row import rejected_view
from monitor.review.admin.run_view import run_view
from monitor.review.api.access import Asking, with_right
from monitor.review.api.lists import LARGEST_KEY, AfterKey, Limit
from monitor.review.api.records import Listed
from monitor.review.api.run_records import Hold, RejectedRecord, RuleTally, RunRecord
from monitor.store.database import reading
from monitor.store.run_list import (
    KeptRow,
    LedgerRow,
    last_run_id,
    one_run,
    rejected_after,
    runs_after,
)

router = APIRouter()

Seeing = Annotated[Asking, Depends(with_right(Right.RUNS))]
RunNumber = Annotated[int, Path(ge=1, le=LARGEST_KEY)]


@router.get("/runs")
def runs(asking: Seeing, after: AfterKey = None, limit: Limit = 100) -> Listed[RunRecord]:
    """The runs and how each ended, the first one first."""
    with reading(asking.site.engine) as connection:
        last = last_run_id(connection)
        found = runs_after(connection, after or 0, limit + 1)
    items = [_record(asking, one, last) for one in found[:limit]]
    more = items[-1].id if len(found) > limit else None
    return Listed(data=asking.data(), items=items, next_after=more)


@router.get("/runs/{run}")
def run(asking: Seeing, run: RunNumber) -> RunRecord:
    """One run."""
    with reading(asking.site.engine) as connection:
        return _record(asking, _found(connection, run), last_run_id(connection))


@router.get("/runs/{run}/rejected")
def rejected(
    asking: Seeing, run: RunNumber, after: AfterKey = None, limit: Limit = 100
) -> Listed[RejectedRecord]:
    """The rows that a run could not read, among those that are kept."""
    names = _sees_names(asking)
    with reading(asking.site.engine) as connection:
        landed = run_view(_found(connection, run), None, names=names).landed
        found = rejected_after(connection, run, after or 0, limit + 1) if landed else []
    items = [_rejected(asking, row_of, run) for row_of in found[:limit]]
    more = items[-1].id if len(found) > limit else None
    return Listed(data=asking.data(), items=items, next_after=more)


def _found(connection: Connection, number: int) -> LedgerRow:
    found = one_run(connection, number)
    if found is None:
        raise HTTPException(404, "there is no such run")
    return found


def _sees_names(asking: Asking) -> bool:
    """Whether it may read names wherever they stand: what a run says has no division."""
    return asking.who.scope(Right.NAMES) is Scope.ALL


def _record(asking: Asking, run: LedgerRow, last: int | None) -> RunRecord:
    view = run_view(run, last, names=_sees_names(asking))
    started_at = asking.with_offset(run.started_at)
    assert started_at is not None  # noqa: S101 - a moment stays one
    return RunRecord(
        id=view.id,
        as_of=view.as_of,
        started_at=started_at,
        finished_at=asking.with_offset(view.finished_at),
        state=run.state,
        landed=view.landed,
        input=dict(view.input),
        findings={
            one.code: RuleTally(open=one.open, new=one.new, closed=one.closed) for one in view.rules
        },
        drafted=view.drafted,
        held=[Hold(guard=one.reason, says=one.words) for one in view.held],
        notes=[one.words for one in view.notes],
        error=view.error.words if view.error else None,
        verdict=view.verdict,
    )


def _rejected(asking: Asking, row: KeptRow, run: int) -> RejectedRecord:
    view = rejected_view(row, run, names=_sees_names(asking))
    return RejectedRecord(
        id=view.id,
        file=view.file,
        sheet=view.sheet,
        row=view.row,
        column=view.column,
        code=view.code,
        value=view.value,
        reason=view.reason.words,
        expected=view.expected,
        is_new=view.is_new,
    )
