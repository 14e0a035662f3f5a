"""Each step of a letter, taken rightly and wrongly; what is wrong writes nothing."""

from collections.abc import Callable
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import pytest
from letter_office import (
    CLERK,
    HEAD,
    NEW,
    TODAY,
    approved,
    completed,
    desk,
    issued,
    letter,
    log,
    prepare,
    sent,
)
from letter_text import text_of
from office import Office, finished, row
from sqlalchemy.exc import DBAPIError

from monitor.letterbook.approving import approve
from monitor.letterbook.ending import excuse, withdraw
from monitor.letterbook.issuing import issue
from monitor.letterbook.kinds import Channel, Fault
from monitor.letterbook.refusals import StepError
from monitor.letterbook.sending import send
from monitor.letterbook.taking import LETTER
from monitor.store.audit import history


def refused(office: Office, why: str, step: Callable[[], Any]) -> StepError:
    """The refusal of a step that must write nothing."""
    before = (office.rows("SELECT * FROM letter"), log(office))
    with pytest.raises(StepError) as error:
        step()
    assert (office.rows("SELECT * FROM letter"), log(office)) == before
    assert error.value.why == why, str(error.value)
    return error.value


def test_a_letter_goes_from_draft_to_sent_each_step_by_a_named_person(office: Office) -> None:
    prepare(office)
    sent(office)
    held = letter(office)
    assert (held["state"], held["number"], held["series"]) == ("sent", 1, "PXL")
    assert log(office) == [
        ("complete", CLERK),
        ("approve", HEAD),
        ("issue", CLERK),
        ("send", CLERK),
    ]
    office.run(TODAY)
    assert ("apology-missing", "A-1") not in office.findings()


def test_completing_writes_the_letter_anew_with_reason_fault_and_new_date(office: Office) -> None:
    prepare(office)
    before = letter(office)["sha256"]
    completed(office, reason="và thiếu giấy tờ.")
    held = letter(office)
    text = text_of(held["document"])
    assert held["sha256"] != before
    assert "hồ sơ phải xác minh thêm thông tin tại cơ sở; và thiếu giấy tờ" in text
    assert "(nguyên nhân thuộc về: Phòng Việc làm)" in text
    assert "ngày 08 tháng 10 năm 2021" in text
    assert HEAD in text


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"reason_code": "khong-co"}, "unknown-reason"),
        ({"reason_code": "khac"}, "reason-needed"),
        ({"reason": "a" * 501}, "too-long"),
        ({"reason": "a\x07b"}, "control"),
        ({"reason": "a\udce1b"}, "control"),
        ({"new_due_on": None}, "date-needed"),
        ({"new_due_on": date(2021, 9, 10)}, "date-not-after"),
        ({"new_due_on": date(2021, 9, 29)}, "date-past"),
        ({"new_due_on": date(2021, 10, 9)}, "date-not-worked"),
        ({"new_due_on": date(2300, 1, 1)}, "date-outside"),
    ],
)
def test_what_can_not_be_completed_so(office: Office, given: dict[str, Any], why: str) -> None:
    prepare(office)
    refused(office, why, lambda: completed(office, **given))


def test_the_new_date_may_be_today_and_a_day_off_is_named(small_office: Office) -> None:
    prepare(small_office)
    day_off = lambda: completed(small_office, new_due_on=date(2022, 1, 3))  # noqa: E731
    error = refused(small_office, "date-not-worked", day_off)
    assert "gần nhất là ngày 04/01/2022" in str(error)
    completed(small_office, new_due_on=TODAY)


def test_a_finished_dossier_gets_no_new_date(small_office: Office) -> None:
    prepare(small_office, finished("A-1", done="13/09/2021"))
    refused(small_office, "finished-no-date", lambda: completed(small_office))
    approved(small_office, new_due_on=None)
    assert letter(small_office)["wording"] == "finished"


def test_the_personal_number_stands_in_the_letter_and_not_in_the_log(office: Office) -> None:
    office.config += '[letters]\nform = "mau-04-2025"\n'
    prepare(office)
    completed(office, applicant_id=" 001085000123 ")
    assert "số định danh: 001085000123; mã hồ sơ: A-1" in text_of(letter(office)["document"])
    approve(desk(office, HEAD), "A-1", signer={"title": "Phó Giám đốc", "power": "KT."})
    text = text_of(letter(office)["document"])
    assert "PHÓ GIÁM ĐỐC" in text
    assert "001085000123" in text
    assert "001085000123" not in str(office.rows("SELECT detail FROM audit"))


