"""Why a deadline is what it is: pauses as the runs saw them, and the page for the file."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from command import said, tthc
from office import AS_OF, Office, finished, row

from monitor.explain import Explanation, explain_dossier
from monitor.explain_page import explanation_page, verdict
from monitor.nightly import office_catalogue
from monitor.office_calendar import office_calendar
from monitor.sources import procedure_sheets
from monitor.store.ledger import last_good
from rules.worktime.pauses import Pause

PAPERS, PAYMENT, STOPPED = "Chờ bổ sung giấy tờ", "Chờ thanh toán", "Dừng xử lý"
WAITS_FOR_PAPERS = "tạm dừng: yêu cầu bổ sung giấy tờ"


def explained(office: Office, code: str = "A-1", as_of: date = AS_OF) -> Explanation:
    settings = office.settings
    catalogue = None
    if settings.procedures is not None:
        catalogue = office_catalogue(settings, procedure_sheets(settings), as_of)
    with office.connection() as connection:
        last = last_good(connection)
        found = explain_dossier(
            connection,
            code,
            settings,
            office_calendar(settings),
            catalogue,
            as_of,
            last.calendar_version if last else None,
        )
    assert found is not None
    return found


def paged(office: Office, code: str = "A-1", as_of: date = AS_OF) -> str:
    return explanation_page(explained(office, code, as_of), office.settings.agency_on(as_of))


def run(office: Office, day: date, status: str = "Đang xử lý", due: str = "17/09/2021") -> None:
    office.export(row("A-1", received="23/08/2021 09:15:00", due=due, status=status))
    office.run(day)


def paused_once(office: Office) -> None:
    run(office, date(2021, 8, 25))
    run(office, date(2021, 8, 30), PAPERS)
    run(office, date(2021, 9, 7))


def test_a_pause_lasts_from_the_run_that_saw_it_to_the_eve_of_the_run_that_saw_its_end(
    office: Office,
) -> None:
    paused_once(office)
    explanation = explained(office)
    assert explanation.pauses == [Pause(date(2021, 8, 30), date(2021, 9, 6), WAITS_FOR_PAPERS)]
    reasons = {step.day: (step.number, step.reason) for step in explanation.term}
    assert reasons[date(2021, 8, 27)] == (4, "thứ Sáu")
    assert reasons[date(2021, 8, 30)] == (None, f"thứ Hai, {WAITS_FOR_PAPERS}")
    assert reasons[date(2021, 9, 2)] == (None, "thứ Năm, nghỉ Quốc khánh (4875/TB-LĐTBXH)")
    assert reasons[date(2021, 9, 4)] == (None, "thứ Bảy")
    assert reasons[date(2021, 9, 7)] == (5, "thứ Ba")
    assert explanation.working_days == 13


def test_working_hours_run_from_the_hour_of_reception_and_not_in_a_pause(office: Office) -> None:
    paused_once(office)
    # 2.25 + 4 hours on the day of reception, thirteen days to the close of the last.
    assert explained(office).working_hours == 6.25 + 13 * 8
    office.write_config('[calendar]\nhours = ["08:00-12:00", "13:00-17:00"]\n')
    assert explained(office).working_hours == 6.75 + 13 * 8
    office.export(row("A-1", received="23/08/2021", due="17/09/2021"))
    office.run()
    assert explained(office).working_hours is None


def test_each_wait_is_named_and_one_that_has_not_ended_lasts_to_the_day_of_reckoning(
    small_office: Office,
) -> None:
    run(small_office, date(2021, 8, 24), PAYMENT)
    run(small_office, date(2021, 8, 26), STOPPED)
    run(small_office, date(2021, 8, 27))
    run(small_office, date(2021, 8, 31), PAPERS)
    spans = [
        (pause.first.day, pause.last.day, pause.reason)
        for pause in explained(small_office, as_of=date(2021, 8, 31)).pauses
    ]
    assert spans == [
        (24, 25, "tạm dừng: yêu cầu thực hiện nghĩa vụ tài chính"),
        (26, 26, "tạm dừng: dừng xử lý"),
        (31, 31, WAITS_FOR_PAPERS),
    ]
    assert explained(small_office).pauses[-1].last == AS_OF
    assert len(explained(small_office, as_of=date(2021, 8, 25)).pauses) == 1


def test_a_status_that_came_and_went_within_a_day_is_no_pause(small_office: Office) -> None:
    run(small_office, date(2021, 8, 25))
    run(small_office, date(2021, 8, 30), PAPERS)
    run(small_office, date(2021, 8, 30))
    assert explained(small_office).pauses == []


def test_paused_days_after_the_appointment_are_named_and_counted_as_the_rules_count_them(
    office: Office,
) -> None:
    run(office, date(2021, 9, 20))
    run(office, date(2021, 9, 21), PAPERS)
    run(office, date(2021, 9, 23))
    office.run()
    explanation = explained(office)
    late = explanation.findings[0]  # open ones stand first
    assert (late["rule"], late["closed_at"], late["working_days_late"]) == ("overdue-open", None, 9)
    assert explanation.working_days_late == 9
    tuesday = next(step for step in explanation.overrun if step.day == date(2021, 9, 21))
    assert (tuesday.number, tuesday.reason) == (2, f"thứ Ba, {WAITS_FOR_PAPERS}")


def test_an_explanation_by_another_calendar_than_the_findings_says_so(office: Office) -> None:
    paused_once(office)
    assert not explained(office).calendar_has_changed
    office.write_config("[calendar]\noff = [2021-09-28]\n")
    assert explained(office).calendar_has_changed
    assert "Lịch làm việc đã thay đổi sau lần chạy gần nhất" in paged(office)
    office.run()
    assert not explained(office).calendar_has_changed


@pytest.mark.parametrize(
    ("dossier", "says"),
    [
        (row("A-1"), "Quá hạn 14 ngày làm việc: hẹn trả ngày 10/09/2021, chưa có kết quả."),
        (row("A-1", due="01/10/2021"), "Chưa quá hạn: hẹn trả ngày 01/10/2021, chưa có kết quả."),
        (row("A-1", due=""), "Không có ngày hẹn trả: không thể kết luận"),
        (row("A-1", status=PAPERS), "Đang tạm dừng (yêu cầu bổ sung giấy tờ): không tính quá hạn."),
        (row("A-1", status="Đã rút"), "Công dân yêu cầu rút hồ sơ: không xét thời hạn."),
        (finished("A-1"), "Đúng hạn: hẹn trả ngày 10/09/2021, có kết quả ngày 09/09/2021."),
        (
            finished("A-1", done="13/09/2021"),
            "Quá hạn 1 ngày làm việc: hẹn trả ngày 10/09/2021, có kết quả ngày 13/09/2021.",
        ),
        (
            finished("A-1", done="11/09/2021"),
            "Quá hạn 0 ngày làm việc: hẹn trả ngày 10/09/2021, có kết quả ngày 11/09/2021.",
        ),
        (finished("A-1", done=""), "Đã có kết quả nhưng không rõ ngày"),
    ],
)
def test_the_page_begins_with_its_verdict(
    small_office: Office, dossier: list[object], says: str
) -> None:
    small_office.export(dossier)
    small_office.run()
    assert verdict(explained(small_office)).startswith(says)
    assert says in paged(small_office)


def test_late_by_the_clock_is_late_on_the_page_too(small_office: Office) -> None:
    small_office.config = "late_by_clock = true\n" + small_office.config
    small_office.write_config()
    small_office.export(finished("A-1", done="10/09/2021 17:30:00"))
    small_office.run()
    assert verdict(explained(small_office)).startswith("Quá hạn 0 ngày làm việc")


class Outline(HTMLParser):
    """Tags that are left open, and the addresses that a page names."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_needs_nothing_beside_it_and_can_be_printed(office: Office) -> None:
    paused_once(office)
    office.run()
    page = paged(office)
    outline = Outline()
    outline.feed(page)
    assert outline.open == []
    assert outline.addresses == []
    assert not re.search(r"https?:|url\(|@import|<script", page)
    for part in (
        '<meta charset="utf-8">',
        "size: A4",
        "Sở Lao động - Thương binh và Xã hội",
        "Ngày xét:",
        "23/08/2021 09:15",
        "<small>30/08</small>dừng",
        "<small>02/09</small>nghỉ",
        "<small>04/09</small>–",
        "<small>07/09</small><b>5</b>",
        "thứ Năm, nghỉ Quốc khánh (4875/TB-LĐTBXH)",
        WAITS_FOR_PAPERS,
        "quá hạn 9 ngày làm việc",
        "Điều 19 khoản 9 Nghị định 61/2018/NĐ-CP",
        "khoản 2 Điều 147 Bộ luật Dân sự 2015",
        "5 Yêu cầu bổ sung giấy tờ",
        office_calendar(office.settings).version,
    ):
        assert part in page, part


