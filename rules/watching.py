"""Watching the record itself: what only a memory of earlier exports can notice.

One-stop systems let staff overwrite an appointment or set the end of processing to it, and an
export then shows the new value alone.
"""

import narwhals as nw

from rules.facts import Facts
from rules.law import cite
from rules.rule import rule

_ONE_NEW_DATE = [
    cite(
        "61/2018/NĐ-CP",
        "Điều 19 khoản 9",
        "chỉ được hẹn lại bằng văn bản xin lỗi nêu rõ lý do và ngày hẹn mới",
    ),
    cite("118/2025/NĐ-CP", "", "giữ nguyên nghĩa vụ xin lỗi bằng văn bản"),
]
_TRUE_RECORDS = [
    cite("61/2018/NĐ-CP", "", "cập nhật đầy đủ, chính xác quá trình giải quyết hồ sơ"),
    cite("118/2025/NĐ-CP", "", "thay Nghị định 61/2018/NĐ-CP"),
]


@rule(
    code="deadline-moved",
    title="Ngày hẹn trả bị sửa",
    message=(
        "Ngày hẹn trả bị {reasons}: lúc đầu {first_due_at}, hiện nay {due_at}, đã sửa {due_moves} "
        "lần; không có yêu cầu bổ sung và không có văn bản xin lỗi cho việc này."
    ),
    severity="violation",
    basis=_ONE_NEW_DATE,
)
def deadline_moved(f: Facts, *, earlier_too: bool = False) -> dict[str, nw.Expr]:
    """An appointment that was rewritten without a reason that the law knows.

    Hits: a later appointment than the first one, or none any more, though nobody asked for papers
    and no letter of apology was issued; a later one than the new date that the letter gave; an
    earlier one only while `earlier_too` is true.
    Does not hit: the applicant was asked to supplement, or it was seen paused; a letter was issued
    and its new date is kept or not known; there were several letters (see reappointed-twice);
    moved back to the first date.
    """
    silently = (f.due_moves > 0) & ~f.was_supplemented
    unlawful = silently & ~f.has_a_letter
    one_letter = f.has_a_letter & ~(f.reappointments > 1).fill_null(value=False)
    removed = f.first_due.is_known() & ~f.due.is_known()
    found = {
        "lùi lại": unlawful & (f.due > f.first_due),
        "lùi quá ngày hẹn lại trong văn bản xin lỗi": silently & one_letter & (f.due > f.new_due),
        "xóa": unlawful & removed,
    }
    if earlier_too:
        found["đưa lên sớm hơn"] = unlawful & (f.due < f.first_due)
    return found


@rule(
    code="completion-rewritten",
    title="Ngày có kết quả bị sửa",
    message="Ngày có kết quả nay ghi là {end_at}, ngày hẹn trả {due_at}: {reasons}.",
    severity="violation",
    basis=_TRUE_RECORDS,
)
def completion_rewritten(f: Facts) -> dict[str, nw.Expr]:
    """An end of processing that was set back, or that we know can't be true.

    Hits: earlier than one that was written before; on the appointment or before it, though the
    dossier was seen open after that day.
    Does not hit: moved to a later day; seen open after the appointment and finished late; the
    appointment itself was moved (see deadline-moved).
    """
    kept = f.is_finished & (f.end <= f.due)
    return {
        "trước đó đã ghi một ngày muộn hơn": f.completed < f.latest_completed,
        "sau ngày hẹn trả vẫn thấy chưa có kết quả": kept & (f.late_seen > f.due),
    }


@rule(
    code="vanished",
    title="Hồ sơ biến mất khỏi dữ liệu",
    message="Từ ngày {vanished_on} dữ liệu không còn hồ sơ này; lần thấy cuối cùng {reasons}.",
    severity="warning",
    basis=_TRUE_RECORDS,
)
def vanished(f: Facts, *, finished_too: bool = False) -> dict[str, nw.Expr]:
    """A dossier that the export no longer has.

    Hits: open or paused when it was last seen; a finished one only while `finished_too` is true,
    since exports of a period leave those out.
    Does not hit: it came back; new, refused or withdrawn.
    """
    gone = ~f.vanished_on.is_null()
    found = {"chưa có kết quả": gone & (f.is_open | f.is_paused)}
    if finished_too:
        found["đã có kết quả"] = gone & f.is_finished
    return found


@rule(
    code="reopened",
    title="Hồ sơ đã xong bị mở lại",
    message="Ngày {finished_seen_on} hồ sơ đã có kết quả, nay trạng thái lại là chưa xong.",
    severity="warning",
    basis=_TRUE_RECORDS,
)
def reopened(f: Facts) -> nw.Expr:
    """A dossier that was finished once and no longer is.

    Hits: seen finished, and now new, open or paused.
    Does not hit: finished still; withdrawn or refused.
    """
    return ~f.finished_seen_on.is_null() & (f.is_new | f.is_open | f.is_paused)
