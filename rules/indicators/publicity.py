"""Apology and publicity: late dossiers have their letter, results stand on a public list."""

from rules.apology import apology_missing
from rules.columns import working_days_between
from rules.facts import Facts
from rules.indicators.course import Course
from rules.indicators.indicator import Counts, Words, indicator
from rules.publicity import result_not_posted
from rules.rule import Needs


@indicator(
    code="apology-coverage",
    title="Tỷ lệ hồ sơ quá hạn có văn bản xin lỗi",
    words=Words(
        numerator="quá hạn, đã ban hành văn bản xin lỗi",
        denominator=(
            "hồ sơ quá hạn so với ngày hẹn trả ban đầu, đang giải quyết hoặc đã có kết quả, "
            "không kể hồ sơ được miễn xin lỗi"
        ),
        unknown="không đủ dữ liệu để biết có quá hạn hay không",
        beside="ban hành đúng thời hạn",
        excused="được miễn xin lỗi",
    ),
    basis=apology_missing.basis,
    unknown_within=False,
)
def apology_coverage(f: Facts) -> Counts:
    """The share of late dossiers, open or finished, for which a letter of apology was issued.

    Late by the first appointment: a letter that moved the date would take its own dossier out of
    the count otherwise. Beside: letters that were out by the last day on which they are in time.
    Unknown: whether the dossier is late. Excused, so in neither count: late or perhaps late,
    without a letter, and the office has decided that none is owed.
    """
    excused = f.is_excused & ~f.has_a_letter
    judged = Course.running | Course.finished
    owed = judged & ~excused
    late = owed & ~Course.in_time_at_first
    return Counts(
        late,
        f.has_a_letter,
        unknown=owed & Course.in_time_at_first.is_null(),
        beside=late & f.has_a_letter & (f.apology_issued <= f.apology_deadline),
        excused=judged & excused & ~Course.in_time_at_first.fill_null(value=False),
    )


@indicator(
    code="posting-coverage",
    title="Tỷ lệ kết quả được công khai",
    words=Words(
        numerator="đã công khai",
        denominator="hồ sơ đã có kết quả trong kỳ, đã qua thời hạn công khai",
        unknown="đã có kết quả nhưng không rõ ngày có kết quả",
    ),
    basis=result_not_posted.basis,
    needs=[Needs.POSTINGS],
    unknown_within=False,
)
def posting_coverage(
    f: Facts, *, working_days: int = result_not_posted.settings["working_days"]
) -> Counts:
    """The share of results that are posted, of those older than so many working days."""
    due = Course.finished & (working_days_between(f.end, f.as_of) > working_days)
    return Counts(due, Course.is_posted, unknown=Course.finished & ~f.end.is_known())
