"""The steps of a letter through its page: taken, refused, taken by two, kept when refused."""

import re
import socket
from dataclasses import fields
from html import unescape

import pytest
from letter_site import STEPS, lead_to, letter, shown_version, step
from office import Office, finished, row
from prepared import prepared
from review_site import OWN, add, post, visitor
from sample_site import plain

from monitor.letterbook.sentences import sentences
from monitor.review.letters.forms import FORMS
from monitor.store.audit import verify

ROLES = ("viewer", "officer", "approver", "office", "leader", "admin")
MAY = {
    "complete": ("officer", "approver"),
    "revise": ("officer", "approver"),
    "again": ("officer", "approver"),
    "approve": ("approver",),
    "excuse": ("approver",),
    "withdraw": ("approver", "office"),
    "issue": ("office",),
    "send": ("office",),
    "attach": ("officer", "approver", "office"),
}
BEFORE = {
    "complete": "draft",
    "revise": "completed",
    "again": "issued",
    "approve": "completed",
    "excuse": "draft",
    "withdraw": "draft",
    "issue": "approved",
    "send": "issued",
    "attach": "issued",
}
AFTER = {
    "complete": "completed",
    "revise": "completed",
    "again": "draft",
    "approve": "approved",
    "excuse": "excused",
    "withdraw": "withdrawn",
    "issue": "issued",
    "send": "sent",
    "attach": "issued",
}
PDF = b"%PDF-1.7\n1 0 obj\n%%EOF\n"


def take(office: Office, login: str, name: str, code: str = "A-1") -> int:
    client = visitor(office, login)
    if name != "attach":
        page = f"/letters/{code}" if client.get(f"/letters/{code}").status_code == 200 else "/"
        version = shown_version(client, code)
        values = {"version": version, **STEPS[name]}
        return post(client, page, f"/letters/{code}/{name}", **values).status_code
    token = re.search(r'name="form_token" value="([^"]+)"', client.get("/").text)
    assert token
    return client.post(
        f"/letters/{code}/attach",
        data={"version": "1", "form_token": token[1]},
        files={"file": ("bản ký.pdf", PDF)},
    ).status_code


def test_a_letter_goes_all_the_way_and_its_page_tells_who_did_what(staffed: Office) -> None:
    lead_to(staffed, "sent")
    assert letter(staffed)["state"] == "sent"
    text = unescape(visitor(staffed, "leader").get("/letters/A-1").text)
    done = re.findall(r"<li><b>([^<]+)</b> – ([^,]+),", text)
    assert done == [
        ("Ghi nhận đã gửi", "Người office (office)"),
        ("Ban hành", "Người office (office)"),
        ("Phê duyệt", "Người approver (approver)"),
        ("Hoàn thiện", "Người officer (officer)"),
        ("Soạn dự thảo", "hệ thống"),
    ]
    for told in ("số: 7", "ngày hẹn mới: 08/10/2021", "minh chứng: Vận đơn 123", "bưu chính"):
        assert told in text
    assert "None" not in text
    with staffed.connection() as connection:
        assert verify(connection).tampered is None


@pytest.mark.parametrize("name", list(STEPS))
def test_each_role_may_take_its_own_steps_in_its_own_division_and_no_other(
    small_office: Office, name: str
) -> None:
    small_office.write_config('[letters]\nexcusing_faults = ["system"]\n')
    state = BEFORE[name]
    prepared(small_office, ("a letter a role", state), lambda: letter_for_each(small_office, state))
    for role in ROLES:
        code = f"X-1-{role}"
        before = letter(small_office, code)
        other = f"{role}-other"
        if role in ("viewer", "officer", "approver"):
            refused = 404 if role in MAY[name] else 403
            assert take(small_office, other, name, code) == refused, other
        allowed = role in MAY[name]
        assert letter(small_office, code) == before
        assert take(small_office, role, name, code) == (303 if allowed else 403), role
        after = letter(small_office, code)
        assert after["state"] == (AFTER if allowed else BEFORE)[name]


def letter_for_each(office: Office, state: str) -> None:
    """A letter in that state for each role to take a step with, and people of all roles."""
    office.export(*(row(f"X-1-{role}") for role in ROLES))
    office.run()
    for role in ROLES:
        own = role in ("viewer", "officer", "approver")
        add(office, role, role, unit="Phòng Việc làm" if own else None)
        if own:
            add(office, f"{role}-other", role, unit="Thanh tra Sở")
    for number, role in enumerate(ROLES, start=1):
        lead_to(office, state, f"X-1-{role}", number=str(number))


