"""The tables, the same on SQLite and PostgreSQL."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    column,
    func,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from monitor.intake.columns import CANONICAL

# BigInteger keys would not count up by themselves on SQLite.
Key = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """Base of all tables; constraints have names that migrations can speak of."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
        }
    )
    type_annotation_map = {dict[str, Any]: JSON, list[str]: JSON}  # noqa: RUF012


class RunState(StrEnum):
    """How a run stands."""

    RUNNING = "running"
    DONE = "done"
    INCOMPLETE = "incomplete"
    FAILED = "failed"
    HELD = "held"  # a guard kept the pull aside


class LetterState(StrEnum):
    """Where a letter stands on its way to the applicant."""

    DRAFT = "draft"
    COMPLETED = "completed"
    APPROVED = "approved"
    ISSUED = "issued"
    SENT = "sent"
    WITHDRAWN = "withdrawn"
    EXCUSED = "excused"  # the delay was no fault of the office: none is owed


ISSUED_STATES = (LetterState.ISSUED, LetterState.SENT)


class LetterOrigin(StrEnum):
    """How a letter came into the store."""

    RUN = "run"  # a nightly run drafted it
    AGAIN = "again"  # an officer asked for another new date
    IMPORTED = "imported"  # issued before the monitor came; there is no document


class Run(Base):
    """The ledger: one row a run, also one that failed.

    newest_received, columns: what it saw of its export, for the guards of later runs.
    """

    __tablename__ = "run"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    as_of: Mapped[date]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(20))
    calendar_version: Mapped[str | None] = mapped_column(String(12))
    report: Mapped[dict[str, Any] | None]
    error: Mapped[str | None] = mapped_column(Text)
    newest_received: Mapped[date | None]
    columns: Mapped[list[str] | None]


class Dossier(Base):
    """The last state that we saw of each dossier.

    extras: heading → text of what no canonical column takes. digest: of all of that, to find the
    unchanged ones without reading them. vanished_run_id: the run that first missed it.
    search_text: what it is searched by, see `monitor.store.search_text`.
    """

    __tablename__ = "dossier"
    __table_args__ = (
        Index("ix_dossier_unit", "unit"),
        Index("ix_dossier_procedure_code", "procedure_code"),
        Index("ix_dossier_status", "status"),
        Index(
            "ix_dossier_vanished_run_id",
            "vanished_run_id",
            sqlite_where=column("vanished_run_id").is_not(None),
            postgresql_where=column("vanished_run_id").is_not(None),
        ),
    )

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    procedure_code: Mapped[str | None] = mapped_column(Text)
    procedure_name: Mapped[str | None] = mapped_column(Text)
    field: Mapped[str | None] = mapped_column(Text)
    applicant: Mapped[str | None] = mapped_column(Text)
    applicant_kind: Mapped[int | None]
    unit: Mapped[str | None] = mapped_column(Text)
    officer: Mapped[str | None] = mapped_column(Text)
    channel: Mapped[int | None]
    submitted_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
    status: Mapped[int]
    result_file: Mapped[str | None] = mapped_column(Text)
    refused_at: Mapped[datetime | None]
    updated_at: Mapped[datetime | None]
    supplements: Mapped[int | None]
    supplement_requested_at: Mapped[datetime | None]
    supplemented_at: Mapped[datetime | None]
    apology_issued_at: Mapped[date | None]
    reappointments: Mapped[int | None]
    new_due_on: Mapped[date | None]
    extras: Mapped[dict[str, Any]]
    digest: Mapped[int] = mapped_column(BigInteger)
    first_run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
    vanished_run_id: Mapped[int | None] = mapped_column(ForeignKey("run.id"))
    search_text: Mapped[str] = mapped_column(Text, server_default=text("''"))


_OF_DOSSIER = Dossier.__table__.c
# What is not finished is little and lies at the end of each order, where none is found by going
# through it. SQLite wants the very words of the index in a query.
UNFINISHED = text("status NOT IN (9, 10)")
# Empty dates come first, as SQLite has it anyway.
for _name in ("received_at", "due_at", "completed_at"):
    Index(f"ix_dossier_{_name}", _OF_DOSSIER[_name].nulls_first())
