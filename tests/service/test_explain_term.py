"""The legal time of a dossier's procedure beside its appointment: what the catalogue says of it."""

import re
from datetime import date
from typing import Any

import pytest
from command import said, tthc
from export_files import write
from office import HEAD, Office, row

CONFIG = '[procedures]\npath = "thu-tuc.xlsx"\n'
CATALOGUE = ("Mã TTHC", "Tên TTHC", "Thời hạn giải quyết", "Từ ngày", "Đến ngày")
CODE, WORK_PERMIT = "1.000459", "Cấp giấy phép lao động"  # the procedure of the office's rows
PLACE = "thu-tuc.xlsx, sheet 'Danh sách', row 2"


def catalogue(office: Office, *rows: Any) -> None:
    office.write_config(CONFIG)
    write(office.folder / "thu-tuc.xlsx", [CATALOGUE, *rows])


def legal(office: Office) -> Any:
    return said(tthc("explain", "A-1", "--format", "json", cwd=office.folder))["legal"]


def shown(office: Office) -> str:
    result = tthc("explain", "A-1", cwd=office.folder)
    assert result.returncode == 0, result.stderr.decode()
    return result.stdout.decode()


def page(office: Office) -> str:
    assert tthc("explain", "A-1", "--html", "a.html", cwd=office.folder).returncode == 0
    text = (office.folder / "a.html").read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_an_appointment_that_disagrees_is_told_with_both_days_and_the_place(office: Office) -> None:
    catalogue(office, [CODE, WORK_PERMIT, "05 ngày làm việc", "01/01/2021", "31/12/2021"])
    office.export(row("A-1", due="13/09/2021 17:00:00"))  # 02/09 and 03/09 are days off
    office.run()
    assert legal(office) == {
        "procedure": WORK_PERMIT,
        "length": 5,
        "unit": "working-days",
        "start": "2021-01-01",
        "end": "2021-12-31",
        "place": PLACE,
        "counted_from": "2021-09-01",
        "due_on": "2021-09-10",
        "promised_on": "2021-09-13",
        "disagrees": True,
    }
    for part in (
        f"5 working days, from 01/01/2021, to 31/12/2021: {WORK_PERMIT} ({PLACE})",
        "counted from 01/09/2021 to 10/09/2021",
        "the appointment that counts: 13/09/2021; it disagrees",
    ):
        assert part in shown(office)
    for part in (
        "Thời hạn theo danh mục thủ tục hành chính",
        f"5 ngày làm việc, áp dụng từ ngày 01/01/2021, đến hết ngày 31/12/2021: {WORK_PERMIT}.",
        "Tính từ ngày 01/09/2021 thì thời hạn kết thúc ngày 10/09/2021 .",
        "Ngày hẹn trả được xét: 13/09/2021, không khớp .",
        "Nguồn: thu-tuc.xlsx, trang tính",
    ):
        assert part in page(office), page(office)


@pytest.mark.parametrize(
    ("time", "due", "in_table", "on_page"),
    [
        ("05 ngày làm việc", "10/09/2021", "5 working days", "5 ngày làm việc:"),
        ("9 ngày", "10/09/2021", "9 days", "9 ngày:"),
        ("1/2 ngày làm việc", "01/09/2021", "4 working hours", "4 giờ làm việc:"),
    ],
)
def test_a_time_in_any_unit_may_agree(
    small_office: Office, time: str, due: str, in_table: str, on_page: str
) -> None:
    catalogue(small_office, [CODE, WORK_PERMIT, time])
    small_office.export(row("A-1", due=due))
    small_office.run()
    assert legal(small_office)["disagrees"] is False
    assert f"  {in_table}: {WORK_PERMIT}" in shown(small_office)
    assert f"{due}; it agrees" in shown(small_office)
    assert f"{on_page} {WORK_PERMIT}." in page(small_office)
    assert f"Ngày hẹn trả được xét: {due}, khớp." in page(small_office)


def test_another_day_that_a_letter_may_have_moved_is_not_held_against_it(
    small_office: Office,
) -> None:
    catalogue(small_office, [CODE, WORK_PERMIT, "05 ngày làm việc"])
    apology = [*row("A-1", due="13/09/2021"), "08/09/2021"]
    write(small_office.folder / "export.xlsx", [[*HEAD, "Ngày xin lỗi"], apology])
    small_office.run()
    assert legal(small_office)["disagrees"] is False
    assert "another day, which deadline-disagrees does not hold against it" in shown(small_office)
    assert "là ngày khác nhưng không bị coi là sai." in page(small_office)


