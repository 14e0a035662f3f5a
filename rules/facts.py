"""The one vocabulary of the rules: every column that a rule may look at."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

import narwhals as nw

from rules.columns import DayOf, Fact, Flag, Kind, Origin
from rules.status import FINISHED, OPEN, PAUSED, Status
from rules.values import LegalValue


def law_column(number: LegalValue) -> str:
    """The column of the facts frame with the number of the day of reception."""
    return f"law_{number.name}".replace("-", "_")


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
    refused_at = Fact(Kind.MOMENT, "ngày từ chối", "refused, with the reason in writing")
    updated_at = Fact(
        Kind.MOMENT,
        "ngày cập nhật tiến độ",
        "the progress was last entered on the portal",
    )
    supplements = Fact(
        Kind.INTEGER,
        "số lần yêu cầu bổ sung",
        "times the applicant was asked to supplement the dossier",
    )
    supplement_requested_at = Fact(
        Kind.MOMENT,
        "ngày yêu cầu bổ sung",
        "the applicant was asked to supplement the dossier",
    )
    supplemented_at = Fact(
        Kind.MOMENT,
        "ngày bổ sung",
        "the applicant has completed the dossier: its time starts anew",
    )

    legal_term = Fact(
        Kind.INTEGER,
        "thời hạn giải quyết",
        "the time that the law gives for the procedure, in its unit",
        Origin.CATALOGUE,
    )
    legal_unit = Fact(
        Kind.TEXT,
        "đơn vị tính thời hạn",
        "working-days, days or working-hours",
        Origin.CATALOGUE,
    )
    online_level = Fact(
        Kind.TEXT,
        "mức độ trực tuyến",
        "none, partial (một phần) or full (toàn trình)",
        Origin.CATALOGUE,
    )

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
    latest_completed_at = Fact(
        Kind.MOMENT,
        "ngày có kết quả muộn nhất đã ghi",
        "the latest end of processing that was ever written",
        Origin.HISTORY,
    )
    late_seen_on = Fact(
        Kind.DATE,
        "ngày thấy quá hạn",
        "the last day on which it was seen open after its appointment",
        Origin.HISTORY,
    )
    finished_seen_on = Fact(
        Kind.DATE,
        "ngày thấy có kết quả",
        "the first day on which it was seen finished, though it no longer is",
        Origin.HISTORY,
    )
    status_since = Fact(
        Kind.DATE,
        "ngày thấy trạng thái hiện tại",
        "the first day on which an unfinished dossier was seen in the status it has",
        Origin.HISTORY,
    )
    changed_on = Fact(
        Kind.DATE,
        "ngày thấy thay đổi gần nhất",
        "the last day on which anything of an unfinished dossier was seen to change",
        Origin.HISTORY,
    )
    pauses = Fact(
        Kind.INTEGER,
        "số lần tạm dừng",
        "times it was seen waiting for the applicant or stopped",
        Origin.HISTORY,
    )
    vanished_on = Fact(
        Kind.DATE,
        "ngày không còn trong dữ liệu",
        "the first day on which the export no longer had it",
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
    excused_on = Fact(
        Kind.DATE,
        "ngày được miễn xin lỗi",
        "the office decided that the delay was no fault of its own, so that no letter is owed",
        Origin.LETTERS,
    )
    reappointments = Fact(
        Kind.INTEGER,
        "số lần hẹn lại",
        "times a new date was given in a letter",
        Origin.LETTERS,
    )
    new_due_on = Fact(
        Kind.DATE,
        "ngày hẹn lại",
        "the new date that the last letter gives, or the export where it has it",
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
    refused_on = Fact(
        Kind.DAY,
        "ngày từ chối hoặc kết thúc",
        "refused, or ended where no day of refusal is known",
        Origin.DERIVED,
    )
    apology_by = Fact(
        Kind.DAY,
        "hạn ban hành văn bản xin lỗi",
        "the last worked day on which a letter of apology is in time",
        Origin.DERIVED,
    )
    promised_on = Fact(
        Kind.DAY,
        "ngày đã hẹn trả",
        "the first appointment, or that of a dossier whose time started anew",
        Origin.DERIVED,
    )
    legal_from_on = Fact(
        Kind.DAY,
        "ngày bắt đầu tính thời hạn",
        "received, or completed by the applicant; none where papers are still to come",
        Origin.DERIVED,
    )
    legal_due_on = Fact(
        Kind.DAY,
        "ngày hẹn trả theo thời hạn quy định",
        "the day on which the legal time of the procedure ends; none where that is not known",
        Origin.DERIVED,
    )
    working_days_to_supplement = Fact(
        Kind.INTEGER,
        "số ngày làm việc đến khi yêu cầu bổ sung",
        "working days from the reception to the request to supplement",
        Origin.DERIVED,
    )
    days_waiting = Fact(
        Kind.INTEGER,
        "số ngày chờ bổ sung",
        "calendar days since the unanswered request to supplement, or since it was seen waiting",
        Origin.DERIVED,
    )
    touched_on = Fact(
        Kind.DAY,
        "ngày cập nhật gần nhất",
        "the progress was last entered, or anything last seen to change, whichever is later",
        Origin.DERIVED,
    )
    working_days_untouched = Fact(
        Kind.INTEGER,
        "số ngày làm việc không cập nhật",
        "working days since touched_on",
        Origin.DERIVED,
    )
    working_hours_to_intake = Fact(
        Kind.INTEGER,
        "số giờ làm việc đến khi tiếp nhận",
        "working hours begun from the hand-in to the reception, or to the day of reckoning if new",
        Origin.DERIVED,
    )

    submitted = DayOf(submitted_at)
    received = DayOf(received_at)
    supplement_requested = DayOf(supplement_requested_at)
    supplemented = DayOf(supplemented_at)
    due = DayOf(due_at, by_clock=True)
    first_due = DayOf(first_due_at)
    completed = DayOf(completed_at)
    latest_completed = DayOf(latest_completed_at)
    returned = DayOf(returned_at)
    end = DayOf(end_at, by_clock=True)
    sent_back = DayOf(refused_at)
    refused = DayOf(refused_on)
    updated = DayOf(updated_at)
    changed = DayOf(changed_on)
    status_seen = DayOf(status_since)
    posted = DayOf(posted_at)
    late_seen = DayOf(late_seen_on)
    apology_issued = DayOf(apology_issued_at)
    apology_deadline = DayOf(apology_by)
    excused = DayOf(excused_on)
    new_due = DayOf(new_due_on)
    promised = DayOf(promised_on)
    legal_due = DayOf(legal_due_on)
    as_of = DayOf(None, by_clock=True)

    def __init__(self, *, by_clock: bool = False) -> None:
        self.judged_by_clock = by_clock

    @Flag
    def is_new(self) -> nw.Expr:
        """Handed in and not accepted yet: no deadline runs."""
        return self.status == Status.NEW

    @Flag
    def is_refused(self) -> nw.Expr:
        """Not accepted, with the reason."""
        return self.status == Status.NOT_ACCEPTED

    @Flag
    def is_open(self) -> nw.Expr:
        """Accepted and being worked on: the deadline runs."""
        return self._stands_in(OPEN)

    @Flag
    def is_paused(self) -> nw.Expr:
        """Waits for the applicant, or was stopped: the deadline does not run."""
        return self._stands_in(PAUSED)

    @Flag
    def waits_for_papers(self) -> nw.Expr:
        """The applicant was asked to supplement it and has not yet done so."""
        return self.status == Status.WAITS_FOR_PAPERS

    @Flag
    def is_finished(self) -> nw.Expr:
        """The result is there, handed over or not."""
        return self._stands_in(FINISHED)

    @Flag
    def is_done(self) -> nw.Expr:
        """The result is there and not yet handed over."""
        return self.status == Status.DONE

    @Flag
    def is_late(self) -> nw.Expr:
        """Finished after the appointment, or open past it.

        `returned_at` plays no part where there is a completed_at: a citizen may fetch the result
        later. Paused, withdrawn, refused and new dossiers are not late.
        """
        return (self.is_open & (self.due < self.as_of)) | (self.is_finished & (self.end > self.due))

    @Flag
    def was_supplemented(self) -> nw.Expr:
        """The applicant was asked to supplement it, or it was seen waiting: its time moved."""
        dated = self.supplement_requested.is_known() | self.supplemented.is_known()
        counted = (self.supplements > 0).fill_null(False) | (self.pauses > 0).fill_null(False)
        return dated | counted

    @Flag
    def was_completed(self) -> nw.Expr:
        """The applicant brought the papers that were asked for last: the time started anew."""
        asked_again = self.supplement_requested > self.supplemented
        return self.supplemented.is_known() & ~asked_again.fill_null(False)

    @Flag
    def has_a_letter(self) -> nw.Expr:
        """A letter of apology was issued by the day of reckoning, by us or as the export says."""
        return (self.apology_issued <= self.as_of).fill_null(False)

    @Flag
    def is_excused(self) -> nw.Expr:
        """No letter is owed, as somebody has decided by the day of reckoning."""
        return (self.excused <= self.as_of).fill_null(False)

    @property
    def code_names_another_day(self) -> nw.Expr:
        """The code holds a date on which the dossier was neither received nor handed in."""
        return nw.col("code_disagrees")

    def by_law(self, number: int | LegalValue) -> nw.Expr:
        """A number of the law as of the day of reception; null where the law says nothing.

        A whole number, as an office may set it, holds for every day.
        """
        if isinstance(number, int):
            return nw.lit(number)
        return nw.col(law_column(number))

    def _stands_in(self, statuses: Iterable[Status]) -> nw.Expr:
        """Whether the status is one of these: five times as fast on Arrow columns as `is_in`."""
        return reduce(or_, (self.status == status for status in statuses))


FACTS: tuple[Fact, ...] = tuple(v for v in vars(Facts).values() if isinstance(v, Fact))
DAYS: tuple[DayOf, ...] = tuple(v for v in vars(Facts).values() if isinstance(v, DayOf))
FLAGS: tuple[Flag, ...] = tuple(v for v in vars(Facts).values() if isinstance(v, Flag))
