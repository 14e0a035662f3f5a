"""Quản trị, thư điện tử: what became of each message; who decides about what may have come."""

import pytest
from mail_site import SAID, fill_outbox, put
from office import Office
from review_site import post, visitor
from sample_site import plain

OUTBOX = "/admin/outbox"


def states(office: Office) -> list[str]:
    return [one["state"] for one in office.rows("SELECT state FROM mail ORDER BY id")]


def test_an_empty_outbox_says_what_would_lie_there(small_staffed: Office) -> None:
    office = visitor(small_staffed, "office")
    assert "Không có thư nào cần quyết định." in plain(office.get(OUTBOX).text)
    assert "Chưa có thư nào được gửi." in plain(office.get(f"{OUTBOX}?state=done").text)


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("waiting", "an@example.vn chưa gửi"),
        ("done", "binh@example.vn đã nhận 30/09/2021 09:15 250 2.0.0 Ok: queued as 4F1"),
        ("refused", "cuc@example.vn từ chối 30/09/2021 09:15 550 5.1.1 <cuc@example.vn>"),
        ("decide", "dung@example.vn không rõ"),
    ],
)
def test_each_message_lies_on_its_pile_with_the_answer_of_the_server(
    staffed: Office, state: str, says: str
) -> None:
    fill_outbox(staffed)
    answer = visitor(staffed, "office").get(f"{OUTBOX}?state={state}")
    assert says in plain(answer.text)
    assert 'href="/letters/A-1"' in answer.text
    others = [to for to in SAID if not says.startswith(to)]
    assert not any(to in answer.text for to in others)


def test_who_may_not_see_names_sees_no_addresses(small_staffed: Office) -> None:
    fill_outbox(small_staffed)
    admin = visitor(small_staffed, "admin")
    for state in ("waiting", "done", "refused", "decide"):
        text = plain(admin.get(f"{OUTBOX}?state={state}").text)
        assert not any(to in text for to in SAID)
        assert "…@example.vn" in text
        assert "/letters/" not in text
    assert "<c…@example.vn>: no such user" in plain(admin.get(f"{OUTBOX}?state=refused").text)


@pytest.mark.parametrize(("again", "state"), [("true", "waiting"), ("false", "done")])
def test_a_message_that_may_have_arrived_is_sent_again_or_left(
    staffed: Office, again: str, state: str
) -> None:
    *_, number = fill_outbox(staffed)
    office = visitor(staffed, "office")
    settle = f"{OUTBOX}/{number}/settle"
    assert post(office, OUTBOX, settle, again=again).status_code == 303
    assert states(staffed)[-1] == state
    assert post(office, OUTBOX, settle, again=again).status_code == 409
    rows = staffed.rows("SELECT actor, action, subject_key FROM audit WHERE subject_kind = 'mail'")
    assert [tuple(one.values()) for one in rows] == [("office", "settle", str(number))]


def test_letters_are_settled_by_who_sends_them_and_the_rest_by_the_administrator(
    small_staffed: Office,
) -> None:
    lost = SAID["dung@example.vn"]
    letter = put(small_staffed, "dung@example.vn", lost)
    digest = put(small_staffed, "giamdoc@example.vn", lost, kind="digest")
    for login, number, status in (
        ("admin", letter, 403),
        ("office", digest, 403),
        ("office", letter, 303),
        ("admin", digest, 303),
    ):
        client = visitor(small_staffed, login)
        answer = post(client, OUTBOX, f"{OUTBOX}/{number}/settle", again="false")
        assert answer.status_code == status, (login, number)


def test_many_messages_come_page_by_page(small_staffed: Office) -> None:
    for number in range(60):
        put(small_staffed, f"n{number}@example.vn", None)
    office = visitor(small_staffed, "office")
    first = office.get(f"{OUTBOX}?state=waiting").text
    before = first.partition("&amp;before=")[2].partition('"')[0]
    second = office.get(f"{OUTBOX}?state=waiting&before={before}").text
    assert (first.count("@example.vn"), second.count("@example.vn")) == (50, 10)
