"""Lists of dossiers: cut by what is asked for, sorted, a portion at a time out of a million."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Subquery,
    TextClause,
    and_,
    false,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute

from monitor.store.among import among
from monitor.store.models import UNFINISHED, Dossier, Finding
from monitor.store.searching import holds_name, holds_words, may_be_name
from rules.status import FINISHED

_MOST_COUNTED, _MOST_FOUND = 10_000, 5_000
LATE_RULES = ("overdue-open", "overdue-finished")
_READ_AT_ONCE = 500
_FEW = 2_000  # to read so many rows takes as long as to find the first fifty of them in order


class By(StrEnum):
    """What a list is sorted by; dossiers that are alike in it, by their code."""

    CODE = "code"
    RECEIVED = "received"
    DUE = "due"
    COMPLETED = "completed"
    LATE = "late"


MOMENTS: Mapping[By, InstrumentedAttribute[datetime | None]] = {
    By.RECEIVED: Dossier.received_at,
    By.DUE: Dossier.due_at,
    By.COMPLETED: Dossier.completed_at,
}


@dataclass(frozen=True, slots=True)
class Order:
    """How a list is sorted; an empty date counts as the earliest. By days late: of findings."""

    by: By
    descending: bool


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody searches for.

    words: all must stand in the code or, where the names may be seen, in code and name. named:
    whether names may be seen in every division; named_unit: the one in which they may.
    procedure_codes, procedure_names: procedures that the words mean, the names of those without
    a code; their dossiers are found too. as_name: whether the words must stand in the name, as
    they were typed.
    """

    words: tuple[str, ...]
    named: bool = False
    named_unit: str | None = None
    procedure_codes: tuple[str, ...] = ()
    procedure_names: tuple[str, ...] = ()
    as_name: bool = False

    @property
    def may_be_name(self) -> bool:
        """Whether the words may be the name of somebody, and nothing else."""
        is_seen = self.named or self.named_unit is not None
        is_procedure = self.procedure_codes or self.procedure_names
        return is_seen and not is_procedure and may_be_name(self.words)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which dossiers a list holds; None asks for nothing.

    only: the division beyond which nothing may be seen. procedure_name: of one without a code.
    rule, severity, run (that has found it first), late_from and late_to (working days): of an open
    finding, of one that says late if no rule is named. period: what must lie in the days from
    start to end, both included.
    """

    sought: Sought | None = None
    only: str | None = None
    unit: str | None = None
    procedure_code: str | None = None
    procedure_name: str | None = None
    status: int | None = None
    rule: str | None = None
    severity: str | None = None
    run: int | None = None
    late_from: int | None = None
    late_to: int | None = None
    period: By | None = None
    start: date | None = None
    end: date | None = None

    @property
    def most(self) -> int:
        """So many are counted; of more it is only told that there are more.

        Of a search fewer, since each that it finds must be looked at.
        """
        return _MOST_COUNTED if self.sought is None else _MOST_FOUND

    @property
    def of_findings(self) -> bool:
        """Whether an open finding is asked for."""
        asked = (self.rule, self.severity, self.run, self.late_from, self.late_to)
        return any(one is not None for one in asked)


@dataclass(frozen=True, slots=True)
class Tag:
    """An open finding, as a list shows it."""

    rule: str
    severity: str
    working_days_late: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A dossier in a list, with its open findings."""

    code: str
    procedure_code: str | None
    procedure_name: str | None
    applicant: str | None
    unit: str | None
    officer: str | None
    status: int
    received_at: datetime | None
    due_at: datetime | None
    completed_at: datetime | None
    is_gone: bool
    tags: list[Tag] = field(default_factory=list)

    @property
    def days_late(self) -> int | None:
        """Working days; None where it is not late."""
        return max(
            (tag.working_days_late for tag in self.tags if tag.rule in LATE_RULES), default=None
        )


_TAGS = (
    select(Finding.dossier, Finding.rule, Finding.severity, Finding.working_days_late)
    .where(Finding.closed_at.is_(None), among(Finding.dossier, "codes"))
    .order_by(Finding.id)
)
_LISTED = select(
    *(Dossier.__table__.c[name] for name in Listed.__slots__[:-2]),  # the code is the first
    Dossier.vanished_run_id.is_not(None).label("is_gone"),
).where(among(Dossier.code, "codes"))