def test_hostile_texts_are_printed_as_they_are_or_refused(office: Office) -> None:
    applicant = "Công ty <b>\"A\" & 'B'</b> " + "x" * 470
    prepare(office, row("A-1", applicant=applicant))
    reason = ("{{ code }} <w:t>&amp; \"'" + "ạ" * 500)[:500]
    completed(office, reason=reason)
    text = text_of(letter(office)["document"])
    assert applicant in text
    assert reason in text
    approve(desk(office, HEAD), "A-1")
    issue(desk(office), "A-1", number="1", day=TODAY)
    assert reason in text_of(letter(office)["issued_document"])
    refused(office, "control", lambda: desk(office, "Lê\x1bBình"))
    refused(office, "blank-text", lambda: desk(office, "  "))


def test_one_letter_that_can_not_be_written_is_refused_and_the_others_are_not(
    small_office: Office,
) -> None:
    prepare(small_office, row("A-1"), row("A-2"))
    with small_office.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE dossier SET applicant = 'a\x0eb' WHERE code = 'A-1'")
    error = refused(small_office, "field-unfit", lambda: completed(small_office, "A-1"))
    assert "ô “Nơi kính gửi: chủ hồ sơ” có ký tự U+000E ở vị trí 9" in str(error)
    completed(small_office, "A-2")


def test_a_template_that_was_spoilt_since_is_told_to_the_officer_and_named_for_the_it_person(
    small_office: Office,
) -> None:
    prepare(small_office)
    completed(small_office)
    small_office.write_config('[letters.templates]\nmau-04-2018 = "none.docx"\n')
    for step in (
        lambda: completed(small_office, revise=True),
        lambda: approve(desk(small_office, HEAD), "A-1"),
    ):
        error = refused(small_office, "template-unusable", step)
        assert "hãy báo người phụ trách công nghệ thông tin" in str(error)
        assert "none.docx: can't be read" in str(error)


def test_a_step_can_not_be_skipped(office: Office) -> None:
    prepare(office)
    refused(office, "not-yet", lambda: approve(desk(office), "A-1"))
    refused(office, "not-yet", lambda: issue(desk(office), "A-1", number="1", day=TODAY))
    completed(office)
    posted = lambda: send(desk(office), "A-1", channel=Channel.POST, day=TODAY, proof="x")  # noqa: E731
    refused(office, "not-yet", posted)
    refused(office, "no-dossier", lambda: approve(desk(office), "A-9"))


def test_who_comes_second_is_told_who_was_first_and_when(office: Office) -> None:
    prepare(office)
    completed(office)
    error = refused(office, "taken", lambda: completed(office, fault=Fault.SYSTEM))
    assert f"{CLERK} đã hoàn thiện văn bản này lúc 09:15 ngày 30/09/2021" in str(error)
    approve(desk(office, HEAD), "A-1")
    error = refused(office, "taken", lambda: approve(desk(office), "A-1"))
    assert f"{HEAD} đã phê duyệt" in str(error)


def test_nobody_decides_about_a_version_that_he_has_not_seen(office: Office) -> None:
    prepare(office)
    seen = letter(office)["version"]
    office.export(row("A-1", applicant="Trần Thị Yến"))
    office.run(TODAY)  # the draft is written anew
    refused(office, "redrafted", lambda: completed(office, version=seen))
    completed(office, version=letter(office)["version"])
    completed(office, revise=True, fault=Fault.SYSTEM)
    refused(office, "taken", lambda: approve(desk(office), "A-1", version=seen + 2))


def test_a_completed_letter_can_be_revised_until_it_is_approved(office: Office) -> None:
    prepare(office)
    completed(office)
    completed(office, revise=True, new_due_on=date(2021, 10, 11))
    assert letter(office)["new_due_on"] in ("2021-10-11", date(2021, 10, 11))
    (entry,) = office.rows("SELECT detail FROM audit WHERE action = 'revise'")
    assert "2021-10-08" in str(entry["detail"])
    approve(desk(office, HEAD), "A-1")
    refused(office, "taken", lambda: completed(office, revise=True))


