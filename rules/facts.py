"""The one vocabulary of the rules: every column that a rule may look at."""

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Self, overload

import narwhals as nw


class Status(IntEnum):
    """Where a dossier stands (trạng thái hồ sơ), as the national portal numbers it."""

    NEW = 1
    ACCEPTED = 2
    NOT_ACCEPTED = 3
    IN_PROCESS = 4
    WAITS_FOR_PAPERS = 5
    WAITS_FOR_PAYMENT = 6
    WITHDRAWN = 7
    STOPPED = 8
    DONE = 9
    HANDED_OVER = 10


OPEN = (Status.ACCEPTED, Status.IN_PROCESS)
FINISHED = (Status.DONE, Status.HANDED_OVER)


class Kind(Enum):
    """What a column holds; the same on every engine."""

    TEXT = "text"
    INTEGER = "integer"
    MOMENT = "moment"  # local time of the agency, without offset; a bare date is its midnight
    DATE = "date"


class Origin(Enum):
    """Who fills a column."""

    EXPORT = "export"
    HISTORY = "history"
    POSTINGS = "postings"
    LETTERS = "letters"
    DERIVED = "derived"


class Fact:
    """A column of the facts frame: read on a `Facts` object it is a narwhals expression."""

    name: str

    def __init__(self, kind: Kind, term: str, meaning: str, origin: Origin = Origin.EXPORT) -> None:
        self.kind = kind
        self.term = term
        self.meaning = meaning
        self.origin = origin

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> nw.Expr: ...
    def __get__(self, instance: object | None, owner: type) -> Self | nw.Expr:
        return self if instance is None else nw.col(self.name)


@dataclass(frozen=True, slots=True, eq=False)
class Day:
    """A day of a dossier, to be compared with another and counted from.

    `when` is what comparisons look at: the calendar day, or the clock time where the office
    judges by the clock. `workdays` is the number of worked days up to and including that day.
    """

    when: nw.Expr
    workdays: nw.Expr

    def __lt__(self, other: "Day") -> nw.Expr:
        return self.when < other.when

    def __gt__(self, other: "Day") -> nw.Expr:
        return self.when > other.when

    def __ge__(self, other: "Day") -> nw.Expr:
        return self.when >= other.when


def working_days_between(start: Day, end: Day) -> nw.Expr:
    """Number of worked days d with start < d ≤ end: the day of the event is not counted.

    Source: Bộ luật Dân sự 2015, Điều 147 khoản 2.
    """
    return end.workdays - start.workdays


class Facts:
    """What a rule sees of a dossier: one attribute a column, plus a few readable conditions."""

    code = Fact(Kind.TEXT, "mã hồ sơ", "the key of the dossier")
    procedure_code = Fact(Kind.TEXT, "mã TTHC", "code of the procedure")
    procedure_name = Fact(Kind.TEXT, "tên TTHC", "name of the procedure")
    field = Fact(Kind.TEXT, "lĩnh vực", "field the procedure belongs to")
    applicant = Fact(Kind.TEXT, "chủ hồ sơ", "in whose name the dossier stands")
    applicant_kind = Fact(
        Kind.INTEGER,
        "loại đối tượng",
        "1 citizen, 2 business, 3 state body, 4 other organisation",
    )
    unit = Fact(Kind.TEXT, "đơn vị xử lý", "division that handles it")
    officer = Fact(Kind.TEXT, "cán bộ xử lý", "officer who handles it")
    channel = Fact(Kind.INTEGER, "kênh thực hiện", "1 direct, 2 online, 3 post")
    submitted_at = Fact(Kind.MOMENT, "ngày nộp", "handed in by the applicant")
    received_at = Fact(Kind.MOMENT, "ngày tiếp nhận", "accepted by the one-stop shop")
    due_at = Fact(Kind.MOMENT, "ngày hẹn trả", "the appointment printed on the receipt")
    completed_at = Fact(Kind.MOMENT, "ngày có kết quả", "end of processing")
    returned_at = Fact(Kind.MOMENT, "ngày trả kết quả", "handed over to the applicant")
    status = Fact(Kind.INTEGER, "trạng thái", "1 to 10, see Status")
    result_file = Fact(Kind.TEXT, "tệp kết quả", "path of the result file on the portal")

    first_due_at = Fact(
        Kind.MOMENT,
        "ngày hẹn trả ban đầu",
        "the first appointment ever seen",
        Origin.HISTORY,
    )
    due_moves = Fact(
        Kind.INTEGER,
        "số lần đổi ngày hẹn",
        "times the appointment changed",
        Origin.HISTORY,
    )
    completed_moves = Fact(
        Kind.INTEGER,
        "số lần đổi ngày có kết quả",
        "times the end of processing was rewritten",
        Origin.HISTORY,
    )
    posted_at = Fact(
        Kind.DATE,
        "ngày công khai",
        "the result was seen on a posted list, or its own date there",
        Origin.POSTINGS,
    )
    apology_issued_at = Fact(
        Kind.DATE,
        "ngày ban hành văn bản xin lỗi",
        "from our letters, or from the export where it has them",
        Origin.LETTERS,
    )
    reappointments = Fact(
        Kind.INTEGER,
        "số lần hẹn lại",
        "times a new date was given in a letter",
        Origin.LETTERS,
    )

    end_at = Fact(
        Kind.MOMENT,
        "thời điểm kết thúc",
        "completed_at, else returned_at",
        Origin.DERIVED,
    )
    working_days_late = Fact(
        Kind.INTEGER,
        "số ngày làm việc quá hạn",
        "working days from the appointment to the end or the day of reckoning; 0 if not late",
        Origin.DERIVED,
    )
    working_days_left = Fact(
        Kind.INTEGER,
        "số ngày làm việc còn lại",
        "working days from the day of reckoning to the appointment; negative when past",
        Origin.DERIVED,
    )
    working_days_since_end = Fact(
        Kind.INTEGER,
        "số ngày làm việc từ khi có kết quả",
        "working days from the end to the day of reckoning",
        Origin.DERIVED,
    )

    def __init__(self, *, by_clock: bool = False) -> None:
        self._by_clock = by_clock

    @property
    def due(self) -> Day:
        """The appointment (ngày hẹn trả)."""
        return self._day("due")

    @property
    def end(self) -> Day:
        """The end of processing; null while there is none."""
        return self._day("end")

    @property
    def as_of(self) -> Day:
        """The day of reckoning, the same for every dossier of a run."""
        return self._day("as_of")

    @property
    def is_open(self) -> nw.Expr:
        """Accepted and being worked on: the deadline runs."""
        return self.status.is_in(OPEN)

    @property
    def is_finished(self) -> nw.Expr:
        """The result is there, handed over or not."""
        return self.status.is_in(FINISHED)

    @property
    def is_late(self) -> nw.Expr:
        """Finished after the appointment, or open past it.

        `returned_at` plays no part where there is a completed_at: a citizen may fetch the result
        later. Paused, withdrawn, refused and new dossiers are not late.
        """
        return (self.is_open & (self.due < self.as_of)) | (self.is_finished & (self.end > self.due))

    def _day(self, name: str) -> Day:
        when = f"{name}_clock" if self._by_clock else f"{name}_day"
        return Day(nw.col(when), nw.col(f"{name}_workdays"))


FACTS: tuple[Fact, ...] = tuple(v for v in vars(Facts).values() if isinstance(v, Fact))
