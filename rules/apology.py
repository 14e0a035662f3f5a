"""The apology: in writing, by the day before the appointment, with a new date that is kept."""

import narwhals as nw

from rules.columns import working_days_between
from rules.facts import Facts
from rules.law import cite
from rules.rule import rule
from rules.values import LegalValue, legal_value

_LETTER = [
    cite(
        "61/2018/NĐ-CP",
        "Điều 19 khoản 9",
        "chậm nhất 01 ngày trước ngày hẹn trả: văn bản xin lỗi nêu rõ lý do và ngày hẹn mới",
    ),
    cite("118/2025/NĐ-CP", "", "giữ nguyên nghĩa vụ xin lỗi bằng văn bản"),
]
_ONE_NEW_DATE = [
    cite("61/2018/NĐ-CP", "Điều 19 khoản 9", "chỉ được hẹn lại một lần"),
    cite("118/2025/NĐ-CP", "", "giữ nguyên: chỉ được hẹn lại một lần"),
]


@rule(
    code="apology-due",
    title="Sắp đến hạn phải xin lỗi",
    message=(
        "Hẹn trả ngày {due_at}, chưa có kết quả: nếu không kịp, văn bản xin lỗi phải được "
        "ban hành chậm nhất ngày {apology_by}."
    ),
    severity="warning",
    basis=_LETTER,
)
def apology_due(f: Facts, *, working_days: int = 2) -> nw.Expr:
    """An open dossier whose letter must go out soon if the appointment can't be kept.

    Hits: open, the appointment has not passed, no letter was issued, and at most `working_days`
    working days are left to the last day for a letter; also when that day has passed.
    Does not hit: the appointment has passed (see apology-missing); a letter was issued; the dossier
    was excused.
    """
    left = working_days_between(f.as_of, f.apology_deadline)
    waits = f.is_open & ~f.has_a_letter & ~f.is_excused
    return waits & (f.due >= f.as_of) & (left <= working_days)


@rule(
    code="apology-missing",
    title="Hồ sơ quá hạn chưa có văn bản xin lỗi",
    message=(
        "Quá hạn {working_days_late} ngày làm việc so với ngày hẹn trả {due_at}, "
        "chưa ban hành văn bản xin lỗi."
    ),
    severity="violation",
    basis=_LETTER,
)
def apology_missing(f: Facts) -> nw.Expr:
    """A late dossier, open or finished, for which no apology letter has been issued.

    Hits: overdue-open or overdue-finished, and no letter of ours or of the export is issued.
    Does not hit: a letter was issued by the day of reckoning, even late (see apology-late); the
    dossier is not late; it was excused.
    """
    return f.is_late & ~f.has_a_letter & ~f.is_excused


@rule(
    code="apology-late",
    title="Văn bản xin lỗi ban hành chậm",
    message=(
        "Văn bản xin lỗi ban hành ngày {apology_issued_at}, trong khi chậm nhất phải là "
        "ngày {apology_by}."
    ),
    severity="warning",
    basis=_LETTER,
)
def apology_late(f: Facts) -> nw.Expr:
    """A letter of apology that was issued after the last day on which it was in time.

    The day is counted back from the appointment that the letter apologises for: the first one,
    where the letter has moved it.

    Hits: the dossier is late or its date was moved, and the letter is of a day after the eve of
    the appointment, or after the last worked day before it where the eve is not worked.
    Does not hit: issued on that day or before; no letter, or one of a day to come (see
    apology-missing); finished in time, so that no letter was needed; the date was moved because
    papers were asked for; several letters, of which it is not known whose day this is (see
    reappointed-twice).
    """
    moved = (f.due > f.first_due) & ~f.was_supplemented
    needed = f.is_late | moved | (f.reappointments > 0)
    several = (f.reappointments > 1).fill_null(value=False)
    return needed & f.has_a_letter & (f.apology_issued > f.apology_deadline) & ~several


@rule(
    code="reappointed-twice",
    title="Hẹn lại ngày trả kết quả quá một lần",
    message=(
        "Đã hẹn lại ngày trả kết quả {reappointments} lần, trong khi chỉ được hẹn lại một lần."
    ),
    severity="violation",
    basis=_ONE_NEW_DATE,
)
def reappointed_twice(
    f: Facts, *, times: int | LegalValue = legal_value("reappointments-allowed")
) -> nw.Expr:
    """A dossier whose appointment letters have moved more often than the law allows.

    Hits: more than `times` new dates were given in letters, whatever became of the dossier.
    Does not hit: one new date; dates that the export moved without a letter (see deadline-moved).
    """
    return f.reappointments > f.by_law(times)


@rule(
    code="new-date-broken",
    title="Không giữ đúng ngày hẹn lại",
    message="Hẹn lại ngày {new_due_on}, đến ngày đó vẫn chưa có kết quả.",
    severity="violation",
    basis=_ONE_NEW_DATE,
)
def new_date_broken(f: Facts) -> nw.Expr:
    """A dossier that was not finished by the new date that its letter gave.

    Hits: open and the new date has passed, or finished after it; days are compared.
    Does not hit: finished on the new date or before; it waits for the applicant; no new date; the
    applicant completed the dossier after the letter, and a later date holds since.
    """
    open_past = f.is_open & (f.new_due < f.as_of)
    broken = open_past | (f.is_finished & (f.end > f.new_due))
    restarted = f.was_completed & (f.supplemented >= f.apology_issued) & (f.due > f.new_due)
    return broken & ~restarted.fill_null(value=False)