def count(connection: Connection, wanted: Wanted, most: int) -> tuple[int, Wanted]:
    """How many there are, but most + 1 where there are more than that; and what finds them.

    Who searches for a name finds those who are called so. Where nobody is, the last word may be
    the beginning of one, and words may stand in the code.
    """
    if (as_typed := _as_name(wanted)) and (counted := _count(connection, as_typed, most)):
        return counted, as_typed
    return _count(connection, wanted, most), wanted


def look(
    connection: Connection, wanted: Wanted, order: Order, size: int
) -> tuple[int, Wanted, Sequence[str]]:
    """What `count` says of at most `wanted.most`, and the codes of the first page."""
    if wanted.sought is None:
        counted = _count(connection, wanted, wanted.most)
        return counted, wanted, page_of(connection, wanted, order, counted, 0, size)
    if as_typed := _as_name(wanted):
        counted, codes = _search(connection, as_typed, order, size)
        if counted:
            return counted, as_typed, codes
    counted, codes = _search(connection, wanted, order, size)
    return counted, wanted, codes


def _as_name(wanted: Wanted) -> Wanted | None:
    """The search for somebody who is called just so; None where it can be for something else."""
    if wanted.sought is None or not wanted.sought.may_be_name:
        return None
    return replace(wanted, sought=replace(wanted.sought, as_name=True))


def _count(connection: Connection, wanted: Wanted, most: int) -> int:
    # No column of theirs is asked for, so that an index may do without the rows.
    found = _candidates(connection, wanted, None).with_only_columns(
        literal(1).label("one"), maintain_column_froms=True
    )
    some = found.limit(most + 1).subquery()
    return connection.scalar(select(func.count()).select_from(some)) or 0


def _search(
    connection: Connection, wanted: Wanted, order: Order, size: int
) -> tuple[int, Sequence[str]]:
    # A search by common words takes long, however few it finds: it is made once for both.
    some = _candidates(connection, wanted, order.by).limit(wanted.most + 1).subquery()
    query = select(some.c.code, func.count().over()).order_by(
        *_ordering(some.c.code, some.c.key, order)
    )
    rows = connection.execute(query.limit(size)).all()
    counted = rows[0][1] if rows else 0
    if counted > wanted.most:
        # These are the first of any five thousand; the first of so many are soon met in order.
        found = _candidates(connection, wanted, order.by, indexed=False)
        return counted, connection.scalars(_in_order(found, order).limit(size)).all()
    return counted, [code for code, _ in rows]


def page_of(
    connection: Connection, wanted: Wanted, order: Order, counted: int, start: int, size: int
) -> Sequence[str]:
    """The codes of one page. wanted, counted: what `count` has said."""
    query = _sorted(connection, wanted, order, counted).offset(start).limit(size)
    return connection.scalars(query).all()


def stream(
    connection: Connection, wanted: Wanted, order: Order, counted: int, most: int
) -> Iterator[Listed]:
    """The dossiers of a list, the first `most` of them, read portion by portion; see `page_of`."""
    codes = connection.scalars(_sorted(connection, wanted, order, counted).limit(most)).all()
    for start in range(0, len(codes), _READ_AT_ONCE):
        yield from listed(connection, codes[start : start + _READ_AT_ONCE])


def _sorted(connection: Connection, wanted: Wanted, order: Order, counted: int) -> Select[str]:
    """Codes in order. Few are all taken, then sorted; of many, an index gives the first ones.

    Left to itself the database goes through a million in the order asked for to find those few.
    """
    found = _candidates(connection, wanted, order.by)
    if counted <= (wanted.most if wanted.of_findings else _FEW):
        some = found.limit(wanted.most + 1).subquery()
        return select(some.c.code).order_by(*_ordering(some.c.code, some.c.key, order))
    return _in_order(found, order)


def _in_order(found: Select[Any, Any], order: Order) -> Select[str]:
    code, key = found.selected_columns
    return found.with_only_columns(code).order_by(*_ordering(code, key, order))


def _ordering(
    code: ColumnElement[Any], key: ColumnElement[Any], order: Order
) -> list[ColumnElement[Any]]:
    if order.by is By.CODE:
        return [code.desc() if order.descending else code]
    return [key.desc().nulls_last() if order.descending else key.asc().nulls_first(), code]