for _name in ("received_at", "due_at"):
    Index(
        f"ix_dossier_unfinished_{_name}",
        _OF_DOSSIER[_name].nulls_first(),
        sqlite_where=UNFINISHED,
        postgresql_where=UNFINISHED,
    )
# PostgreSQL alone has this one; on SQLite each search reads the texts.
DOSSIER_WORDS = func.array_to_tsvector(
    func.array_remove(
        func.string_to_array(_OF_DOSSIER.search_text, text("' '")),
        text("''"),
    )
)
Index("ix_dossier_words", DOSSIER_WORDS, postgresql_using="gin").ddl_if(dialect="postgresql")
# A function of ours, which the migrations make: each two words of a name, "=an=nguyen". In the
# lists of those are few dossiers, where half of all stand in that of "nguyen".
DOSSIER_PAIRS = func.name_pairs(_OF_DOSSIER.search_text)
Index("ix_dossier_pairs", DOSSIER_PAIRS, postgresql_using="gin").ddl_if(dialect="postgresql")

CANONICAL_COLUMNS = tuple(Dossier.__table__.c[name] for name in CANONICAL)


class Change(Base):
    """One field of one dossier that changed between two pulls. Append-only, by a trigger.

    field: a canonical name, "extra: HEADING", or "presence" (present ↔ vanished).
    """

    __tablename__ = "change_log"
    __table_args__ = (Index("ix_change_log_field", "field", "dossier"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
    dossier: Mapped[str] = mapped_column(ForeignKey("dossier.code"), index=True)
    field: Mapped[str] = mapped_column(Text)
    old: Mapped[str | None] = mapped_column(Text)
    new: Mapped[str | None] = mapped_column(Text)


class Rejected(Base):
    """A row of an export that could not be read, from the run that met it to the one that did not.

    fingerprint: of everything below it, so that the same row is kept once.
    """

    __tablename__ = "rejected_row"
    __table_args__ = (
        Index(
            "uq_rejected_row_open",
            "fingerprint",
            unique=True,
            sqlite_where=column("gone_run_id").is_(None),
            postgresql_where=column("gone_run_id").is_(None),
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
    gone_run_id: Mapped[int | None] = mapped_column(ForeignKey("run.id"))
    fingerprint: Mapped[str] = mapped_column(String(64))
    file: Mapped[str] = mapped_column(Text)
    sheet: Mapped[str] = mapped_column(Text)
    row: Mapped[int]
    column: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    code: Mapped[str | None] = mapped_column(Text)
    cells: Mapped[list[str]]


class Finding(Base):
    """A rule that holds of a dossier, from the day it was found to the day it no longer held.

    facts: the values that made it, as they were when it was last seen. unit: the division that the
    dossier has, so that the findings of one are had without a look at their dossiers.
    """

    __tablename__ = "finding"
    __table_args__ = (
        Index(
            "uq_finding_open",
            "rule",
            "dossier",
            unique=True,
            sqlite_where=column("closed_at").is_(None),
            postgresql_where=column("closed_at").is_(None),
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    rule: Mapped[str] = mapped_column(String(60))
    dossier: Mapped[str] = mapped_column(ForeignKey("dossier.code"), index=True)
    severity: Mapped[str] = mapped_column(String(20))
    working_days_late: Mapped[int]
    message: Mapped[str] = mapped_column(Text)
    facts: Mapped[dict[str, Any]]
    unit: Mapped[str | None] = mapped_column(Text)
    opened_at: Mapped[date]
    opened_run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
    last_seen_at: Mapped[date]
    closed_at: Mapped[date | None]
    closed_run_id: Mapped[int | None] = mapped_column(ForeignKey("run.id"))


class Letter(Base):
    """An apology letter; one live letter a dossier and re-appointment.

    version: counts every change, so that nobody decides about what he has not seen. due_at: the
    appointment that the letter apologises for. document: the .docx as it was approved, or stands
    so far; the database refuses to change it from then on. fields, template_sha256: what it was
    made of. issued_document: the same with number and date. series, year, number: of the office's
    register, unique. ended_on, ended_reason: when and why it was withdrawn or excused. path: where
    the draft was written, relative to the output folder; null until it was. unit, search_text:
    those of its dossier, so that a queue is found without a look at each of them.
    """

    __tablename__ = "letter"
    __table_args__ = (
        Index(
            "uq_letter_live",
            "dossier",
            "reappointment",
            unique=True,
            sqlite_where=column("state") != LetterState.WITHDRAWN.value,
            postgresql_where=column("state") != LetterState.WITHDRAWN.value,
        ),
        Index("uq_letter_number", "series", "year", "number", unique=True),
        Index("ix_letter_state", "state", "unit"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    dossier: Mapped[str] = mapped_column(ForeignKey("dossier.code"), index=True)
    reappointment: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    origin: Mapped[str] = mapped_column(String(20), server_default=text("'run'"))
    form: Mapped[str | None] = mapped_column(String(40))
    wording: Mapped[str | None] = mapped_column(String(20))
    drafted_on: Mapped[date]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("run.id"))
    due_at: Mapped[datetime | None]
    reason_code: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str | None] = mapped_column(Text)
    fault: Mapped[str | None] = mapped_column(String(20))
    new_due_on: Mapped[date | None]
    signer_title: Mapped[str | None] = mapped_column(Text)
    signer_name: Mapped[str | None] = mapped_column(Text)
    signer_power: Mapped[str | None] = mapped_column(Text)
    template_sha256: Mapped[str | None] = mapped_column(String(64))
    fields: Mapped[dict[str, Any] | None]
    document: Mapped[bytes | None] = mapped_column(LargeBinary)
    sha256: Mapped[str | None] = mapped_column(String(64))
    path: Mapped[str | None] = mapped_column(Text)
    approved_on: Mapped[date | None]
    series: Mapped[str | None] = mapped_column(String(40))
    year: Mapped[int | None]
    number: Mapped[int | None]
    issued_on: Mapped[date | None]
    issued_document: Mapped[bytes | None] = mapped_column(LargeBinary)
    issued_sha256: Mapped[str | None] = mapped_column(String(64))
    sent_on: Mapped[date | None]
    channel: Mapped[str | None] = mapped_column(String(20))
    proof: Mapped[str | None] = mapped_column(Text)
    ended_on: Mapped[date | None]
    ended_reason: Mapped[str | None] = mapped_column(Text)
    unit: Mapped[str | None] = mapped_column(Text)
    search_text: Mapped[str] = mapped_column(Text, server_default=text("''"))


class LetterTemplate(Base):
    """The templates of approved letters, so that number and date go into the same paper."""

    __tablename__ = "letter_template"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    document: Mapped[bytes] = mapped_column(LargeBinary)


class LetterFile(Base):
    """A file that belongs to a letter: the signed PDF, a scan, a postal receipt."""

    __tablename__ = "letter_file"
    __table_args__ = (Index("uq_letter_file_content", "letter_id", "sha256", unique=True),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"))
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(10))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    added_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(Text)


class Audit(Base):
    """Who did what and when. Append-only by a trigger, each row chained to the one before.

    subject_kind, subject_key: what was acted on, e.g. "letter" and its id. detail: old and new
    values. hash: SHA-256 over previous_hash and the row; two rows can't follow the same one.
    """

    __tablename__ = "audit"
    __table_args__ = (
        Index("uq_audit_previous_hash", "previous_hash", unique=True),
        Index("ix_audit_subject", "subject_kind", "subject_key"),
        Index("ix_audit_at", "at", "id"),
        Index("ix_audit_actor", "actor", "id"),
        Index("ix_audit_subject_kind", "subject_kind", "id"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(String(40))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_key: Mapped[str] = mapped_column(Text)
    detail: Mapped[dict[str, Any]]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Posting(Base):
    """A dossier code that stands on a public list of results; no name is kept.

    posted_at: the date on the list, else the day on which the code was first seen there.
    """

    __tablename__ = "posting"

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    posted_at: Mapped[date]
    file: Mapped[str] = mapped_column(Text)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))


class KeptCalendar(Base):
    """The special days of a calendar that a run reckoned by, as the rows of a calendar file."""

    __tablename__ = "calendar"

    version: Mapped[str] = mapped_column(String(12), primary_key=True)
    special_days: Mapped[str] = mapped_column(Text)
