"""The lists: dossiers, findings, letters, portion by portion."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query
from pydantic import BeforeValidator

from monitor.review.accounts.roles import Right
from monitor.review.api.access import Asking, with_right
from monitor.review.api.records import (
    DataState,
    DossierRecord,
    FindingRecord,
    LetterRecord,
    Listed,
)
from monitor.store.database import reading
from monitor.store.models import LetterState
from monitor.store.portions import (
    Row,
    dossiers_after,
    findings_after,
    letters_after,
    one_dossier,
)
from monitor.vietnamese import masked
from rules import Status

router = APIRouter()

_MOST = 1000
LARGEST_KEY = 2**63 - 1  # of the databases

Looking = Annotated[Asking, Depends(with_right(Right.LOOK))]
Limit = Annotated[int, Query(ge=1, le=_MOST, description="so many items at most")]
AfterKey = Annotated[
    int | None, Query(ge=0, le=LARGEST_KEY, description="`next_after` of the portion before")
]
# PostgreSQL takes no text with a NUL in it.
Text = Annotated[str | None, Query(pattern=r"^[^\x00]*$")]
Unit = Annotated[str | None, Query(pattern=r"^[^\x00]*$", description="only this division")]


def _iso(value: object) -> object:
    """Days are asked for as 2021-09-30 alone; seconds since 1970 are none."""
    if isinstance(value, str) and len(value) != len("2021-09-30"):
        raise ValueError("expected a day as YYYY-MM-DD")
    return value


Day = Annotated[date | None, BeforeValidator(_iso)]


@router.get("/status")
def status(asking: Looking) -> DataState:
    """How fresh and how whole the data is."""
    return asking.data()


@router.get("/dossiers")
def dossiers(
    asking: Looking,
    after: Text = None,
    limit: Limit = 100,
    unit: Unit = None,
    status: Annotated[Status | None, Query()] = None,
) -> Listed[DossierRecord]:
    """Dossiers as they were last seen, by code."""
    with reading(asking.site.engine) as connection:
        found = dossiers_after(connection, after, limit, unit=asking.unit(unit), status=status)
    items = [_dossier(asking, row) for row in found.rows]
    return Listed(data=asking.data(), items=items, next_after=found.next_after)


@router.get("/dossiers/{code:path}")
def dossier(asking: Looking, code: str) -> DossierRecord:
    """One dossier."""
    row = None
    if "\x00" not in code:
        with reading(asking.site.engine) as connection:
            row = one_dossier(connection, code)
    if row is None or not asking.who.may(Right.LOOK, row["unit"]):
        raise HTTPException(404, "there is no such dossier, or it belongs to another division")
    return _dossier(asking, row)


@router.get("/findings")
def findings(
    asking: Looking,
    after: AfterKey = None,
    limit: Limit = 100,
    unit: Unit = None,
    rule: Text = None,
    dossier: Text = None,
    closed_too: bool = False,
) -> Listed[FindingRecord]:
    """What is wrong with which dossier, the oldest finding first."""
    with reading(asking.site.engine) as connection:
        found = findings_after(
            connection,
            after,
            limit,
            unit=asking.unit(unit),
            rule=rule,
            dossier=dossier,
            closed_too=closed_too,
        )
    items = [FindingRecord.model_validate(row) for row in found.rows]
    return Listed(data=asking.data(), items=items, next_after=found.next_after)


@router.get("/letters")
def letters(
    asking: Looking,
    after: AfterKey = None,
    limit: Limit = 100,
    unit: Unit = None,
    state: LetterState | None = None,
    issued_since: Day = None,
) -> Listed[LetterRecord]:
    """The letters and where they stand."""
    with reading(asking.site.engine) as connection:
        found = letters_after(
            connection,
            after,
            limit,
            unit=asking.unit(unit),
            state=state,
            issued_since=issued_since,
        )
    items = [LetterRecord.model_validate(row) for row in found.rows]
    return Listed(data=asking.data(), items=items, next_after=found.next_after)


def _dossier(asking: Asking, row: Row) -> DossierRecord:
    named = asking.who.may(Right.NAMES, row["unit"])
    applicant = row["applicant"] if named or row["applicant"] is None else masked(row["applicant"])
    moments = {
        name: asking.with_offset(value)
        for name, value in row.items()
        if isinstance(value, datetime)
    }
    return DossierRecord.model_validate({**row, **moments, "applicant": applicant})
