"""Records: dates and statuses of a dossier that can't all be true."""

import narwhals as nw

from rules.facts import Facts
from rules.law import cite
from rules.rule import rule

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

    Hits: finished before it was received or handed over before it was finished; received, finished
    or handed over after the day of reckoning; received before it was handed in; a code that names
    a day on which it was neither received nor handed in; finished without any end.
    Does not hit: all of it on one day; a date that is not there (but for the last reason); a code
    of another form.
    """
    return {
        "tiếp nhận trước ngày nộp": f.received < f.submitted,
        "có kết quả trước ngày tiếp nhận": f.completed < f.received,
        "trả kết quả trước ngày có kết quả": f.returned < f.completed,
        "trả kết quả trước ngày tiếp nhận": f.returned < f.received,
        "ngày nộp sau ngày xét": f.submitted > f.as_of,
        "ngày tiếp nhận sau ngày xét": f.received > f.as_of,
        "ngày có kết quả sau ngày xét": f.completed > f.as_of,
        "ngày trả kết quả sau ngày xét": f.returned > f.as_of,
        "ngày trong mã hồ sơ khác ngày tiếp nhận": f.code_names_another_day,
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

    Hits: open or paused though it has an end; new though it was received; handed over although
    the status does not say so; refused, withdrawn or new though it has a result.
    Does not hit: finished; open without an end; handed over with status 9 on the day of reckoning,
    when the status may still follow.
    """
    ended = f.completed.is_known() | f.returned.is_known()
    return {
        "đang xử lý nhưng đã có ngày có kết quả": f.is_open & ended,
        "đang tạm dừng nhưng đã có ngày có kết quả": f.is_paused & ended,
        "mới đăng ký nhưng đã có ngày tiếp nhận": f.is_new & f.received.is_known(),
        "mới đăng ký nhưng đã có ngày có kết quả": f.is_new & ended,
        "không tiếp nhận nhưng đã trả kết quả": f.is_refused & f.returned.is_known(),
        "đã xử lý xong nhưng ghi đã trả từ trước": f.is_done & (f.returned < f.as_of),
    }
