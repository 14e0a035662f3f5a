"""Deadlines: is the appointment kept, about to be missed, or not even known."""

import narwhals as nw

from rules.columns import working_days_between
from rules.facts import Facts
from rules.law import cite
from rules.rule import rule

_KEEP_THE_APPOINTMENT = [
    cite(
        "61/2018/NĐ-CP",
        "Điều 19 khoản 9",
        "một ngày trước ngày hẹn trả phải thông báo, xin lỗi và hẹn lại nếu không kịp",
    ),
    cite(
        "766/QĐ-TTg",
        "",
        "quá hạn khi thời điểm kết thúc xử lý sau ngày hẹn trả; chưa xong thì tính đến ngày xét",
    ),
    cite(
        "118/2025/NĐ-CP",
        "",
        "thay Nghị định 61/2018/NĐ-CP, giữ nguyên nghĩa vụ về thời hạn",
    ),
]


@rule(
    code="overdue-open",
    title="Hồ sơ quá hạn chưa có kết quả",
    message="Hẹn trả ngày {due_at}, đã quá hạn {working_days_late} ngày làm việc, chưa có kết quả.",
    severity="violation",
    basis=_KEEP_THE_APPOINTMENT,
)
def overdue_open(f: Facts) -> nw.Expr:
    """An open dossier whose appointment has passed.

    Hits: accepted or in process, and the appointment lies before the day of reckoning.
    Does not hit: the appointment is today; the dossier waits for papers or payment, was stopped,
    withdrawn or refused; it has no appointment (see no-deadline).
    """
    return f.is_open & (f.due < f.as_of)


@rule(
    code="overdue-finished",
    title="Hồ sơ có kết quả quá hạn",
    message=(
        "Có kết quả ngày {end_at}, quá hạn {working_days_late} ngày làm việc "
        "so với ngày hẹn trả {due_at}."
    ),
    severity="violation",
    basis=_KEEP_THE_APPOINTMENT,
)
def overdue_finished(f: Facts) -> nw.Expr:
    """A dossier that was finished after its appointment.

    Hits: the result is there, and the end of processing lies after the appointment.
    Does not hit: finished on the very day, whatever the hour (unless late_by_clock); finished in
    time and fetched late by the applicant.
    """
    return f.is_finished & (f.end > f.due)


@rule(
    code="due-soon",
    title="Hồ sơ sắp đến hạn",
    message="Còn {working_days_left} ngày làm việc đến ngày hẹn trả {due_at}, chưa có kết quả.",
    severity="warning",
    basis=_KEEP_THE_APPOINTMENT,
)
def due_soon(f: Facts, *, working_days: int = 2) -> nw.Expr:
    """An open dossier whose appointment is near: today, or within a few working days.

    Hits: accepted or in process, at most `working_days` working days are left.
    Does not hit: the appointment has passed (see overdue-open), or is further away.
    """
    return f.is_open & (f.due >= f.as_of) & (working_days_between(f.as_of, f.due) <= working_days)


@rule(
    code="no-deadline",
    title="Hồ sơ không có ngày hẹn trả",
    message="Không có ngày hẹn trả: {reasons}.",
    severity="data",
    basis=[
        cite(
            "61/2018/NĐ-CP",
            "",
            "giấy tiếp nhận hồ sơ phải ghi ngày hẹn trả kết quả",
        ),
        cite(
            "766/QĐ-TTg",
            "",
            "không có ngày hẹn trả thì thời gian giải quyết không quá thời hạn của thủ tục",
        ),
        cite("118/2025/NĐ-CP", "", "thay Nghị định 61/2018/NĐ-CP"),
    ],
)
def no_deadline(f: Facts) -> dict[str, nw.Expr]:
    """A dossier that runs or has run without an appointment.

    The legal time of its procedure, counted from the reception, decides then whether it is in time;
    where the catalogue does not give that either, it is unknown, not in time.

    Hits: accepted, in process or finished, and no appointment.
    Does not hit: new, refused, withdrawn or paused dossiers.
    """
    without = (f.is_open | f.is_finished) & f.due_at.is_null()
    told = f.legal_due.is_known() & (f.is_open | f.end.is_known())
    over = (f.is_open & (f.legal_due < f.as_of)) | (f.is_finished & (f.end > f.legal_due))
    return {
        "không thể kết luận đúng hạn hay quá hạn": without & ~told,
        "đã quá thời hạn giải quyết của thủ tục": without & told & over,
        "chưa quá thời hạn giải quyết của thủ tục": without & told & ~over,
    }


@rule(
    code="refused-late",
    title="Từ chối hồ sơ sau ngày hẹn trả",
    message="Từ chối hồ sơ ngày {refused_on}, sau ngày hẹn trả {due_at}.",
    severity="violation",
    basis=[
        cite(
            "61/2018/NĐ-CP",
            "Điều 19 khoản 8",
            "không đủ điều kiện thì trả lại hồ sơ trong thời hạn giải quyết, nêu rõ lý do",
        ),
        cite("118/2025/NĐ-CP", "", "thay Nghị định 61/2018/NĐ-CP"),
    ],
)
def refused_late(f: Facts) -> nw.Expr:
    """A dossier that was accepted, and refused only after its appointment.

    Hits: refused, and the day of the refusal (else the end of processing) is after the appointment.
    Does not hit: refused by the appointment; refused at once, without one; no day is known; papers
    were asked for by the appointment and have not come, so that its time stood still.
    """
    asked_too_late = (f.supplement_requested > f.due).fill_null(value=False)
    stood_still = f.was_supplemented & ~f.was_completed & ~asked_too_late
    return f.is_refused & (f.refused > f.due) & ~stood_still
