"""Many letters at once: each for itself, one that fails stops none, and each failure is named."""

import re
from html import unescape
from io import BytesIO

import httpx2
import pytest
from fastapi.testclient import TestClient
from letter_site import lead_to, letter, stand_in, step
from office import Office, finished, row
from pypdf import PdfReader
from review_site import OTHER, post, visitor

FORM = {"reason_code": "xac-minh", "fault": "ours", "reason": "chờ biên bản"}


def send(
    client: TestClient, name: str, *letters: str, state: str = "draft", **other: str
) -> httpx2.Response:
    """Tick letters, as version and code, and press a button below the list."""
    values = {"state": state, "letter": list(letters), **other}
    return post(client, f"/letters?state={state}", f"/letters-batch/{name}", **values)


def results(answer: httpx2.Response) -> dict[str, str]:
    """Dossier → what is said of it on the page of the results."""
    assert answer.status_code == 200
    rows = re.findall(
        r'<tr><td class="together"><a href="[^"]+">([^<]+)</a></td><td[^>]*>([^<]*)</td>',
        unescape(answer.text),
    )
    return dict(rows)


def states(office: Office) -> dict[str, str]:
    rows = office.rows("SELECT dossier, state FROM letter ORDER BY id")
    return {one["dossier"]: one["state"] for one in rows}


def test_all_are_completed_with_one_reason_and_each_with_its_own_date(staffed: Office) -> None:
    client = visitor(staffed, "officer")
    assert step(client, "complete", "A-2").status_code == 303  # somebody was faster with this one
    answer = send(client, "complete", "1 A-1", "1 A-2", "1 A-3", "1 B-1", "1 Z-9", **FORM)
    said = results(answer)
    assert said["A-1"] == "hẹn lại ngày 05/10/2021"
    assert said["A-3"] == "không hẹn lại, đã có kết quả"
    assert "Người officer (officer) đã hoàn thiện văn bản này" in said["A-2"]
    assert said["B-1"] == "Không có thư xin lỗi của hồ sơ B-1."
    assert said["Z-9"] == "Không có thư xin lỗi của hồ sơ Z-9."
    assert "Đã hoàn thiện <b>2</b> thư; <b>3</b> thư không" in answer.text
    assert states(staffed) == {
        "A-1": "completed",
        "A-2": "completed",
        "A-3": "completed",
        "B-1": "draft",
    }
    assert letter(staffed, "A-1")["reason"].endswith("; chờ biên bản")  # type: ignore[attr-defined]
    logged = staffed.rows("SELECT action FROM audit WHERE action = 'complete'")
    assert len(logged) == 3


def test_all_are_approved_but_for_the_one_whose_dossier_has_changed(staffed: Office) -> None:
    staffed.config = staffed.config.replace(
        'signer_title = "Giám đốc"', 'signer_title = "Giám đốc"\nsigner_name = "Phạm Văn Cường"'
    )
    staffed.write_config()
    officer = visitor(staffed, "officer")
    send(officer, "complete", "1 A-1", "1 A-2", "1 A-3", **FORM)
    staffed.export(
        finished("A-1"),
        row("A-2"),
        finished("A-3", done="15/09/2021 10:00:00"),
        row("B-1", unit=OTHER),
    )
    staffed.run()
    answer = send(
        visitor(staffed, "approver"), "approve", "2 A-1", "2 A-2", "2 A-3", state="completed"
    )
    said = results(answer)
    assert "Hồ sơ đã có kết quả ngày 09/09/2021, đúng hạn" in said["A-1"]
    assert states(staffed)["A-1"] == "completed"
    assert states(staffed)["A-2"] == states(staffed)["A-3"] == "approved"