def test_nobody_sees_a_letter_of_another_division_or_one_that_is_not_there(
    small_staffed: Office,
) -> None:
    for login in ("viewer-other", "officer-other", "approver-other"):
        client = visitor(small_staffed, login)
        there, nowhere = client.get("/letters/A-1"), client.get("/letters/A-9")
        assert (there.status_code, nowhere.status_code) == (404, 404)
        assert there.text.replace("A-1", "A-9") == nowhere.text
    assert visitor(small_staffed, "admin").get("/letters/A-1").status_code == 403
    assert visitor(small_staffed, "leader").get("/letters/A-4").status_code == 404


def test_who_may_look_everywhere_still_decides_only_in_his_own_division(
    small_staffed: Office,
) -> None:
    add(small_staffed, "deputy", "approver", "leader")
    client = visitor(small_staffed, "deputy")
    text = client.get("/letters/B-1").text
    assert '<form method="post" action="/letters' not in text
    for name in ("complete", "approve", "withdraw"):
        page = "/letters/B-1"
        answer = post(client, page, f"{page}/{name}", **{"version": "1", **STEPS[name]})
        assert answer.status_code == 403
    assert step(client, "complete", "A-1").status_code == 303
    batch = {"state": "draft", "letter": "1 B-1", **STEPS["complete"]}
    assert "không có quyền này" in post(client, "/", "/letters-batch/complete", **batch).text
    assert letter(small_staffed, "B-1")["state"] == "draft"


def test_a_form_without_its_token_changes_nothing(small_staffed: Office) -> None:
    client = visitor(small_staffed, "officer")
    answer = client.post("/letters/A-1/complete", data={"version": "1", **STEPS["complete"]})
    assert answer.status_code == 403
    assert letter(small_staffed)["state"] == "draft"


def test_the_second_of_two_is_told_who_was_faster_and_finds_what_he_typed(
    staffed: Office,
) -> None:
    first, second = visitor(staffed, "officer"), visitor(staffed, "approver")
    assert shown_version(second) == "1"
    assert step(first, "complete").status_code == 303
    typed = {"reason_code": "trinh-ky", "reason": 'chờ "ký" & <đóng dấu>', "fault": "agency"}
    answer = step(second, "complete", version="1", **typed, new_date="own", own_date="12/10/2021")
    assert answer.status_code == 409
    text = unescape(answer.text)
    assert "Người officer (officer) đã hoàn thiện văn bản này lúc 09:15" in text
    assert letter(staffed)["reason_code"] == "xac-minh"
    form = text[text.index('action="/letters/A-1/revise"') :]
    form = form[: form.index("</form>")]
    assert 'value="chờ "ký" & <đóng dấu>"' in form
    assert re.search(r'value="trinh-ky"[^>]* selected', form)
    assert 'value="agency" checked' in form
    assert 'value="own" checked' in form
    assert 'value="12/10/2021"' in form
    version = re.search(r'name="version" value="(\d+)"', form)
    assert version
    assert version[1] == "2"
    assert "<đóng dấu>" not in answer.text
    # He has seen now what the other did, and may change it.
    again = step(second, "revise", version="2", **typed, new_date="own", own_date="12/10/2021")
    assert again.status_code == 303
    assert letter(staffed)["reason_code"] == "trinh-ky"


@pytest.mark.parametrize("name", ["revise", "approve"])
def test_a_letter_that_was_changed_since_its_page_was_opened_is_not_decided_about(
    staffed: Office, name: str
) -> None:
    lead_to(staffed, "completed")
    assert step(visitor(staffed, "officer"), "revise").status_code == 303
    other = {"reason_code": "thieu-nhan-su"} if name == "revise" else {}
    answer = step(visitor(staffed, "approver"), name, version="2", **other)
    assert answer.status_code == 409
    assert "Người officer (officer) đã sửa lại văn bản này" in answer.text
    kept = letter(staffed)
    assert (kept["state"], kept["reason_code"], kept["version"]) == ("completed", "trinh-ky", 3)


