"""Reception: what is handed in online is acknowledged soon; papers are asked for soon, and once."""

import narwhals as nw

from rules.columns import working_days_between
from rules.facts import Facts
from rules.law import cite
from rules.rule import rule
from rules.values import LegalValue, legal_value

_ONLINE = 2


@rule(
    code="intake-late",
    title="Hồ sơ trực tuyến chậm tiếp nhận",
    message=(
        "Nộp trực tuyến ngày {submitted_at}, sau {working_hours_to_intake} giờ làm việc {reasons}."
    ),
    severity="violation",
    basis=[
        cite("45/2020/NĐ-CP", "", "thông báo tiếp nhận hồ sơ trực tuyến trong 08 giờ làm việc"),
    ],
)
def intake_late(
    f: Facts, *, working_hours: int | LegalValue = legal_value("intake-working-hours")
) -> dict[str, nw.Expr]:
    """A dossier handed in online that was not acknowledged within some working hours.

    Hits: more than `working_hours` hours of work lie between the hand-in and the reception, or
    the day of reckoning while it is new; an hour that has begun counts. Where the hour of the
    hand-in is not known, the end of its day counts.
    Does not hit: handed in directly or by post; refused at once; the hand-in is not known; handed
    in or received before the act that prescribes the hours.
    """
    late = (f.channel == _ONLINE) & (f.working_hours_to_intake > f.by_law(working_hours))
    return {
        "mới được tiếp nhận": late & f.received.is_known(),
        "vẫn chưa được tiếp nhận": late & f.is_new & ~f.received.is_known(),
    }


@rule(
    code="supplement-late",
    title="Yêu cầu bổ sung hồ sơ chậm",
    message=(
        "Tiếp nhận ngày {received_at}, sau {working_days_to_supplement} ngày làm việc mới yêu cầu "
        "bổ sung (ngày {supplement_requested_at})."
    ),
    severity="violation",
    basis=[
        cite(
            "61/2018/NĐ-CP",
            "Điều 19 khoản 4",
            "yêu cầu bổ sung trong 03 ngày làm việc kể từ ngày tiếp nhận",
        ),
        cite("118/2025/NĐ-CP", "", "thay Nghị định 61/2018/NĐ-CP"),
    ],
)
def supplement_late(
    f: Facts, *, working_days: int | LegalValue = legal_value("supplement-working-days")
) -> nw.Expr:
    """A request to supplement that came too long after the reception.

    Hits: more than `working_days` working days lie between the reception and the request.
    Does not hit: the request came in time, or before the reception; either day is not known; there
    were several, of which the day of the first is not known (see supplement-repeated).
    """
    too_long = working_days_between(f.received, f.supplement_requested) > f.by_law(working_days)
    asked_again = (f.supplements > 1) | (f.supplement_requested > f.supplemented)
    return too_long & ~asked_again.fill_null(value=False)


@rule(
    code="supplement-repeated",
    title="Yêu cầu bổ sung hồ sơ nhiều lần",
    message="Đã yêu cầu bổ sung {supplements} lần: quá một lần thì tính là quá hạn.",
    severity="violation",
    basis=[
        cite("766/QĐ-TTg", "", "hồ sơ phải bổ sung quá một lần được tính là quá hạn"),
    ],
)
def supplement_repeated(
    f: Facts, *, requests: int | LegalValue = legal_value("supplement-requests-allowed")
) -> nw.Expr:
    """A dossier that the applicant was asked to supplement again and again.

    Hits: it was asked for more than `requests` times, whatever became of it.
    Does not hit: asked for once or never; received before the act that counts such dossiers late.
    """
    return f.supplements > f.by_law(requests)


@rule(
    code="supplement-waiting",
    title="Hồ sơ chờ bổ sung quá lâu",
    message="Đã chờ tổ chức, cá nhân bổ sung hồ sơ {days_waiting} ngày.",
    severity="warning",
    basis=[
        cite("61/2018/NĐ-CP", "", "hồ sơ chưa hợp lệ được trả lại hoặc bổ sung để giải quyết tiếp"),
        cite("118/2025/NĐ-CP", "", "thay Nghị định 61/2018/NĐ-CP"),
    ],
)
def supplement_waiting(f: Facts, *, days: int = 30) -> nw.Expr:
    """A dossier that has waited for the applicant's papers for very long: ask, or send it back.

    Hits: waits for papers, and more than `days` calendar days have passed since the request, or
    since it was first seen waiting where no request is known that is still unanswered.
    Does not hit: it waits for a payment or was stopped; the papers came.
    """
    return f.waits_for_papers & (f.days_waiting > days)
