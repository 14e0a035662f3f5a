"""A second new date: it takes a reason, it is a finding, and the letter says the right dates."""

from datetime import date, datetime

import pytest
from letter_office import TODAY, completed, desk, issued, letter, log, prepare
from letter_text import text_of
from office import Office, finished, row

from monitor.letterbook.again import again
from monitor.letterbook.approving import approve
from monitor.letterbook.completing import complete
from monitor.letterbook.ending import withdraw
from monitor.letterbook.issuing import issue
from monitor.letterbook.kinds import Fault
from monitor.letterbook.refusals import StepError
from monitor.letterbook.sight import sight

LATER = datetime(2021, 10, 12, 8, 0)


def second(office: Office, new: date = date(2021, 10, 20)) -> None:
    """The first new date has passed, and another one is given."""
    later = desk(office, now=LATER)
    again(later, "A-1", reason="Chờ kết quả giám định")
    complete(later, "A-1", reason_code="giam-dinh", fault=Fault.AGENCY, new_due_on=new)
    approve(later, "A-1")
    issue(later, "A-1", number="2", day=LATER.date())


def test_a_second_new_date_is_a_letter_of_its_own_and_a_finding(office: Office) -> None:
    prepare(office)
    issued(office)
    office.run(LATER.date())
    assert ("new-date-broken", "A-1") in office.findings()
    assert ("reappointed-twice", "A-1") not in office.findings()
    second(office)
    office.run(LATER.date())
    assert ("reappointed-twice", "A-1") in office.findings()
    assert ("new-date-broken", "A-1") not in office.findings()
    held = letter(office)
    text = text_of(held["issued_document"])
    assert (held["reappointment"], held["origin"]) == (2, "again")
    assert "ngày 08 tháng 10 năm 2021" in text  # the date that was not kept
    assert "ngày 20 tháng 10 năm 2021" in text
    past = sight(desk(office, now=LATER), "A-1").history
    (asked,) = (event for event in past if event["action"] == "again")
    assert asked["detail"]["reason"] == "Chờ kết quả giám định"


def test_the_number_of_the_export_counts_where_it_is_larger(small_office: Office) -> None:
    file = small_office.folder / "export.csv"
    text = "Mã hồ sơ,Ngày hẹn trả,Trạng thái,Số lần hẹn lại,Ngày hẹn lại\n"
    file.write_text(text + "A-1,10/09/2021,4,2,\nA-2,10/09/2021,4,,01/10/2021\n", encoding="utf-8")
    small_office.config = small_office.config.replace("export.xlsx", "export.csv")
    prepare(small_office)
    issued(small_office)
    small_office.run(TODAY)
    assert ("reappointed-twice", "A-1") in small_office.findings()
    small_office.run(LATER.date())
    assert ("new-date-broken", "A-2") in small_office.findings()


@pytest.mark.parametrize(
    ("reach", "why"), [(None, "not-issued"), (completed, "not-issued"), (issued, "blank-text")]
)
def test_when_there_can_be_no_second_one(office: Office, reach: object, why: str) -> None:
    prepare(office)
    if callable(reach):
        reach(office)
    before = log(office)
    with pytest.raises(StepError) as error:
        again(desk(office), "A-1", reason="" if why == "blank-text" else "Chờ giám định")
    assert error.value.why == why
    assert log(office) == before


def test_a_finished_dossier_needs_no_second_one(small_office: Office) -> None:
    prepare(small_office)
    issued(small_office)
    small_office.export(finished("A-1", done="01/10/2021"))
    small_office.run(LATER.date())
    with pytest.raises(StepError) as error:
        again(desk(small_office, now=LATER), "A-1", reason="Chờ giám định")
    assert error.value.why == "flagged"


def test_a_letter_without_a_new_date_can_not_be_followed_by_another(small_office: Office) -> None:
    prepare(small_office, finished("A-1", done="13/09/2021"))
    issued(small_office, new_due_on=None)
    with pytest.raises(StepError) as error:
        again(desk(small_office), "A-1", reason="Chờ giám định")
    assert error.value.why == "no-new-date-before"


def test_a_second_letter_that_is_withdrawn_leaves_the_first(office: Office) -> None:
    prepare(office)
    issued(office)
    again(desk(office, now=LATER), "A-1", reason="Chờ giám định")
    withdraw(desk(office, now=LATER), "A-1", reason="Đã có kết quả giám định")
    assert office.run(LATER.date()).drafted == 0
    assert ("reappointed-twice", "A-1") not in office.findings()
    again(desk(office, now=LATER), "A-1", reason="Chờ giám định lần nữa")
    assert letter(office)["reappointment"] == 2


def test_the_night_leaves_a_second_letter_alone(office: Office) -> None:
    prepare(office)
    issued(office)
    again(desk(office, now=LATER), "A-1", reason="Chờ giám định")
    before = dict(letter(office))
    office.export(row("A-1", applicant="Trần Thị Yến"))
    office.run(LATER.date())
    after = dict(letter(office))
    of_the_night = {"path": None, "search_text": None}  # written out; found by the new name
    assert {**before, **of_the_night} == {**after, **of_the_night}