def test_what_was_typed_for_a_step_that_is_over_is_shown_beside_the_reason(
    staffed: Office,
) -> None:
    lead_to(staffed, "issued")
    client = visitor(staffed, "office")
    seen = shown_version(client)
    assert step(visitor(staffed, "office"), "send").status_code == 303
    answer = step(client, "send", version=seen, proof="Bưu tá Đỗ Văn Đức nhận")
    assert answer.status_code == 409
    assert "Bưu tá Đỗ Văn Đức nhận" in answer.text
    assert "Người office (office) đã ghi nhận đã gửi" in answer.text


def test_what_was_chosen_for_a_letter_that_is_approved_meanwhile_is_told_in_words(
    small_staffed: Office,
) -> None:
    lead_to(small_staffed, "draft")
    client = visitor(small_staffed, "officer")
    seen = shown_version(client)
    lead_to(small_staffed, "approved")
    typed = {"reason_code": "thieu-nhan-su", "fault": "ours", "new_date": "2021-10-12"}
    answer = step(client, "complete", version=seen, **typed)
    assert answer.status_code == 409
    told = plain(answer.text)
    assert "Bạn đã nhập: Lý do chậm Thiếu nhân sự" in told
    assert f"Nguyên nhân thuộc về ai {OWN} Ngày hẹn mới 12/10/2021" in told
    answer = step(client, "complete", version=seen, new_date="x", reason_code="y", fault="ours")
    assert answer.status_code == 422  # what no page of ours sends is no fault of ours


def test_the_address_of_a_form_that_was_refused_leads_to_its_letter(small_staffed: Office) -> None:
    client = visitor(small_staffed, "officer")
    refused = step(client, "complete", reason_code="")
    assert (refused.status_code, refused.url.path) == (422, "/letters/A-1/complete")
    answer = client.get("/letters/A-1/complete")
    assert (answer.status_code, answer.headers["location"]) == (303, "/letters/A-1")
    assert client.get("/letters/A-1/nothing").status_code == 404


def test_each_field_of_a_step_has_a_title() -> None:
    named = {field.name for form in FORMS.values() for field in fields(form)}
    untyped = {"version", "anyway", "file"}
    assert named - untyped <= set(sentences()["names"])


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("complete", {"reason_code": ""}, "Còn thiếu: lý do"),
        ("complete", {"reason_code": "khac", "reason": ""}, "cần ghi rõ lý do"),
        ("complete", {"fault": ""}, "nguyên nhân thuộc về ai"),
        ("complete", {"new_date": ""}, "Phải có ngày hẹn mới"),
        ("complete", {"new_date": "own"}, "Phải có ngày hẹn mới"),
        ("complete", {"new_date": "own", "own_date": "31/02/2022"}, "không phải là một ngày"),
        ("complete", {"new_date": "own", "own_date": "02/10/2021"}, "không phải ngày làm việc"),
        ("complete", {"own_date": "12/10/2021"}, "Đã ghi ngày khác 12/10/2021"),
        ("complete", {"reason": "x" * 501}, "dài 501 ký tự"),
        ("complete", {"reason": "a\x00b"}, "ký tự điều khiển"),
        ("approve", {"signer_name": ""}, "họ tên người ký"),
        ("issue", {"number": "không"}, "không hợp lệ"),
        ("issue", {"day": "01/10/2021"}, "chưa đến"),
        ("send", {"channel": ""}, "hình thức gửi"),
        ("send", {"proof": ""}, "minh chứng"),
        ("withdraw", {"reason": " "}, "Phải ghi lý do"),
    ],
)
def test_what_can_not_be_is_said_and_everything_typed_stays(
    small_staffed: Office, name: str, typed: dict[str, str], says: str
) -> None:
    lead_to(small_staffed, BEFORE[name])
    login = MAY[name][-1]
    before = letter(small_staffed)
    answer = step(visitor(small_staffed, login), name, **typed)
    assert answer.status_code == 422
    text = unescape(answer.text)
    assert says in text
    problem = text[text.index('role="alert"') :]
    assert says in problem[: problem.index("</div>")]
    for field, value in {**STEPS[name], **typed}.items():
        if field in ("reason", "own_date", "number", "day", "proof") and "\x00" not in value:
            assert f'name="{field}" value="{value}"' in text
    assert letter(small_staffed) == before


