"""An issued letter goes by e-mail when an officer says so, once; accepted, it counts as sent."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from letter_office import CLERK, HEAD, NOW, TODAY, desk, issued, letter, log, prepare
from mail_server import Post, post_office
from office import Office

from monitor.letterbook.emailing import deliver, email
from monitor.letterbook.ending import withdraw
from monitor.letterbook.files import attach
from monitor.letterbook.kinds import Channel
from monitor.letterbook.refusals import StepError
from monitor.letterbook.sending import send
from monitor.store.mail_models import MailState
from monitor.store.outbox import outbox

TO = "an@example.org"
PDF = b"%PDF-1.7\nsigned\n%%EOF\n"


@pytest.fixture
def post() -> Iterator[Post]:
    with post_office() as running:
        yield running


def mailing(office: Office, post: Post, soffice: str = "nowhere") -> Office:
    """An office with an issued letter of A-1 and a mail server."""
    prepare(office)
    issued(office)
    office.write_config(
        f'[letters]\nsoffice = "{soffice}"\n'
        f'[mail]\nhost = "127.0.0.1"\nport = {post.port}\nsecurity = "none"\n'
        'sender = "tthc@so.example"\ntimeout_s = 5\n'
    )
    return office


def messages(office: Office) -> list[tuple[str, str | None]]:
    """(state, answer) of each message and recipient."""
    with office.connection() as connection:
        rows = outbox(connection, open_only=False)
    return [(row["state"], row["answer"]) for row in rows]


def later(office: Office, minutes: int) -> dict[MailState, int]:
    return deliver(desk(office, now=NOW + timedelta(minutes=minutes)))


def test_an_accepted_letter_is_sent_with_the_answer_as_its_proof(
    office: Office, post: Post
) -> None:
    mailing(office, post)
    attach(desk(office), "A-1", name="da-ky.pdf", content=PDF)
    number = email(desk(office), "A-1", to=TO)
    assert letter(office)["state"] == "issued"  # nothing has gone yet
    assert deliver(desk(office), number) == {MailState.DONE: 1}
    (to, message), *others = post.taken
    assert (to, others) == ([TO], [])
    assert message["from"].addresses[0].addr_spec == "tthc@so.example"
    assert message["subject"] == "Văn bản xin lỗi và hẹn lại ngày trả kết quả, hồ sơ A-1"
    body = message.get_body()
    assert body is not None
    assert "Kính gửi: Ông/Bà Nguyễn Văn An\n" in body.get_content()
    assert "số 01/PXL ngày 30/09/2021" in body.get_content()
    (attached,) = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("1-PXL-2021.pdf", PDF)
    kept = letter(office)
    assert (kept["state"], kept["channel"]) == ("sent", "email")
    assert kept["proof"] == (
        "Gửi tới an@example.org lúc 09:15 ngày 30/09/2021; máy chủ trả lời: 250 taken in"
    )
    assert log(office)[-2:] == [("email", CLERK), ("send", CLERK)]
    assert deliver(desk(office)) == {}  # once


@pytest.mark.skipif(
    shutil.which("soffice") is None,
    reason="needs LibreOffice: apt-get install libreoffice-writer-nogui",
)
@pytest.mark.parametrize(
    ("soffice", "name", "begins"),
    [("", "1-PXL-2021.pdf", b"%PDF-"), ("nowhere", "1-PXL-2021.docx", b"PK")],
)
def test_without_a_signed_copy_the_letter_itself_goes_as_pdf_where_one_can_be_made(
    small_office: Office, post: Post, soffice: str, name: str, begins: bytes
) -> None:
    mailing(small_office, post, soffice)
    email(desk(small_office), "A-1", to=TO)
    assert later(small_office, 0) == {MailState.DONE: 1}
    ((_, message),) = post.taken
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == name
    assert attached.get_content().startswith(begins)


def test_a_refused_address_leaves_the_letter_issued_and_another_one_may_be_tried(
    office: Office, post: Post
) -> None:
    mailing(office, post)
    post.recipient = lambda to: "250 OK" if to == TO else "550 no such user"
    email(desk(office), "A-1", to="wrong@example.org")
    assert deliver(desk(office)) == {MailState.DONE: 1}
    assert letter(office)["state"] == "issued"
    assert log(office)[-1][0] == "email-failed"
    email(desk(office), "A-1", to=TO)
    deliver(desk(office))
    assert letter(office)["state"] == "sent"
    assert messages(office) == [("done", "refused"), ("done", "accepted")]
    assert len(post.taken) == 1


def test_a_passing_fault_is_tried_again_later_each_time(office: Office, post: Post) -> None:
    mailing(office, post)
    post.data = lambda _: "451 greylisted"
    email(desk(office), "A-1", to=TO)
    assert later(office, 0) == {MailState.WAITING: 1}
    assert later(office, 4) == {}
    assert later(office, 5) == {MailState.WAITING: 1}
    assert later(office, 14) == {}
    post.data = lambda _: "250 taken in"
    assert later(office, 15) == {MailState.DONE: 1}
    assert letter(office)["state"] == "sent"


def test_a_server_that_can_not_be_reached_is_tried_again(office: Office) -> None:
    with post_office() as gone:
        pass
    mailing(office, gone)
    email(desk(office), "A-1", to=TO)
    assert later(office, 0) == {MailState.WAITING: 1}
    assert letter(office)["state"] == "issued"
    assert messages(office) == [("waiting", "later")]


def test_a_connection_that_breaks_after_the_message_has_gone_is_for_a_person_to_decide(
    office: Office, post: Post
) -> None:
    mailing(office, post)
    post.moods["dot"] = "drop"
    email(desk(office), "A-1", to=TO)
    assert deliver(desk(office)) == {MailState.UNKNOWN: 1}
    post.moods.clear()
    assert later(office, 600) == {}  # never again by itself
    assert len(post.taken) == 1
    with pytest.raises(StepError, match="đã ở trong hộp thư đi"):
        email(desk(office), "A-1", to=TO)


def test_a_sender_that_was_cut_off_leaves_a_message_that_is_unknown(
    office: Office, post: Post
) -> None:
    mailing(office, post)
    email(desk(office), "A-1", to=TO)
    with office.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE mail SET state = 'sending', claimed_until = '2021-09-30 09:25:00'"
        )
    assert later(office, 9) == {}
    assert messages(office) == [("sending", None)]
    assert later(office, 11) == {}
    assert messages(office) == [("unknown", None)]
    assert post.taken == []


@pytest.mark.parametrize(
    ("step", "state"),
    [
        (partial(withdraw, reason="Ghi nhầm ngày hẹn."), "withdrawn"),
        (partial(send, channel=Channel.POST, day=TODAY, proof="Vận đơn 123"), "sent"),
    ],
)
def test_a_message_that_waits_does_not_go_once_its_letter_is_withdrawn_or_went_by_post(
    office: Office, post: Post, step: Callable[..., None], state: str
) -> None:
    mailing(office, post)
    email(desk(office), "A-1", to=TO)
    step(desk(office, HEAD), "A-1")
    assert log(office)[-2] == ("email-stopped", HEAD)
    assert later(office, 600) == {}
    assert messages(office) == [("stopped", None)]
    assert post.taken == []
    assert letter(office)["state"] == state


def test_a_letter_whose_message_may_have_arrived_is_not_withdrawn_before_that_is_settled(
    office: Office, post: Post
) -> None:
    mailing(office, post)
    post.moods["dot"] = "drop"
    email(desk(office), "A-1", to=TO)
    deliver(desk(office))
    before = log(office)
    with pytest.raises(StepError, match=r"chưa rõ đã đến hay chưa.*tthc outbox settle 1"):
        withdraw(desk(office), "A-1", reason="Ghi nhầm ngày hẹn.")
    assert (letter(office)["state"], log(office)) == ("issued", before)


def test_of_a_withdrawal_and_a_message_at_the_same_time_no_message_is_left_waiting(
    office: Office, post: Post
) -> None:
    mailing(office, post)
    attach(desk(office), "A-1", name="da-ky.pdf", content=PDF)
    start = Barrier(2)

    def run(step: Callable[..., object]) -> None:
        start.wait()
        with suppress(StepError):
            step(desk(office), "A-1")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, [partial(email, to=TO), partial(withdraw, reason="Sai tên")]))
    assert letter(office)["state"] == "withdrawn"
    assert deliver(desk(office)) == {}
    assert post.taken == []


@pytest.mark.parametrize(
    "to", ["", "an", "an@", "an@example.org\nBcc: x@example.org", "an@example.org, b@example.org"]
)
def test_what_is_no_address_is_refused_and_nothing_is_put_in(
    small_office: Office, post: Post, to: str
) -> None:
    mailing(small_office, post)
    with pytest.raises(StepError, match="không phải địa chỉ thư điện tử"):
        email(desk(small_office), "A-1", to=to)
    assert messages(small_office) == []


def test_an_office_without_a_mail_server_is_told_so(small_office: Office) -> None:
    prepare(small_office)
    issued(small_office)
    with pytest.raises(StepError, match="chưa khai báo máy chủ"):
        email(desk(small_office), "A-1", to=TO)


def test_a_letter_that_is_not_issued_does_not_go(small_office: Office, post: Post) -> None:
    mailing(small_office, post)
    email(desk(small_office), "A-1", to=TO)
    deliver(desk(small_office))
    with pytest.raises(StepError, match="ghi nhận đã gửi"):
        email(desk(small_office), "A-1", to=TO)
