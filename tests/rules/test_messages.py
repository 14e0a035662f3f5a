"""The sentence of a finding: the dossier's own figures, and a mark where they are provisional."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest
from rules_frame import SHIPPED, figure, on_arrow, rule_named, rules_that_hit, values

from rules import Facts
from rules.messages import facts_needed, finding_message, provisional_years
from rules.rule import reasons
from rules.worktime.calendar import DayKind, SpecialDay

AS_OF = date(2021, 9, 30)
LATE = {"status": 4, "due_at": datetime(2021, 9, 1, 17)}
FINISHED = {
    "status": 9,
    "due_at": datetime(2021, 9, 1, 17),
    "completed_at": datetime(2021, 9, 6, 9),
}
NEW_YEAR_2027 = " (Tạm tính: chưa có lịch nghỉ chính thức năm 2027.)"
EXAMPLES: dict[str, tuple[Mapping[str, Any], str]] = {
    "overdue-open": (
        LATE,
        "Hẹn trả ngày 01/09/2021, đã quá hạn 19 ngày làm việc, chưa có kết quả.",
    ),
    "overdue-finished": (
        FINISHED,
        "Có kết quả ngày 06/09/2021, quá hạn 1 ngày làm việc so với ngày hẹn trả 01/09/2021.",
    ),
    "due-soon": (
        {"status": 4, "due_at": datetime(2021, 10, 4, 17)},
        "Còn 2 ngày làm việc đến ngày hẹn trả 04/10/2021, chưa có kết quả.",
    ),
    "no-deadline": (
        {"status": 4},
        "Không có ngày hẹn trả: không thể kết luận đúng hạn hay quá hạn.",
    ),
    "refused-late": (
        {"status": 3, "due_at": datetime(2021, 9, 22, 17), "refused_at": datetime(2021, 9, 23)},
        "Từ chối hồ sơ ngày 23/09/2021, sau ngày hẹn trả 22/09/2021.",
    ),
    "deadline-disagrees": (
        {
            "status": 4,
            "received_at": datetime(2021, 9, 1, 8),
            "due_at": datetime(2021, 9, 20, 17),
            "legal_term": 10,
            "legal_unit": "working-days",
        },
        (
            "Hẹn trả ngày 20/09/2021; tính theo thời hạn quy định từ ngày 01/09/2021 "
            "thì phải là ngày 17/09/2021."
        ),
    ),
    "intake-late": (
        {
            "status": 2,
            "channel": 2,
            "submitted_at": datetime(2021, 9, 27, 8),
            "received_at": datetime(2021, 9, 28, 8, 1),
        },
        "Nộp trực tuyến ngày 27/09/2021, sau 9 giờ làm việc mới được tiếp nhận.",
    ),
    "supplement-late": (
        {
            "status": 5,
            "received_at": datetime(2021, 9, 20),
            "supplement_requested_at": datetime(2021, 9, 24),
        },
        "Tiếp nhận ngày 20/09/2021, sau 4 ngày làm việc mới yêu cầu bổ sung (ngày 24/09/2021).",
    ),
    "supplement-repeated": (
        {"status": 5, "received_at": datetime(2022, 10, 3), "supplements": 2},
        "Đã yêu cầu bổ sung 2 lần: quá một lần thì tính là quá hạn.",
    ),
    "supplement-waiting": (
        {"status": 5, "supplement_requested_at": datetime(2021, 8, 30)},
        "Đã chờ tổ chức, cá nhân bổ sung hồ sơ 31 ngày.",
    ),
    "apology-missing": (
        FINISHED,
        "Quá hạn 1 ngày làm việc so với ngày hẹn trả 01/09/2021, chưa ban hành văn bản xin lỗi.",
    ),
    "apology-due": (
        {"status": 4, "due_at": datetime(2021, 10, 4, 17)},
        (
            "Hẹn trả ngày 04/10/2021, chưa có kết quả: nếu không kịp, văn bản xin lỗi phải được "
            "ban hành chậm nhất ngày 01/10/2021."
        ),
    ),
    "apology-late": (
        {**LATE, "apology_issued_at": date(2021, 9, 6)},
        "Văn bản xin lỗi ban hành ngày 06/09/2021, trong khi chậm nhất phải là ngày 31/08/2021.",
    ),
    "reappointed-twice": (
        {"status": 4, "due_at": datetime(2021, 10, 15), "reappointments": 2},
        "Đã hẹn lại ngày trả kết quả 2 lần, trong khi chỉ được hẹn lại một lần.",
    ),
    "new-date-broken": (
        {**LATE, "new_due_on": date(2021, 9, 27)},
        "Hẹn lại ngày 27/09/2021, đến ngày đó vẫn chưa có kết quả.",
    ),
    "result-not-posted": (
        FINISHED,
        "Có kết quả ngày 06/09/2021, sau 18 ngày làm việc chưa công khai.",
    ),
}


def facts_of(rule: str, dossier: Mapping[str, Any], as_of: date) -> dict[str, Any]:
    frame = on_arrow([{"code": "A", **dossier}], as_of)
    return {name: figure(frame, name)[0] for name in facts_needed(rule_named(rule))}


def message(rule: str, dossier: Mapping[str, Any], as_of: date = AS_OF) -> str:
    assert rule in rules_that_hit(dossier, as_of)
    one = rule_named(rule)
    frame = on_arrow([{"code": "A", **dossier}], as_of)
    holding = reasons(one, Facts(), {})
    held = [words for words, hit in holding.items() if values(frame.select(hit), words) == [True]]
    return finding_message(one, facts_of(rule, dossier, as_of), SHIPPED, as_of, held)


def years(rule: str, dossier: Mapping[str, Any], as_of: date) -> list[int]:
    return provisional_years(rule_named(rule), facts_of(rule, dossier, as_of), SHIPPED, as_of)


@pytest.mark.parametrize("rule", EXAMPLES)
def test_the_message_of_each_rule_reads_like_its_example(rule: str) -> None:
    dossier, text = EXAMPLES[rule]
    assert message(rule, dossier) == text


@pytest.mark.parametrize("rule", EXAMPLES)
def test_no_placeholder_is_left_even_where_nothing_is_known(rule: str) -> None:
    unknown = dict.fromkeys(facts_needed(rule_named(rule)))
    text = finding_message(rule_named(rule), unknown | _dates(), SHIPPED, AS_OF)
    assert not set("{}") & set(text)
    assert "None" not in text


def test_a_figure_that_is_unknown_is_called_so() -> None:
    due = {"status": 4, "due_at": datetime(1821, 9, 1, 17)}
    text = message("overdue-open", due)
    assert text.startswith("Hẹn trả ngày 01/09/1821, đã quá hạn chưa rõ ngày làm việc")


def test_a_message_takes_the_facts_it_names_and_the_days_that_were_counted() -> None:
    always = ["due_at", "end_at", "working_days_late"]
    assert facts_needed(rule_named("no-deadline")) == always
    assert facts_needed(rule_named("due-soon")) == sorted([*always, "working_days_left"])


@pytest.mark.parametrize(
    ("rule", "dossier"),
    [
        ("overdue-open", {"status": 4, "due_at": datetime(2026, 12, 30, 17)}),
        ("apology-missing", {"status": 4, "due_at": datetime(2026, 12, 30, 17)}),
        ("due-soon", {"status": 4, "due_at": datetime(2027, 1, 6, 17)}),
        ("result-not-posted", {"status": 9, "completed_at": datetime(2026, 12, 1, 9)}),
        ("apology-due", {"status": 4, "due_at": datetime(2027, 1, 6, 17)}),
        (
            "deadline-disagrees",
            {
                "status": 4,
                "received_at": datetime(2026, 12, 28, 9),
                "due_at": datetime(2027, 1, 8, 17),
                "legal_term": 5,
                "legal_unit": "working-days",
            },
        ),
        (
            "overdue-finished",
            {
                "status": 9,
                "due_at": datetime(2026, 12, 30, 17),
                "completed_at": datetime(2027, 1, 4, 9),
            },
        ),
    ],
)
def test_a_figure_that_rests_on_a_year_not_announced_is_marked_provisional(
    rule: str, dossier: Mapping[str, Any]
) -> None:
    as_of = date(2027, 1, 5)
    assert years(rule, dossier, as_of) == [2027]
    assert message(rule, dossier, as_of).endswith("." + NEW_YEAR_2027)


@pytest.mark.parametrize(
    ("rule", "dossier"),
    [
        (
            "overdue-finished",  # the counted days end with the result
            {
                "status": 9,
                "due_at": datetime(2026, 12, 28, 17),
                "completed_at": datetime(2026, 12, 30, 9),
            },
        ),
        ("no-deadline", {"status": 4}),  # nothing is counted
    ],
)
def test_a_figure_that_rests_on_announced_years_alone_is_final(
    rule: str, dossier: Mapping[str, Any]
) -> None:
    as_of = date(2027, 1, 5)
    assert years(rule, dossier, as_of) == []
    assert "Tạm tính" not in message(rule, dossier, as_of)


def test_the_days_to_an_appointment_next_year_are_provisional_already_this_year() -> None:
    dossier = {"status": 4, "due_at": datetime(2027, 1, 4, 17)}
    assert message("due-soon", dossier, date(2026, 12, 31)).endswith(NEW_YEAR_2027)


def test_an_online_dossier_that_is_still_new_is_said_to_wait() -> None:
    dossier = {"status": 1, "channel": 2, "submitted_at": datetime(2021, 9, 27, 15)}
    text = "Nộp trực tuyến ngày 27/09/2021, sau 19 giờ làm việc vẫn chưa được tiếp nhận."
    assert message("intake-late", dossier) == text


def test_a_dossier_whose_time_started_anew_is_told_so_by_the_day_it_is_counted_from() -> None:
    dossier = {
        "status": 4,
        "received_at": datetime(2021, 9, 1, 8),
        "supplemented_at": datetime(2021, 9, 10, 14),
        "due_at": datetime(2021, 9, 27, 17),
        "legal_term": 10,
        "legal_unit": "working-days",
    }
    assert message("deadline-disagrees", dossier) == (
        "Hẹn trả ngày 27/09/2021; tính theo thời hạn quy định từ ngày 10/09/2021 thì phải là ngày "
        "24/09/2021."
    )


def test_several_years_that_are_not_announced_are_all_named() -> None:
    dossier = {"status": 4, "due_at": datetime(2026, 12, 30, 17)}
    text = message("overdue-open", dossier, date(2028, 1, 5))
    assert text.endswith(" (Tạm tính: chưa có lịch nghỉ chính thức năm 2027–2028.)")


def test_the_mark_goes_when_the_office_adds_the_announced_days() -> None:
    dossier = {"status": 4, "due_at": datetime(2026, 12, 30, 17)}
    as_of = date(2027, 1, 5)
    announced = SHIPPED.with_days(
        [SpecialDay(date(2027, 1, 1), DayKind.OFF, "nghỉ Tết Dương lịch", "1/TB-BNV")]
    )
    facts = facts_of("overdue-open", dossier, as_of)
    text = finding_message(rule_named("overdue-open"), facts, announced, as_of)
    assert text == "Hẹn trả ngày 30/12/2026, đã quá hạn 3 ngày làm việc, chưa có kết quả."


def _dates() -> dict[str, datetime]:
    return {"due_at": datetime(2021, 9, 1, 17), "end_at": datetime(2021, 9, 6, 9)}
