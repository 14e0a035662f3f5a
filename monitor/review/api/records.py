"""What the interface hands out: the fields of each record, as its description lists them."""

from datetime import date, datetime
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

_Record = TypeVar("_Record", bound=BaseModel)


class _Fields(BaseModel):
    model_config = ConfigDict(extra="ignore")


class DossierRecord(_Fields):
    """A dossier as it was last seen. Moments have the offset of the agency's zone."""

    code: str
    procedure_code: str | None
    procedure_name: str | None
    field: str | None
    applicant: str | None = Field(description="masked for clients without the right `names`")
    unit: str | None = Field(description="the division that handles it")
    officer: str | None
    channel: int | None = Field(description="1 direct, 2 online, 3 post")
    status: int = Field(description="1 to 10, as the national portal numbers them")
    submitted_at: datetime | None
    received_at: datetime | None
    due_at: datetime | None
    completed_at: datetime | None
    returned_at: datetime | None


class FindingRecord(_Fields):
    """A rule that holds, or held, of a dossier."""

    id: int
    rule: str
    dossier: str
    unit: str | None
    officer: str | None
    severity: str
    working_days_late: int
    opened_at: date
    last_seen_at: date
    closed_at: date | None
    message: str = Field(description="in Vietnamese")


class LetterRecord(_Fields):
    """An apology letter, without its document."""

    id: int
    dossier: str
    unit: str | None
    reappointment: int
    state: str = Field(description="draft, completed, approved, issued, sent, withdrawn, excused")
    form: str | None
    wording: str | None
    drafted_on: date
    reason_code: str | None
    fault: str | None
    new_due_on: date | None
    series: str | None
    number: int | None
    issued_on: date | None
    channel: str | None
    sent_on: date | None


class FigureRecord(_Fields):
    """An indicator of a week, a month or a year, as of its last day."""

    kind: str = Field(description="week (from Monday), month or year")
    start: date
    end: date = Field(description="the last day; that of reckoning while the span runs")
    unit: str | None = Field(description="the division; null for all, or for those that say none")
    whole: bool = Field(description="whether it is of all dossiers of the office")
    indicator: str
    title: str
    value: float | None = Field(description="null where nothing was counted")
    shown: str = Field(description="the unit of the value: %, điểm or ngày làm việc")
    numerator: int
    denominator: int
    unknown: int = Field(description="dossiers of which it can't be told; never in the numerator")
    beside: int | None = Field(description="a further count; what of, `tthc indicators` says")
    excused: int | None = Field(description="left out of both counts by a decision of the office")
    at_least: float | None = Field(description="if every unknown dossier spoke against the office")
    at_most: float | None = Field(description="if every unknown dossier spoke for it")
    score: float | None = Field(description="points that the act gives for the share")


class Figures(_Fields):
    """The figures of some spans, the earliest first."""

    data: "DataState"
    items: list[FigureRecord]


class DataState(_Fields):
    """How far the data can be believed."""

    run: int | None = Field(description="the last run that changed the findings")
    as_of: date | None
    finished_at: datetime | None
    complete: bool
    doubts: list[str] = Field(description="why it is not, in Vietnamese")


class Listed(_Fields, Generic[_Record]):
    """A portion of a list; ask again with `after` = `next_after` until that is null."""

    data: DataState
    items: list[_Record]
    next_after: str | int | None


class Problem(BaseModel):
    """Why a request was not answered (RFC 9457)."""

    title: str
    status: int
    detail: str
