"""Publicity: progress is kept up to date, results are posted and their files attached."""

import narwhals as nw

from rules.columns import working_days_between
from rules.facts import Facts
from rules.law import cite
from rules.rule import Needs, rule

_POST_RESULTS = [
    cite("61/2018/NĐ-CP", "", "công khai tiến độ và kết quả giải quyết hồ sơ"),
    cite("766/QĐ-TTg", "", "nhóm chỉ số công khai, minh bạch"),
    cite("118/2025/NĐ-CP", "", "thay Nghị định 61/2018/NĐ-CP"),
]


@rule(
    code="result-not-posted",
    title="Kết quả chưa được công khai",
    message="Có kết quả ngày {end_at}, sau {working_days_since_end} ngày làm việc chưa công khai.",
    severity="violation",
    basis=_POST_RESULTS,
    needs=[Needs.POSTINGS],
)
def result_not_posted(f: Facts, *, working_days: int = 5) -> nw.Expr:
    """A finished dossier that stands on no posted list after some working days.

    Hits: finished more than `working_days` working days ago, and not posted.
    Does not hit: posted; finished lately; still open; no end of processing is known.
    """
    since = working_days_between(f.end, f.as_of)
    return f.is_finished & f.posted_at.is_null() & (since > working_days)


@rule(
    code="posted-unfinished",
    title="Công khai kết quả khi hồ sơ chưa xong",
    message="Đã công khai kết quả ngày {posted_at}, nhưng trên cổng hồ sơ vẫn chưa có kết quả.",
    severity="warning",
    basis=_POST_RESULTS,
    needs=[Needs.POSTINGS],
)
def posted_unfinished(f: Facts) -> nw.Expr:
    """A dossier that stands on a list of results though the export says it is not finished.

    Hits: posted, and new, open or paused: one of the two is wrong.
    Does not hit: finished; withdrawn or refused, which may be posted as such.
    """
    return ~f.posted_at.is_null() & (f.is_new | f.is_open | f.is_paused)


@rule(
    code="result-file-missing",
    title="Chưa có tệp kết quả điện tử",
    message=(
        "Có kết quả ngày {end_at}, sau {working_days_since_end} ngày làm việc vẫn chưa có tệp "
        "kết quả điện tử."
    ),
    severity="warning",
    basis=[
        cite("45/2020/NĐ-CP", "", "kết quả giải quyết thủ tục hành chính điện tử"),
        cite("766/QĐ-TTg", "", "nhóm chỉ số số hóa hồ sơ, kết quả"),
    ],
    needs=[Needs.RESULT_FILES],
)
def result_file_missing(f: Facts, *, working_days: int = 1) -> nw.Expr:
    """A finished dossier whose result is not on the portal as a file.

    Hits: finished more than `working_days` working days ago, and the export names no file.
    Does not hit: a file is there; finished lately; the export has no column for it at all.
    """
    since = working_days_between(f.end, f.as_of)
    return f.is_finished & f.result_file.is_null() & (since > working_days)


@rule(
    code="progress-stale",
    title="Tiến độ không được cập nhật",
    message="Đang xử lý, đã {working_days_untouched} ngày làm việc không cập nhật tiến độ.",
    severity="warning",
    basis=[
        cite("61/2018/NĐ-CP", "", "cập nhật tình hình giải quyết để theo dõi, công khai"),
        cite("766/QĐ-TTg", "", "nhóm chỉ số tiến độ giải quyết"),
        cite("118/2025/NĐ-CP", "", "thay Nghị định 61/2018/NĐ-CP"),
    ],
)
def progress_stale(f: Facts, *, working_days: int = 10) -> nw.Expr:
    """An open dossier of which nothing has moved for some time.

    Counted from the day on which the export says that progress was entered, or on which we last
    saw anything of it change, whichever is later.

    Hits: open, and untouched for more than `working_days` working days.
    Does not hit: touched since; received since, which is progress too; paused or finished; first
    seen lately.
    """
    received_lately = working_days_between(f.received, f.as_of) <= working_days
    stale = f.is_open & (f.working_days_untouched > working_days)
    return stale & ~received_lately.fill_null(value=False)