def test_the_office_s_own_setting_counts(small_office: Office) -> None:
    catalogue(small_office, [CODE, WORK_PERMIT, "05 ngày làm việc"])
    small_office.export(row("A-1", due="09/09/2021"))
    small_office.run()
    assert legal(small_office)["disagrees"] is True
    small_office.write_config(CONFIG + "[rules.deadline-disagrees]\nearlier_too = false\n")
    assert legal(small_office)["disagrees"] is False


@pytest.mark.parametrize(
    ("day", "verdict"),
    [
        (date(2021, 9, 10), "chưa quá thời hạn giải quyết của thủ tục, hết ngày 10/09/2021."),
        (date(2021, 9, 11), "đã quá thời hạn giải quyết của thủ tục, hết ngày 10/09/2021."),
    ],
)
def test_without_an_appointment_the_legal_time_gives_the_verdict(
    small_office: Office, day: date, verdict: str
) -> None:
    catalogue(small_office, [CODE, WORK_PERMIT, "05 ngày làm việc"])
    small_office.export(row("A-1", due=""))
    small_office.run(day)
    assert f"Không có ngày hẹn trả: {verdict}" in page(small_office)
    ((rule, message),) = (
        (f["rule"], f["message"]) for f in small_office.rows("SELECT * FROM finding")
    )
    assert (rule, message) == (
        "no-deadline",
        f"Không có ngày hẹn trả: {verdict.partition(',')[0]}.",
    )


def test_without_an_appointment_nobody_can_tell(small_office: Office) -> None:
    catalogue(small_office, [CODE, WORK_PERMIT, "05 ngày làm việc"])
    small_office.export(row("A-1", due=""))
    small_office.run()
    told = legal(small_office)
    assert (told["due_on"], told["promised_on"], told["disagrees"]) == ("2021-09-10", None, None)
    assert "counts: not known; nobody can tell whether it agrees" in shown(small_office)
    assert "Không đủ dữ liệu để kết luận ngày hẹn trả có khớp hay không." in page(small_office)


def test_a_time_that_can_not_be_compared_is_said(small_office: Office) -> None:
    catalogue(small_office, [CODE, WORK_PERMIT, "02 tháng"])
    small_office.export(row("A-1"))
    small_office.run()
    told = legal(small_office)
    assert (told["procedure"], told["length"], told["unit"]) == (WORK_PERMIT, None, None)
    assert f"none to compare: {WORK_PERMIT}" in shown(small_office)
    assert "Danh mục không ghi thời hạn có thể so sánh: " in page(small_office)


def test_a_procedure_that_the_catalogue_does_not_have_is_said(small_office: Office) -> None:
    catalogue(small_office, [CODE, "Thủ tục khác", "05 ngày làm việc"])
    small_office.export(row("A-1"))
    small_office.run()
    assert set(legal(small_office).values()) == {None}
    assert "the catalogue does not have the procedure on the day" in shown(small_office)
    assert "Danh mục không có thủ tục này vào ngày tiếp nhận hồ sơ." in page(small_office)


def test_the_row_of_the_day_of_reception_counts(small_office: Office) -> None:
    catalogue(
        small_office,
        [CODE, WORK_PERMIT, "05 ngày làm việc", None, "31/08/2021"],
        [CODE, WORK_PERMIT, "03 ngày làm việc", "01/09/2021", None],
    )
    small_office.export(row("A-1"))
    small_office.run()
    told = legal(small_office)
    assert (told["length"], told["start"], told["end"]) == (3, "2021-09-01", None)
    assert told["place"].endswith("row 3")


def test_a_dossier_that_has_vanished_keeps_its_legal_time(small_office: Office) -> None:
    catalogue(small_office, [CODE, WORK_PERMIT, "05 ngày làm việc"])
    small_office.export(row("A-1"), row("A-2"))
    small_office.run()
    small_office.export(row("A-2"))
    small_office.run(date(2021, 10, 1))
    assert legal(small_office)["due_on"] == "2021-09-10"


def test_without_a_catalogue_nothing_is_said_of_it(small_office: Office) -> None:
    small_office.export(row("A-1"))
    small_office.run()
    assert legal(small_office) is None
    assert "Legal time" not in shown(small_office)
    assert "danh mục" not in page(small_office)


def test_a_catalogue_that_can_not_be_read_is_noted_and_the_rest_is_explained(
    small_office: Office,
) -> None:
    small_office.write_config(CONFIG)
    small_office.export(row("A-1"))
    small_office.run()
    result = tthc("explain", "A-1", "--format", "json", cwd=small_office.folder)
    assert said(result)["legal"] is None
    assert "Note: [procedures]: " in result.stderr.decode()
