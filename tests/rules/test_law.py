"""Acts hold between two dates, and a rule rests on the acts of the day it looks at."""

from dataclasses import replace
from datetime import date

import pytest
from rules_frame import rule_named

from rules.law import Act, Certainty, UnknownActError, cite, shipped_acts

DECREE_61 = shipped_acts()["61/2018/NĐ-CP"]
LAST_DAY_OF_61 = date(2025, 6, 30)
FIRST_DAY_OF_118 = date(2025, 7, 1)


def numbers(rule: str, day: date) -> list[str]:
    return [basis.act.number for basis in rule_named(rule).basis_on(day)]


def test_an_act_is_in_force_on_its_first_and_its_last_day_and_not_beyond() -> None:
    assert DECREE_61.start == date(2018, 6, 21)
    assert [
        DECREE_61.in_force(day)
        for day in (date(2018, 6, 20), date(2018, 6, 21), LAST_DAY_OF_61, FIRST_DAY_OF_118)
    ] == [False, True, True, False]


def test_an_act_without_an_end_is_still_in_force() -> None:
    assert shipped_acts()["118/2025/NĐ-CP"].in_force(date(2199, 12, 31))


@pytest.mark.parametrize("act", shipped_acts().values(), ids=lambda act: act.number)
def test_each_act_has_a_title_with_its_number_or_year_and_dates_in_order(act: Act) -> None:
    assert act.number in act.title or act.title == "Bộ luật Dân sự 2015"
    assert act.end is None or act.start <= act.end


def test_an_old_dossier_keeps_the_old_law() -> None:
    assert numbers("overdue-open", date(2021, 9, 30)) == ["61/2018/NĐ-CP"]
    assert numbers("overdue-open", LAST_DAY_OF_61) == ["61/2018/NĐ-CP", "766/QĐ-TTg"]
    assert numbers("overdue-open", FIRST_DAY_OF_118) == ["766/QĐ-TTg", "118/2025/NĐ-CP"]
    assert numbers("apology-missing", LAST_DAY_OF_61) == ["61/2018/NĐ-CP"]
    assert numbers("apology-missing", FIRST_DAY_OF_118) == ["118/2025/NĐ-CP"]


def test_before_its_first_act_a_rule_rests_on_nothing() -> None:
    assert numbers("overdue-open", date(2018, 6, 20)) == []


def test_a_rule_holds_from_its_first_act_to_the_end_of_its_last() -> None:
    whole = rule_named("overdue-open")
    assert (whole.start, whole.end) == (date(2018, 6, 21), None)
    old = cite("61/2018/NĐ-CP", "", "cũ"), cite("01/2018/TT-VPCP", "", "cũ")
    ended = replace(whole, basis=old)
    assert (ended.start, ended.end) == (date(2018, 6, 21), date(2025, 9, 14))


def test_an_article_is_printed_before_its_act() -> None:
    basis = cite("61/2018/NĐ-CP", "Điều 19 khoản 9", "xin lỗi")
    assert str(basis) == "Điều 19 khoản 9 Nghị định 61/2018/NĐ-CP"
    assert str(cite("118/2025/NĐ-CP", "", "xin lỗi")) == "Nghị định 118/2025/NĐ-CP"


def test_an_act_that_the_table_lacks_is_refused_with_those_it_has() -> None:
    with pytest.raises(UnknownActError, match=r"'1/2030/NĐ-CP'.*61/2018/NĐ-CP, 118/2025/NĐ-CP"):
        cite("1/2030/NĐ-CP", "", "chưa có")


def test_an_article_of_an_act_that_was_not_read_is_refused() -> None:
    assert shipped_acts()["118/2025/NĐ-CP"].certainty is Certainty.SECONDARY
    with pytest.raises(ValueError, match="118/2025/NĐ-CP has not been read"):
        cite("118/2025/NĐ-CP", "Điều 19", "xin lỗi")
