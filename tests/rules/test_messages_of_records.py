"""The sentences about publicity, records and rewriting, as their cases state them."""

from datetime import date, datetime
from typing import Any

import pytest
from rules_frame import CASES, on_arrow, rule_cases, rule_named, rules_that_hit, sentence

from rules import Facts
from rules.rule import reasons

OF_RECORDS = (
    "no-deadline",
    "posted-unfinished",
    "result-file-missing",
    "progress-stale",
    "dates-contradict",
    "status-contradicts",
    "deadline-moved",
    "completion-rewritten",
    "vanished",
    "reopened",
)
OWN_SETTINGS = {"deadline-moved": {"earlier_too": True}, "vanished": {"finished_too": True}}


@pytest.mark.parametrize("rule", OF_RECORDS)
def test_a_case_states_each_reason_that_a_rule_may_give(rule: str) -> None:
    said = " ".join(case.message for case in rule_cases(CASES / f"{rule}.yaml"))
    assert said
    words = reasons(rule_named(rule), Facts(), OWN_SETTINGS.get(rule, {}))
    assert [one for one in words if one not in said] == []


def told(rule: str, dossier: dict[str, Any], as_of: date) -> str:
    assert rule in rules_that_hit(dossier, as_of)
    return sentence(rule, on_arrow([{"code": "A", **dossier}], as_of), as_of)


def test_working_days_without_a_file_are_provisional_where_days_off_are_not_announced() -> None:
    dossier = {"status": 9, "completed_at": datetime(2026, 12, 30, 9)}
    assert told("result-file-missing", dossier, date(2027, 1, 5)) == (
        "Có kết quả ngày 30/12/2026, sau 3 ngày làm việc vẫn chưa có tệp kết quả điện tử. "
        "(Tạm tính: chưa có lịch nghỉ chính thức năm 2027.)"
    )


def test_working_days_untouched_are_provisional_where_days_off_are_not_announced() -> None:
    dossier = {"status": 4, "updated_at": datetime(2026, 12, 18, 9)}
    assert told("progress-stale", dossier, date(2027, 1, 5)) == (
        "Đang xử lý, đã 11 ngày làm việc không cập nhật tiến độ. "
        "(Tạm tính: chưa có lịch nghỉ chính thức năm 2027.)"
    )


def test_dates_that_contradict_are_never_provisional() -> None:
    dossier = {"status": 4, "received_at": datetime(2028, 1, 5, 9)}
    text = told("dates-contradict", dossier, date(2027, 1, 5))
    assert text == "Ngày tháng mâu thuẫn: ngày tiếp nhận sau ngày xét."
