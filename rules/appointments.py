"""Appointments: is the date on the receipt the one that the procedure's legal time gives."""

import narwhals as nw

from rules.facts import Facts
from rules.law import cite
from rules.rule import Needs, rule


@rule(
    code="deadline-disagrees",
    title="Ngày hẹn trả không khớp với thời hạn quy định",
    message=(
        "Hẹn trả ngày {promised_on}; tính theo thời hạn quy định từ ngày {legal_from_on} "
        "thì phải là ngày {legal_due_on}."
    ),
    severity="warning",
    basis=[
        cite(
            "91/2015/QH13",
            "Điều 147, Điều 148",
            "không tính ngày đầu; ngày cuối là ngày nghỉ thì kết thúc vào ngày làm việc tiếp theo",
        ),
        cite("61/2018/NĐ-CP", "", "giấy tiếp nhận ghi ngày hẹn trả theo thời hạn quy định"),
        cite("118/2025/NĐ-CP", "", "thay Nghị định 61/2018/NĐ-CP"),
    ],
    needs=[Needs.CATALOGUE],
)
def deadline_disagrees(f: Facts, *, earlier_too: bool = True) -> nw.Expr:
    """An appointment that is not the reception plus the procedure's legal time.

    The first appointment counts, so that a date that was moved later is not held against it. Once
    the applicant has completed the dossier its time starts anew, and its present date counts.

    Hits: that appointment is another day than the last one of the legal time; one that is earlier
    only while `earlier_too` is true.
    Does not hit: the catalogue does not have the procedure; there is no reception or appointment;
    papers were asked for and it is not known when they came; a letter may have moved the date that
    we see, or the export says that a new one was given; the present date is right; a time in hours
    from an hour that is not known; refused, withdrawn or new.
    """
    differs = f.promised.differs(f.legal_due) if earlier_too else f.promised > f.legal_due
    first_is_known = ~f.was_supplemented & (f.due_moves > 0).fill_null(value=False)
    reappointed = (f.reappointments > 0).fill_null(value=False)
    moved_by_letter = (f.has_a_letter | reappointed) & ~first_is_known
    mended = ~f.due.differs(f.legal_due).fill_null(value=True)
    return differs & ~mended & ~moved_by_letter & (f.is_open | f.is_paused | f.is_finished)
