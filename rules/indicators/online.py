"""Online services: how many dossiers come in online, and what points the share brings."""

from fractions import Fraction

from rules.facts import Facts
from rules.indicators.course import Course
from rules.indicators.indicator import PERCENT, Counts, Shown, Tally, Words, indicator
from rules.law import cite

_ONLINE = 2
_MANY, _SOME = 30, 15  # percent, Thông tư 01/2018/TT-VPCP, Điều 13
_ASSESSED = cite(
    "01/2018/TT-VPCP",
    "Điều 13",
    "chỉ số 9: từ 30% hồ sơ trực tuyến và không có hồ sơ quá hạn 2 điểm, từ 15% 1 điểm, còn lại 0",
)


@indicator(
    code="online-share",
    title="Tỷ lệ hồ sơ trực tuyến",
    words=Words(
        numerator="nộp trực tuyến",
        denominator="hồ sơ tiếp nhận hoặc giải quyết trong kỳ, đã rõ kênh thực hiện",
        unknown="không rõ kênh thực hiện",
    ),
    basis=[
        cite("766/QĐ-TTg", "", "nhóm chỉ số dịch vụ công trực tuyến"),
    ],
    unknown_within=False,
)
def online_share(f: Facts) -> Counts:
    """The share of dossiers handed in online, of those whose channel is known."""
    unknown = f.channel.is_null()
    return Counts(~unknown, f.channel == _ONLINE, unknown)


def points_for_online(tally: Tally) -> Fraction:
    """The fewest points that the group has, whatever became of what is not known.

    2 from 30 % when no online dossier is late, 1 from 15 % to below 30 %, else 0: the circular
    gives nothing from 30 % when one is late.
    """
    all_of_them = tally.denominator + tally.unknown
    least = Fraction(PERCENT * tally.numerator, all_of_them)
    most = Fraction(PERCENT * (tally.numerator + tally.unknown), all_of_them)
    if least < _SOME or (tally.beside and most >= _MANY):
        return Fraction(0)
    return Fraction(2 if least >= _MANY else 1)


@indicator(
    code="online-points",
    title="Điểm dịch vụ công trực tuyến",
    words=Words(
        numerator="nộp trực tuyến",
        denominator="hồ sơ tiếp nhận hoặc giải quyết trong kỳ, đã rõ kênh thực hiện",
        unknown="không rõ kênh thực hiện",
        beside="trực tuyến hoặc không rõ kênh, không chắc đúng hạn",
    ),
    basis=[_ASSESSED],
    shown=Shown.POINTS,
    decimals=0,
    value=points_for_online,
    unknown_within=False,
    best=None,
    only_while=_ASSESSED.act,
)
def online_points(f: Facts) -> Counts:
    """The points for the online share: the fewest, where something is unknown.

    Beside: dossiers handed in online, or perhaps so, that are not known to be in time.
    """
    in_time = (Course.in_time & ~Course.promised_day.is_null()).fill_null(value=False)
    unknown = f.channel.is_null()
    online = f.channel == _ONLINE
    return Counts(~unknown, online, unknown, beside=(online | unknown) & ~in_time)