def test_an_appointment_beyond_the_calendar_or_none_leaves_only_a_date_of_his_own(
    small_staffed: Office,
) -> None:
    with small_staffed.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE dossier SET due_at = '2199-12-31 17:00:00.000000' WHERE code = 'A-1'"
        )
        connection.exec_driver_sql("UPDATE dossier SET due_at = NULL WHERE code = 'A-2'")
    client = visitor(small_staffed, "officer")
    for code, says in (("A-1", "Ngày hẹn trả đã đổi thành 31/12/2199"), ("A-2", "không còn ngày")):
        text = unescape(client.get(f"/letters/{code}").text)
        assert says in text
        assert re.findall(r'name="new_date" value="([^"]+)" checked', text) == ["own"]
        assert step(client, "complete", code).status_code == 422
        assert step(client, "complete", code, anyway="true").status_code == 422


def test_a_dossier_that_has_changed_holds_the_step_up_until_he_insists(staffed: Office) -> None:
    lead_to(staffed, "completed")
    client = visitor(staffed, "approver")
    staffed.export(finished("A-1"), row("A-2"), finished("A-3"), finished("A-4"), row("B-1"))
    staffed.run()
    page = unescape(client.get("/letters/A-1").text)
    assert "Hồ sơ đã có kết quả ngày 09/09/2021, đúng hạn" in page
    assert page.index("đúng hạn so với") < page.index("<button>Phê duyệt")
    answer = step(client, "approve")
    assert answer.status_code == 422
    assert letter(staffed)["state"] == "completed"
    assert step(client, "approve", anyway="true").status_code == 303
    told = unescape(client.get("/letters/A-1").text)
    assert "vẫn thực hiện dù hồ sơ đã xong đúng hạn" in told
    # A way out is not held up.
    assert step(client, "withdraw").status_code == 303


def test_a_viewer_sees_where_a_letter_stands_but_neither_name_nor_document(
    small_staffed: Office,
) -> None:
    lead_to(small_staffed, "approved")
    key = letter(small_staffed)["id"]
    viewer = visitor(small_staffed, "viewer")
    text = viewer.get("/letters/A-1").text
    assert "đã phê duyệt" in text
    assert "Nguyễn Văn An" not in text
    assert '<form method="post" action="/letters' not in text
    assert viewer.get(f"/letters/A-1/documents/{key}.docx").status_code == 403
    officer = visitor(small_staffed, "officer")
    answer = officer.get(f"/letters/A-1/documents/{key}.docx")
    assert answer.status_code == 200
    assert answer.content == letter(small_staffed)["document"]
    assert officer.get(f"/letters/A-2/documents/{key}.docx").status_code == 404
    other = visitor(small_staffed, "officer-other")
    assert other.get(f"/letters/A-1/documents/{key}.docx").status_code == 404


def test_an_issued_letter_is_put_into_the_outbox_once(small_staffed: Office) -> None:
    lead_to(small_staffed, "issued")
    client = visitor(small_staffed, "office")
    assert "/letters/A-1/email" not in client.get("/letters/A-1").text
    with socket.socket() as nobody_listens:
        nobody_listens.bind(("127.0.0.1", 0))
        port = nobody_listens.getsockname()[1]
        small_staffed.write_config(
            f'[mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'
            'sender = "tthc@so.example"\ntimeout_s = 5\n[letters]\nsoffice = "nowhere"\n'
        )
        client = visitor(small_staffed, "office")
        page, address = "/letters/A-1", "/letters/A-1/email"
        values = {"version": shown_version(client), "to": "an@example.org"}
        assert post(client, page, address, **{**values, "to": "ở phường 3"}).status_code == 422
        assert post(client, page, address, **values).status_code == 303
        again = post(client, page, address, **values)
    assert again.status_code == 422
    assert 'value="an@example.org"' in again.text
    assert letter(small_staffed)["state"] == "issued"  # the server has not taken it in
    assert "Đưa vào hộp thư đi" in client.get(page).text


def test_stored_scripts_are_inert_on_the_page_of_a_letter(small_office: Office) -> None:
    evil = "<script>alert(1)</script>"
    code = "12/2021/HS"
    small_office.export(row(code, applicant=evil))
    small_office.run()
    add(small_office, "officer", "officer")
    client = visitor(small_office, "officer")
    page = "/letters/12%2F2021%2FHS"
    answer = post(
        client, page, f"{page}/complete", version="1", **{**STEPS["complete"], "reason": evil}
    )
    assert answer.status_code == 303
    assert answer.headers["location"] == page
    text = client.get(page).text
    assert evil not in text
    assert text.count("&lt;script&gt;alert(1)") >= 4  # head, letter, facts, history