def test_numbers_run_on_past_the_letter_that_fails(staffed: Office) -> None:
    for code in ("A-1", "A-2", "B-1"):
        for who, name in (("officer", "complete"), ("approver", "approve")):
            login = f"{who}-other" if code == "B-1" else who
            assert step(visitor(staffed, login), name, code).status_code == 303
    office = visitor(staffed, "office")
    assert 'name="number" value="1"' in office.get("/letters?state=approved").text
    letters = ("3 A-1", "1 A-2", "3 B-1")  # another version of A-2 than there is
    answer = send(office, "issue", *letters, state="approved", number="12", day="30/09/2021")
    said = results(answer)
    assert (said["A-1"], said["B-1"]) == ("số 12/PXL", "số 14/PXL")
    assert "Người approver (approver) đã phê duyệt" in said["A-2"]
    numbers = staffed.rows("SELECT dossier, number FROM letter WHERE number > 0 ORDER BY number")
    assert [(one["dossier"], one["number"]) for one in numbers] == [("A-1", 12), ("B-1", 14)]
    # The number that was left is still free, one that was given is not.
    values = {"state": "approved", "day": "30/09/2021"}
    used = results(send(office, "issue", "3 A-2", number="14", **values))
    assert "Số 14/PXL năm 2021 đã dùng cho hồ sơ B-1" in used["A-2"]
    assert results(send(office, "issue", "3 A-2", number="13", **values))["A-2"] == "số 13/PXL"


@pytest.mark.parametrize(
    ("name", "letters", "values", "says"),
    [
        ("complete", [], FORM, "Chưa chọn thư nào"),
        ("complete", ["1 A-1"], {"reason": "giữ lại"}, "Chưa chọn lý do"),
        ("complete", ["1 A-1"], {**FORM, "reason_code": "nonsense"}, "Không có mã lý do"),
        ("complete", ["1 A-1"], {"reason_code": "khac", "reason": " "}, "cần ghi rõ"),
        ("complete", ["x"], FORM, "không đọc được"),
        ("complete", ["1 A-1"] * 201, FORM, "nhiều nhất 200"),
    ],
)
def test_a_form_that_can_not_be_used_is_shown_again_as_it_was(
    small_staffed: Office, name: str, letters: list[str], values: dict[str, str], says: str
) -> None:
    answer = send(visitor(small_staffed, "officer"), name, *letters, **values)
    assert answer.status_code == 422
    text = unescape(answer.text)
    assert says in text
    assert f'name="reason" value="{values["reason"]}"' in text
    assert ('value="1 A-1" aria-label="Chọn thư của hồ sơ A-1" checked' in text) is (
        "1 A-1" in letters
    )
    assert set(states(small_staffed).values()) == {"draft"}


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("complete", {"officer", "approver"}),
        ("approve", {"approver"}),
        ("issue", {"office"}),
        ("print", {"officer", "approver", "office", "leader"}),
    ],
)
def test_each_button_is_for_whoever_may_take_the_step(
    small_staffed: Office, name: str, allowed: set[str]
) -> None:
    for login in ("viewer", "officer", "approver", "office", "leader", "admin"):
        answer = post(visitor(small_staffed, login), "/", f"/letters-batch/{name}")
        assert (answer.status_code != 403) is (login in allowed), login
    client = visitor(small_staffed, "office")
    assert client.post(f"/letters-batch/{name}", data={"letter": "1 A-1"}).status_code == 403


def test_letters_are_printed_in_the_order_of_the_list_for_both_sides(
    small_staffed: Office,
) -> None:
    calls = stand_in(small_staffed)
    client = visitor(small_staffed, "officer")
    letters = ("1 A-2", "1 A-1", "1 B-1")  # the last one is of another division
    answer = send(client, "print", *letters, double_sided="true")
    assert answer.headers["content-disposition"].endswith("''in-thu-xin-loi.pdf")
    printed = PdfReader(BytesIO(answer.content))
    assert [item["/Title"] for item in printed.outline] == ["A-2", "A-1"]  # type: ignore[call-overload]
    assert len(printed.pages) == 4
    assert len(PdfReader(BytesIO(send(client, "print", *letters).content)).pages) == 2
    assert calls.read_text().split() == ["call"]
    assert "Không in được thư của: B-1." in client.get("/letters").text
    assert send(client, "print", "1 B-1").status_code == 422
    assert send(visitor(small_staffed, "viewer"), "print", "1 A-1").status_code == 403


def test_the_office_issues_letters_of_one_symbol_at_a_time(small_staffed: Office) -> None:
    lead_to(small_staffed, "approved", "A-1")
    lead_to(small_staffed, "approved", "A-2")
    with small_staffed.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE letter SET form = 'cong-van' WHERE dossier = 'A-2'")
    values = {"state": "approved", "number": "1", "day": "30/09/2021"}
    answer = send(visitor(small_staffed, "office"), "issue", "3 A-1", "3 A-2", **values)
    assert answer.status_code == 422
    assert "nhiều ký hiệu" in answer.text
    assert states(small_staffed)["A-1"] == "approved"
