"""The apology: a late dossier needs a written one, with the reason and a new date."""

import narwhals as nw

from rules.facts import Facts
from rules.law import cite
from rules.rule import rule


@rule(
    code="apology-missing",
    title="Hồ sơ quá hạn chưa có văn bản xin lỗi",
    message=(
        "Quá hạn {working_days_late} ngày làm việc so với ngày hẹn trả {due_at}, "
        "chưa ban hành văn bản xin lỗi."
    ),
    severity="violation",
    basis=[
        cite(
            "61/2018/NĐ-CP",
            "Điều 19 khoản 9",
            "hồ sơ quá hạn: văn bản xin lỗi nêu rõ lý do và thời hạn trả kết quả mới",
        ),
        cite("118/2025/NĐ-CP", "", "giữ nguyên nghĩa vụ xin lỗi bằng văn bản"),
    ],
)
def apology_missing(f: Facts) -> nw.Expr:
    """A late dossier, open or finished, for which no apology letter has been issued.

    Hits: overdue-open or overdue-finished, and no letter of ours or of the export is issued.
    Does not hit: a letter was issued, even late; the dossier is not late.
    """
    return f.is_late & f.apology_issued_at.is_null()
