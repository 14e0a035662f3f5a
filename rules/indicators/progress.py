"""Progress: dossiers are done in time, in how many days, and kept up to date meanwhile."""

import narwhals as nw

from rules.columns import working_days_between
from rules.facts import Facts
from rules.indicators.course import Course
from rules.indicators.indicator import Counts, Shown, Words, average, indicator, median
from rules.law import cite
from rules.publicity import progress_stale
from rules.reception import supplement_repeated
from rules.rule import applied

EARLY, EXACTLY = 2, 1  # points of a dossier, Thông tư 01/2018/TT-VPCP, Điều 13
_ASSESSED = cite(
    "01/2018/TT-VPCP",
    "Điều 13",
    "chỉ số 1: trước hạn 2 điểm, đúng hạn 1 điểm, quá hạn 0 điểm, lấy trung bình",
)


@indicator(
    code="on-time-share",
    title="Tỷ lệ hồ sơ giải quyết đúng hạn",
    words=Words(
        numerator="đã kết thúc đúng hạn, hoặc đang giải quyết còn trong hạn",
        denominator="hồ sơ tiếp nhận hoặc giải quyết trong kỳ, kể cả không rõ",
        unknown="không đủ dữ liệu để biết đúng hạn hay quá hạn",
    ),
    basis=[
        cite(
            "766/QĐ-TTg",
            "mục 2.1",
            "(kết thúc đúng hạn + đang giải quyết trong hạn) / tổng số hồ sơ; điểm = 20 × tỷ lệ",
        )
    ],
    unknown_within=True,
    full_score=20,
)
def on_time_share(f: Facts) -> Counts:
    """The share of dossiers that ended in time or are still within their time.

    In the numerator: ended by the appointment; running or waiting within it; by the procedure's
    legal time where there is no appointment. Never: asked to supplement more often than once.
    Unknown: no appointment and no legal time; no end; waiting, perhaps since after the
    appointment; an end before the reception or set back into the appointment.
    """
    repeated = applied(supplement_repeated, f, {})
    in_time = Course.in_time & ~repeated
    return Counts(Course.handled, in_time, unknown=in_time.is_null())


@indicator(
    code="on-time-points",
    title="Điểm trung bình thời gian giải quyết",
    words=Words(
        numerator="tổng số điểm: trước hạn 2, đúng hạn 1, quá hạn 0",
        denominator="hồ sơ đã có kết quả trong kỳ, kể cả không rõ",
        unknown="thiếu ngày hẹn trả hoặc ngày có kết quả, hoặc ngày tháng mâu thuẫn",
    ),
    basis=[_ASSESSED],
    shown=Shown.POINTS,
    decimals=1,
    value=average,
    unknown_within=True,
    best=EARLY,
    only_while=_ASSESSED.act,
)
def on_time_points(f: Facts) -> Counts:
    """Points of the finished dossiers on average: early 2, on the very day 1, late 0.

    Days are compared. Unknown, which adds no point: no appointment, no end, or an end that
    contradicts what is known.
    """
    in_time = nw.when(~Course.promised_day.is_null()).then(Course.in_time)
    early = in_time & (f.end.day < Course.promised_day)
    points = nw.when(early).then(nw.lit(EARLY)).when(in_time).then(nw.lit(EXACTLY))
    return Counts(Course.finished, points.otherwise(nw.lit(0)), unknown=in_time.is_null())


@indicator(
    code="progress-timeliness",
    title="Tỷ lệ hồ sơ đang giải quyết được cập nhật tiến độ",
    words=Words(
        numerator="đang giải quyết, tiến độ được cập nhật trong số ngày quy định",
        denominator="hồ sơ đang giải quyết, kể cả không rõ",
        unknown="không rõ lần cập nhật gần nhất",
    ),
    basis=progress_stale.basis,
    unknown_within=True,
)
def progress_timeliness(
    f: Facts, *, working_days: int = progress_stale.settings["working_days"]
) -> Counts:
    """The share of running dossiers whose progress was entered within so many working days.

    The reception is an entry too. Unknown: never seen to move, or moved since the day of reckoning.
    """
    since_reception = working_days_between(f.received, f.as_of)
    untouched = nw.when(f.working_days_untouched >= 0).then(f.working_days_untouched)
    touched = (since_reception <= working_days).fill_null(value=False) | (untouched <= working_days)
    return Counts(Course.running, touched, unknown=touched.is_null())


@indicator(
    code="median-days",
    title="Trung vị số ngày làm việc giải quyết",
    words=Words(
        numerator="tổng số ngày làm việc từ tiếp nhận đến khi có kết quả",
        denominator="hồ sơ đã có kết quả trong kỳ, đủ hai ngày",
        unknown="đã có kết quả nhưng thiếu ngày tiếp nhận hoặc ngày có kết quả, hoặc mâu thuẫn",
    ),
    basis=[cite("766/QĐ-TTg", "", "nhóm chỉ số tiến độ giải quyết")],
    shown=Shown.DAYS,
    decimals=1,
    value=median,
    unknown_within=False,
    best=None,
)
def median_days(f: Facts) -> Counts:
    """The median of the working days from the reception to the end of finished dossiers.

    The numerator is the sum of the days. Unknown: one of the days is, or the end comes first.
    """
    measured = Course.finished & (f.received.day <= f.end.day)
    days = nw.when(measured).then(working_days_between(f.received, f.end))
    return Counts(
        measured,
        days,
        unknown=Course.finished & ~measured.fill_null(value=False),
        middle=days,
    )
