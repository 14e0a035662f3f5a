"""What the interface hands out of runs and of the outbox: the fields of each record."""

from datetime import date, datetime

from pydantic import BaseModel, Field


class RuleTally(BaseModel):
    """What became of a rule in a run."""

    open: int
    new: int
    closed: int


class Hold(BaseModel):
    """Why a guard kept a pull aside."""

    guard: str
    says: str = Field(description="in Vietnamese, with its figures")


class RunRecord(BaseModel):
    """A run and how it ended. Texts are in Vietnamese as far as the pages have words for them."""

    id: int
    as_of: date = Field(description="the day of reckoning")
    started_at: datetime
    finished_at: datetime | None
    state: str = Field(description="running, done, incomplete, failed, held")
    landed: bool = Field(description="whether its figures became those of the office")
    input: dict[str, int] = Field(
        description="rows and dossiers; empty where it did not come so far"
    )
    findings: dict[str, RuleTally] = Field(description="code of a rule → its findings")
    drafted: int = Field(description="letters")
    held: list[Hold]
    notes: list[str]
    error: str | None
    verdict: str = Field(description="how it ended, in a sentence")


class RejectedRecord(BaseModel):
    """A row that could not be read. Cells are masked for clients without the right `names`."""

    id: int
    file: str
    sheet: str
    row: int
    column: str
    code: str
    value: str
    reason: str
    expected: str
    is_new: bool = Field(description="whether this run was the first to meet it")


class RecipientRecord(BaseModel):
    """An address of a message, and the server's answer."""

    address: str = Field(description="masked for clients without the right `names`")
    answer: str | None = Field(description="accepted, later, refused, unknown; null before a try")
    words: str | None
    at: datetime | None


class MailRecord(BaseModel):
    """A message of the outbox, without its content."""

    id: int
    state: str = Field(description="waiting, sending, done, unknown, given-up, stopped")
    about: str = Field(description="letter, digest or what else it tells of")
    dossier: str | None = Field(description="whose letter it sends")
    subject: str
    created_at: datetime
    created_by: str
    attempts: int
    next_at: datetime | None = Field(description="not tried before; null where it is not tried")
    error: str | None
    recipients: list[RecipientRecord]