def test_values_of_the_export_can_not_break_the_page(small_office: Office) -> None:
    small_office.export(row("A-1", applicant="<script>alert(1)</script> & Con"))
    small_office.run()
    page = paged(small_office)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Con" in page


def test_every_change_stands_in_the_life_in_words(small_office: Office) -> None:
    run(small_office, date(2021, 8, 25), due="14/09/2021 17:00")
    run(small_office, date(2021, 8, 30), due="17/09/2021")
    small_office.export(finished("B-1"))
    small_office.run(date(2021, 8, 31))
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", paged(small_office)))
    assert "25/08/2021 1 Thấy lần đầu" in page
    assert "30/08/2021 2 Ngày hẹn trả 14/09/2021 17:00 17/09/2021" in page
    assert "31/08/2021 3 Có trong tệp xuất có không còn" in page


def test_a_closed_finding_is_told_with_both_its_days(small_office: Office) -> None:
    small_office.export(row("A-1"))
    small_office.run(date(2021, 9, 20))
    small_office.export(finished("A-1"))
    small_office.run()
    page = re.sub(r"\s+", " ", paged(small_office))
    assert "overdue-open, từ ngày 20/09/2021 đến ngày 30/09/2021: không còn" in page


def test_a_mistyped_appointment_does_not_fill_a_thousand_pages(small_office: Office) -> None:
    small_office.export(row("A-1", due="10/09/2121"))
    small_office.run()
    page = paged(small_office)
    assert page.count('<th scope="row">') < 80
    assert "tuần ở giữa không in" in page
    shown, left_out = page.count("<b>"), int(re.findall(r"trong đó (\d+) ngày", page)[0])
    assert shown + left_out == explained(small_office).working_days