def test_the_log_says_what_was_changed_from_what_to_what(office: Office) -> None:
    prepare(office)
    completed(office, reason="thiếu giấy tờ")
    completed(office, revise=True, fault=Fault.SYSTEM, new_due_on=date(2021, 10, 11))
    with office.connection() as connection:
        first, second = history(connection, LETTER, str(letter(office)["id"]))
    assert first["detail"]["changed"]["state"] == {"old": "draft", "new": "completed"}
    assert first["detail"]["changed"]["new_due_on"] == {"old": None, "new": "2021-10-08"}
    assert "thiếu giấy tờ" in first["detail"]["changed"]["reason"]["new"]
    changed = second["detail"]["changed"]
    assert changed["fault"] == {"old": "ours", "new": "system"}
    assert changed["new_due_on"] == {"old": "2021-10-08", "new": "2021-10-11"}
    assert "document" not in changed
    assert {"sha256", "reason"} <= set(changed)


def test_approving_names_all_that_is_missing(small_office: Office) -> None:
    small_office.export(row("A-1"))
    small_office.run()
    completed(small_office)
    error = refused(small_office, "blank", lambda: approve(desk(small_office), "A-1"))
    assert "họ tên người ký" in str(error)
    signer = {"name": "Vũ Văn Dũng", "title": "Phó Giám đốc", "power": "KT."}
    approve(desk(small_office), "A-1", signer=signer)
    text = text_of(letter(small_office)["document"])
    assert "Vũ Văn Dũng" in text
    assert "KT. GIÁM ĐỐC" in text.upper()


def test_the_bytes_that_were_completed_are_those_that_are_approved(office: Office) -> None:
    prepare(office)
    completed(office)
    seen = bytes(letter(office)["document"])
    approve(desk(office, HEAD), "A-1")
    held = letter(office)
    assert bytes(held["document"]) == seen
    assert held["sha256"] == sha256(seen).hexdigest()
    (entry,) = office.rows("SELECT detail FROM audit WHERE action = 'approve'")
    assert held["sha256"] in str(entry["detail"])


@pytest.mark.parametrize(
    "change",
    [
        "document = 'x'",
        "sha256 = 'x'",
        "new_due_on = '2022-01-01'",
        "reason = 'x'",
        "fields = '{}'",
        "document = NULL",
    ],
)
def test_the_database_refuses_to_change_what_was_approved(office: Office, change: str) -> None:
    prepare(office)
    approved(office)
    with pytest.raises(DBAPIError, match="was approved"), office.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE letter SET {change}")
    with pytest.raises(DBAPIError, match="was approved"), office.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM letter")


def test_a_new_date_that_passes_before_the_approval_must_be_set_again(office: Office) -> None:
    prepare(office)
    completed(office)
    late = desk(office, now=datetime(2021, 10, 11, 8, 0))
    refused(office, "date-past", lambda: approve(late, "A-1"))


def test_issuing_puts_number_and_date_into_the_approved_letter_and_keeps_both(
    office: Office,
) -> None:
    prepare(office)
    approved(office)
    before = bytes(letter(office)["document"])
    issue(desk(office), "A-1", number="7", day=TODAY)
    held = letter(office)
    assert bytes(held["document"]) == before
    approved_text, issued_text = text_of(before), text_of(bytes(held["issued_document"]))
    assert "07/PXL" in issued_text
    assert "ngày 30 tháng 9 năm 2021" in issued_text
    blanks = approved_text.replace("……/PXL", "07/PXL").replace(
        "ngày …… tháng …… năm ………", "ngày 30 tháng 9 năm 2021"
    )
    assert blanks == issued_text
    (entry,) = office.rows("SELECT detail FROM audit WHERE action = 'issue'")
    for digest in (held["sha256"], held["issued_sha256"]):
        assert digest in str(entry["detail"])
    assert held["issued_sha256"] == sha256(held["issued_document"]).hexdigest()


