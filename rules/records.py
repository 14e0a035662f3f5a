"""Records: dates and statuses of a dossier that can't all be true."""

import narwhals as nw

from rules.facts import Facts
from rules.law import cite
from rules.rule import rule
from rules.status import Status

_TRUE_RECORDS = [
    cite("61/2018/NĐ-CP", "", "cập nhật đầy đủ, chính xác quá trình giải quyết hồ sơ"),
    cite("118/2025/NĐ-CP", "", "thay Nghị định 61/2018/NĐ-CP"),
]


@rule(
    code="dates-contradict",
    title="Ngày tháng của hồ sơ mâu thuẫn",
    message="Ngày tháng mâu thuẫn: {reasons}.",
    severity="data",
    basis=_TRUE_RECORDS,
)
def dates_contradict(f: Facts) -> dict[str, nw.Expr]:
    """A dossier whose dates can't all be true; days are compared, not hours.

    Hits: finished before it was received or handed over before it was finished; handed in,
    received, supplemented, refused, finished or handed over after the day of reckoning; received
    before it was handed in, or promised for a day before it was received; a code that names a day
    on which it was neither received nor handed in; finished without any end.
    Does not hit: all of it on one day; an appointment or a new date to come; a date that is not
    there (but for the last reason); a code of another form.
    """
    return {
        "tiếp nhận trước ngày nộp": f.received < f.submitted,
        "có kết quả trước ngày tiếp nhận": f.completed < f.received,
        "trả kết quả trước ngày có kết quả": f.returned < f.completed,
        "trả kết quả trước ngày tiếp nhận": f.returned < f.received,
        "hẹn trả trước ngày tiếp nhận": f.due < f.received,
        "ngày nộp sau ngày xét": f.submitted > f.as_of,
        "ngày tiếp nhận sau ngày xét": f.received > f.as_of,
        "ngày yêu cầu bổ sung sau ngày xét": f.supplement_requested > f.as_of,
        "ngày bổ sung sau ngày xét": f.supplemented > f.as_of,
        "ngày từ chối sau ngày xét": f.sent_back > f.as_of,
        "ngày có kết quả sau ngày xét": f.completed > f.as_of,
        "ngày trả kết quả sau ngày xét": f.returned > f.as_of,
        "ngày ghi trong mã hồ sơ khác ngày tiếp nhận và ngày nộp": f.code_names_another_day,
        "đã có kết quả nhưng không ghi ngày": f.is_finished & ~f.end.is_known(),
    }


@rule(
    code="status-contradicts",
    title="Trạng thái mâu thuẫn với ngày tháng",
    message="Trạng thái không khớp: {reasons}.",
    severity="data",
    basis=_TRUE_RECORDS,
)
def status_contradicts(f: Facts) -> dict[str, nw.Expr]:
    """A status that the dates of the dossier speak against.

    Hits: open or waiting for the applicant though it has an end; new though it was received or has
    a result; refused though it was handed over; handed over although status 9 says that the result
    still waits.
    Does not hit: finished; open without an end; stopped, refused or withdrawn on the day that its
    end gives; handed over with status 9 on the day of reckoning, when the status may still follow.
    """
    waits = f.is_paused & (f.status != Status.STOPPED)
    ended = f.completed.is_known() | f.returned.is_known()
    return {
        "đang xử lý nhưng đã ghi ngày có kết quả hoặc ngày trả": f.is_open & ended,
        "đang chờ bổ sung hoặc nộp phí nhưng đã ghi ngày có kết quả hoặc ngày trả": waits & ended,
        "mới đăng ký nhưng đã ghi ngày tiếp nhận": f.is_new & f.received.is_known(),
        "mới đăng ký nhưng đã ghi ngày có kết quả hoặc ngày trả": f.is_new & ended,
        "không tiếp nhận nhưng đã ghi ngày trả kết quả": f.is_refused & f.returned.is_known(),
        "có kết quả chưa trả nhưng đã ghi ngày trả kết quả": f.is_done & (f.returned < f.as_of),
    }
