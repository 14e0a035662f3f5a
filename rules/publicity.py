"""Publicity: results are posted where everybody can see them."""

import narwhals as nw

from rules.facts import Facts, working_days_between
from rules.law import cite
from rules.rule import Needs, rule


@rule(
    code="result-not-posted",
    title="Kết quả chưa được công khai",
    message="Có kết quả ngày {end_at}, sau {working_days_since_end} ngày làm việc chưa công khai.",
    severity="violation",
    basis=[
        cite("61/2018/NĐ-CP", "", "công khai tiến độ và kết quả giải quyết hồ sơ"),
        cite("766/QĐ-TTg", "", "nhóm chỉ số công khai, minh bạch"),
        cite("118/2025/NĐ-CP", "", "thay Nghị định 61/2018/NĐ-CP"),
    ],
    needs=[Needs.POSTINGS],
)
def result_not_posted(f: Facts, *, working_days: int = 5) -> nw.Expr:
    """A finished dossier that stands on no posted list after some working days.

    Hits: finished more than `working_days` working days ago, and not posted.
    Does not hit: posted; finished lately; still open; no end of processing is known.
    """
    return (
        f.is_finished
        & f.posted_at.is_null()
        & (working_days_between(f.end, f.as_of) > working_days)
    )