@pytest.mark.parametrize(
    ("number", "day", "why"),
    [
        ("", TODAY, "number-unreadable"),
        ("12a", TODAY, "number-unreadable"),
        ("-1", TODAY, "number-unreadable"),
        ("0", TODAY, "number-zero"),
        ("1000000", TODAY, "number-zero"),
        ("1/" + "X" * 41, TODAY, "number-unreadable"),
        ("1", date(2021, 9, 29), "issued-early"),
        ("1", date(2021, 10, 1), "issued-future"),
    ],
)
def test_what_can_not_be_issued_so(office: Office, number: str, day: date, why: str) -> None:
    prepare(office)
    approved(office)
    refused(office, why, lambda: issue(desk(office), "A-1", number=number, day=day))


def test_a_letter_is_not_issued_on_or_after_its_own_new_date(small_office: Office) -> None:
    prepare(small_office)
    approved(small_office)
    late = desk(small_office, now=datetime(2021, 10, 8, 8, 0))
    step = lambda: issue(late, "A-1", number="1", day=NEW)  # noqa: E731
    refused(small_office, "issued-after-new-date", step)


def test_a_letter_is_issued_though_the_office_has_changed_its_name_since(
    small_office: Office,
) -> None:
    prepare(small_office)
    approved(small_office)
    small_office.config = small_office.config.replace("Nam Sơn", "Bắc Sơn")
    small_office.write_config()
    issue(desk(small_office), "A-1", number="1", day=TODAY)
    text = text_of(letter(small_office)["issued_document"])
    assert "Nam Sơn" in text
    assert "Bắc Sơn" not in text


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"day": date(2021, 9, 29)}, "sent-early"),
        ({"day": date(2021, 10, 1)}, "sent-future"),
        ({"proof": " "}, "proof-needed"),
        ({"proof": "a\x00"}, "control"),
    ],
)
def test_what_can_not_be_sent_so(office: Office, given: dict[str, Any], why: str) -> None:
    prepare(office)
    issued(office)
    values = {"channel": Channel.VNEID, "day": TODAY, "proof": "Mã tra cứu 1"}
    refused(office, why, lambda: send(desk(office), "A-1", **{**values, **given}))


@pytest.mark.parametrize("reach", [prepare, completed, approved, issued])
def test_a_letter_can_be_withdrawn_from_every_state_before_sent_and_is_drafted_anew(
    office: Office, reach: Callable[[Office], Any]
) -> None:
    if reach is not prepare:
        prepare(office)
    reach(office)
    refused(office, "blank-text", lambda: withdraw(desk(office), "A-1", reason=""))
    withdraw(desk(office), "A-1", reason="Viết nhầm tên")
    assert letter(office)["state"] == "withdrawn"
    refused(office, "taken", lambda: withdraw(desk(office), "A-1", reason="Viết nhầm tên"))
    report = office.run(TODAY)
    assert report.drafted == 1
    states = office.rows("SELECT state FROM letter ORDER BY id")
    assert [one["state"] for one in states] == ["withdrawn", "draft"]
    assert ("apology-missing", "A-1") in office.findings()


def test_what_was_sent_can_not_be_withdrawn(office: Office) -> None:
    prepare(office)
    sent(office)
    refused(office, "already-sent", lambda: withdraw(desk(office), "A-1", reason="x"))


def test_no_fault_excuses_unless_the_office_says_so(office: Office) -> None:
    prepare(office)
    step = lambda: excuse(desk(office), "A-1", reason="Mất điện", fault=Fault.SYSTEM)  # noqa: E731
    refused(office, "fault-does-not-excuse", step)
    refused(office, "blank", lambda: excuse(desk(office), "A-1", reason="Mất điện"))


def test_an_excused_dossier_owes_no_letter_and_a_withdrawn_excuse_brings_it_back(
    office: Office,
) -> None:
    more = '[letters]\nexcusing_faults = ["system", "applicant"]\n'
    prepare(office, row("A-1"), row("A-2"), more=more)
    excuse(desk(office), "A-1", reason="Mất điện toàn tỉnh", fault=Fault.SYSTEM)
    office.run(TODAY)
    assert ("apology-missing", "A-1") not in office.findings()
    assert ("overdue-open", "A-1") in office.findings()
    assert ("apology-missing", "A-2") in office.findings()
    assert letter(office)["state"] == "excused"
    withdraw(desk(office), "A-1", reason="Ghi nhầm hồ sơ")
    assert office.run(TODAY).drafted == 1
    assert ("apology-missing", "A-1") in office.findings()