def test_figures_of_a_year_that_is_not_announced_are_provisional_on_the_page(
    small_office: Office,
) -> None:
    small_office.export(row("A-1", due="10/09/2028"))
    small_office.run()
    page = re.sub(r"\s+", " ", paged(small_office))
    assert "<strong>Tạm tính:</strong> chưa có lịch nghỉ chính thức năm 2027–2028." in page


def test_a_page_can_be_had_from_the_command_line(small_office: Office) -> None:
    paused_once(small_office)
    folder = small_office.folder
    written = tthc("explain", "A-1", "--html", "to/a.html", cwd=folder)
    assert written.returncode == 0
    assert "Written to to/a.html" in written.stdout.decode()
    page = (folder / "to" / "a.html").read_text(encoding="utf-8")
    assert "Giải trình thời hạn giải quyết hồ sơ" in page
    refused = tthc("explain", "A-1", "--html", "config.toml/a.html", cwd=folder)
    assert refused.returncode == 2
    assert "--html config.toml/a.html: can't be written" in refused.stderr.decode()


def test_pauses_hours_and_the_calendar_stand_in_json_and_table_too(small_office: Office) -> None:
    paused_once(small_office)
    told = said(tthc("explain", "A-1", "--format", "json", cwd=small_office.folder))
    assert told["pauses"] == [
        {"first": "2021-08-30", "last": "2021-09-06", "reason": WAITS_FOR_PAPERS}
    ]
    assert told["working_hours"] == 110.25
    assert told["calendar_version"] == told["findings_calendar_version"]
    shown = tthc("explain", "A-1", cwd=small_office.folder).stdout.decode()
    assert "13 working days (110.25 working hours)" in shown
    assert f"30/08/2021 to 06/09/2021: {WAITS_FOR_PAPERS}" in shown


def test_an_official_code_can_be_asked_for_as_somebody_types_it(small_office: Office) -> None:
    small_office.export(row("000.11.22.H99-210830-0001"))
    small_office.run()
    asked = tthc("explain", "000.11.22.h99 – 210830 – 0001", cwd=small_office.folder)
    assert "000.11.22.H99-210830-0001" in asked.stdout.decode()
