"""What a digest says: what the commands say, against last week, and no zero that is none."""

from datetime import date, timedelta

import pytest
from digest_office import (
    LAST_WEEK,
    OTHER,
    THIS_WEEK,
    every_text,
    later,
    nothing_late,
    sample_office,
    told,
    two_weeks,
)
from office import Office, row

from monitor import nightly
from monitor.office_calendar import office_calendar
from monitor.office_figures import office_figures
from monitor.sources import procedure_sheets
from monitor.store.findings import list_findings
from rules.indicators import Appointment, By
from rules.par_index import Standing

MONDAY = date(2021, 9, 27)


def test_the_six_figures_stand_against_those_of_the_week_before(office: Office) -> None:
    two_weeks(office)
    late, missing, soon, in_time, lettered, online = told(office).tiles
    assert (late.value, late.before, late.better) == (3, 1, False)
    assert (missing.value, missing.before, missing.better) == (3, 1, False)
    assert (soon.value, soon.before, soon.better) == (1, 1, None)
    assert (in_time.made_of, in_time.unit) == ((1, 4), "%")
    assert in_time.before is not None
    assert (lettered.value, lettered.unit) == (0, "%")
    assert online.title == "Nộp trực tuyến"  # this office has no public lists


def test_the_verdict_is_one_sentence_and_says_the_change(office: Office) -> None:
    two_weeks(office)
    assert told(office).verdict == (
        "3 hồ sơ quá hạn chưa xong, 3 hồ sơ trễ hạn chưa có thư xin lỗi, "
        "số quá hạn tăng 2 so với tuần trước."
    )


def test_what_must_be_done_stands_by_division_the_worst_first(office: Office) -> None:
    two_weeks(office)
    first, second = told(office).tasks
    assert (first.who, second.who) == ("Phòng Việc làm", OTHER)
    assert [step.words for step in first.steps] == [
        "giải quyết ngay 2 hồ sơ quá hạn (lâu nhất 14 ngày làm việc)",
        "ban hành 2 thư xin lỗi còn thiếu",
        "giải quyết 1 hồ sơ sắp đến hạn",
    ]
    assert first.steps[0].address == (
        "http://127.0.0.1:8040/dossiers?unit=Ph%C3%B2ng+Vi%E1%BB%87c+l%C3%A0m&rule=overdue-open"
    )


def test_a_head_of_division_is_told_of_his_own_and_by_masked_officer(office: Office) -> None:
    two_weeks(office)
    found = told(office, unit=OTHER)
    assert (found.late, found.missing, found.units) == (1, 1, ())
    assert [task.who for task in found.tasks] == ["Lê T. B."]
    assert found.tiles[3].made_of == (0, 1)


def test_no_name_of_a_person_stands_in_it(office: Office) -> None:
    two_weeks(office)
    text = every_text(told(office)) + every_text(told(office, unit=OTHER))
    assert "Nguyễn Văn An" not in text
    assert "Lê Thị Bình" not in text


def test_a_quiet_week_is_told_as_such_only_of_fresh_and_whole_data(office: Office) -> None:
    nothing_late(office)
    found = told(office)
    assert (found.heading, found.late) == ("", 0)
    assert found.verdict == "Không có hồ sơ quá hạn nào đang chờ và không thiếu thư xin lỗi nào."
    assert found.tiles[0].value == 0
    old = told(office, now=later(48))
    assert old.heading == "DỮ LIỆU CŨ, CHƯA ĐẦY ĐỦ"
    assert old.tiles[0].value is None
    assert old.units[0].late is None
    assert old.verdict.startswith("Chưa thể kết luận")


def test_rows_that_could_not_be_read_leave_only_lower_bounds(office: Office) -> None:
    office.export(row("A-1"), row(None), row("A-3", due="30/11/2021"))
    office.run(THIS_WEEK)
    found = told(office)
    assert found.heading == "CHƯA ĐẦY ĐỦ"
    assert found.verdict == (
        "Ít nhất 1 hồ sơ quá hạn chưa xong, ít nhất 1 hồ sơ trễ hạn chưa có thư xin lỗi."
    )
    assert found.tiles[0].at_least
    assert found.tiles[2].value is None
    assert "1 dòng không đọc được" in found.doubts


def test_a_week_after_the_last_run_is_told_of_old_data(office: Office) -> None:
    nothing_late(office)
    found = told(office, THIS_WEEK + timedelta(days=7))
    assert found.heading == "DỮ LIỆU CŨ, CHƯA ĐẦY ĐỦ"
    assert "số liệu gần nhất là của ngày 30/09/2021" in found.doubts[0]
    assert [tile.value for tile in found.tiles] == [None] * 6


def test_a_week_before_is_told_as_it_stood_then(office: Office) -> None:
    two_weeks(office)
    found = told(office, LAST_WEEK)
    assert (found.late, found.missing) == (1, 1)
    assert found.week.end == date(2021, 9, 26)
    assert found.tiles[0].before is None  # there was no run yet


def test_an_office_without_a_run_is_told_so(office: Office) -> None:
    found = told(office)
    assert found.heading == "CHƯA ĐẦY ĐỦ"
    assert found.doubts == ("chưa có lần chạy nào",)
    assert (found.late, found.tasks, found.trend, found.risks) == (None, (), (), ())


def test_a_rule_that_is_off_is_no_zero(small_office: Office) -> None:
    small_office.write_config("[rules.overdue-open]\nenabled = false\n")
    nothing_late(small_office)
    found = told(small_office)
    assert (found.heading, found.late) == ("CHƯA ĐẦY ĐỦ", None)
    assert any("đã tắt trong config.toml" in why for why in found.unjudged)
    assert found.tiles[0].title == "Thiếu thư xin lỗi"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return sample_office(tmp_path_factory.mktemp("sample"))


def test_of_the_sample_it_says_what_the_commands_say(sample: Office) -> None:
    found = told(sample)
    with sample.connection() as connection:
        findings = list_findings(connection)
        sheets = procedure_sheets(sample.settings)
        catalogue = nightly.office_catalogue(sample.settings, sheets, THIS_WEEK)

        def figures(by: By | None) -> dict[tuple[str, object], object]:
            told = office_figures(
                connection,
                sample.settings,
                office_calendar(sample.settings),
                catalogue,
                THIS_WEEK,
                start=MONDAY,
                by=by,
                appointment=Appointment.NEW,
            )
            return {(one.indicator.code, one.group): one.value for one in told.figures}

        whole, by_unit = figures(None), figures(By.UNIT)
    late = [one for one in findings if one["rule"] == "overdue-open"]
    assert found.late == found.tiles[0].value == len(late)
    assert found.missing == sum(one["rule"] == "apology-missing" for one in findings)
    shares = [tile.value for tile in found.tiles[3:]]
    codes = ("on-time-share", "apology-coverage", "posting-coverage")
    assert shares == [whole[code, None] for code in codes]
    for unit in found.units:
        assert unit.share == by_unit["on-time-share", unit.name]
        assert unit.late == sum(one["unit"] == unit.name for one in late)
    assert len(found.trend) == 12
    assert found.trend[-1].share == whole["on-time-share", None]


def test_points_at_risk_come_first_and_what_was_not_judged_has_its_reason(sample: Office) -> None:
    found = told(sample)
    assert [risk.standing for risk in found.risks] == [Standing.AT_RISK] * 3 + [Standing.UNKNOWN]
    assert found.risks[1].missing == 33
    assert "3 hồ sơ không có ngày hẹn trả: không biết đúng hạn hay trễ hạn" in found.unjudged
    assert any("không có cột tệp kết quả" in why for why in found.unjudged)