def _candidates(
    connection: Connection, wanted: Wanted, by: By | None, *, indexed: bool = True
) -> Select[Any, Any]:
    """The code of each dossier and what it is sorted by, in any order.

    indexed: see `holds_words`.
    """
    conditions = list(_conditions(connection, wanted, indexed=indexed))
    moment = MOMENTS.get(by) if by else None
    if not wanted.of_findings:
        divisions = [Dossier.unit == unit for unit in _units(wanted)]
        key = Dossier.code if moment is None else moment
        return select(Dossier.code, key.label("key")).where(*divisions, *conditions)
    flagged = _flagged(wanted)
    if moment is None and not conditions:
        return select(flagged.c.code, flagged.c.late.label("key"))
    days = flagged.c.late if moment is None else moment
    both = select(Dossier.code, days.label("key")).join(flagged, flagged.c.code == Dossier.code)
    return both.where(*conditions)


def _flagged(wanted: Wanted) -> Subquery:
    """Dossiers with such an open finding, and the working days that it is late."""
    asked = [Finding.closed_at.is_(None), *(Finding.unit == unit for unit in _units(wanted))]
    if wanted.rule is not None:
        asked.append(Finding.rule == wanted.rule)
    elif (wanted.late_from, wanted.late_to) != (None, None):
        asked.append(Finding.rule.in_(LATE_RULES))
    if wanted.severity is not None:
        asked.append(Finding.severity == wanted.severity)
    if wanted.run is not None:
        asked.append(Finding.opened_run_id == wanted.run)
    if wanted.late_from is not None:
        asked.append(Finding.working_days_late >= wanted.late_from)
    if wanted.late_to is not None:
        asked.append(Finding.working_days_late <= wanted.late_to)
    days = func.max(Finding.working_days_late).label("late")
    by_dossier = select(Finding.dossier.label("code"), days).where(*asked)
    return by_dossier.group_by(Finding.dossier).subquery()


def _units(wanted: Wanted) -> list[str]:
    return [unit for unit in (wanted.only, wanted.unit) if unit is not None]


def _conditions(
    connection: Connection, wanted: Wanted, *, indexed: bool
) -> Iterator[ColumnElement[bool] | TextClause]:
    """What is asked of the dossier itself, its division apart."""
    if wanted.procedure_code is not None:
        yield Dossier.procedure_code == wanted.procedure_code
    if wanted.procedure_name is not None:
        yield Dossier.procedure_code.is_(None)
        yield Dossier.procedure_name == wanted.procedure_name
    if wanted.status is not None:
        yield Dossier.status == wanted.status
        if wanted.status not in FINISHED:
            yield UNFINISHED
    if wanted.period is not None:
        moment = MOMENTS[wanted.period]
        if wanted.start is not None:
            yield moment >= datetime.combine(wanted.start, time.min)
        if wanted.end is not None:
            yield moment < datetime.combine(wanted.end, time.min) + timedelta(days=1)
    if wanted.sought is not None:
        yield _matches(connection, wanted.sought, indexed=indexed)


def _matches(connection: Connection, sought: Sought, *, indexed: bool) -> ColumnElement[bool]:
    if not sought.words:
        return false()
    dialect = connection.dialect.name
    if sought.as_name:
        called = holds_name(sought.words, dialect, indexed=indexed)
        return called if sought.named else and_(Dossier.unit == sought.named_unit, called)
    holds = partial(holds_words, sought.words, dialect, indexed=indexed)
    ways = [holds(names=sought.named)]
    if not sought.named and sought.named_unit is not None:
        ways.append(and_(Dossier.unit == sought.named_unit, holds(names=True)))
    if sought.procedure_codes:
        ways.append(Dossier.procedure_code.in_(sought.procedure_codes))
    if sought.procedure_names:
        by_name = Dossier.procedure_name.in_(sought.procedure_names)
        ways.append(and_(Dossier.procedure_code.is_(None), by_name))
    return or_(*ways)


def listed(connection: Connection, codes: Sequence[str]) -> list[Listed]:
    """These dossiers, in this order."""
    asked = {"codes": codes}
    tags: dict[str, list[Tag]] = {}
    for dossier, rule, severity, late in connection.execute(_TAGS, asked):
        tags.setdefault(dossier, []).append(Tag(rule, severity, late))
    rows = {row[0]: row for row in connection.execute(_LISTED, asked)}
    return [Listed(*rows[code], tags.get(code, [])) for code in codes]
