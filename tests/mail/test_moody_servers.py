"""A mail server that misbehaves at each step: what is known to have failed is tried again, what
may have arrived is for a person, and nothing arrives twice."""

import socket
import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from certificates import self_signed
from letter_office import NOW, desk, issued, letter, prepare
from mail_server import Post, post_office
from office import Office

from monitor.config.mail import MailSettings
from monitor.letterbook.emailing import deliver, email
from monitor.letterbook.files import attach
from monitor.mail import session
from monitor.mail.smtp import transmit
from monitor.store.mail_models import Answer, MailState
from monitor.store.outbox import Said

FIRST, SECOND = "an@example.org", "binh@example.org"
CONTENT = b"Subject: test\r\n\r\n.a line that begins with a dot\r\n"
LARGE = CONTENT + (b"x" * 76 + b"\r\n") * 250_000
COMMANDS = ("EHLO", "MAIL", "RCPT", "DATA")


@pytest.fixture
def post() -> Iterator[Post]:
    with post_office() as running:
        yield running


def sent(post: Post, *to: str, content: bytes = CONTENT, **other: object) -> list[Said]:
    values = {"host": "localhost", "sender": "tthc@so.example", "security": "none", "timeout_s": 3}
    settings = MailSettings.model_validate({**values, "port": post.port, **other})
    to = to or (FIRST,)
    said = transmit(settings, "secret", settings.sender, to, content)
    return [said[one] for one in to]


@pytest.mark.parametrize("code", ["421", "451", "554"])
@pytest.mark.parametrize("step", ["greeting", "MAIL", "RCPT", "DATA", "dot"])
def test_at_each_step_a_refusal_is_for_now_or_for_ever(post: Post, step: str, code: str) -> None:
    post.moods[step] = f"{code} no"
    if step == "dot":
        post.data = lambda _: post.moods[step]
    (said,) = sent(post)
    for_ever = code == "554" and step not in ("greeting", "MAIL")  # those are no fault of anybody's
    assert said == Said(Answer.REFUSED if for_ever else Answer.LATER, f"{code} no")
    assert post.taken == []


@pytest.mark.parametrize("step", ["greeting", *COMMANDS])
@pytest.mark.parametrize("mood", ["drop", "hang"])
def test_before_the_message_has_gone_a_lost_connection_is_tried_again(
    post: Post, step: str, mood: str
) -> None:
    post.moods[step] = mood
    (said,) = sent(post, timeout_s=1)
    assert said.answer is Answer.LATER
    assert post.taken == []
    post.moods.clear()
    assert sent(post)[0].answer is Answer.ACCEPTED


def test_a_large_message_of_which_a_part_has_gone_has_not_arrived(post: Post) -> None:
    post.moods["body"] = "drop"
    assert sent(post, content=LARGE)[0].answer is Answer.LATER
    assert post.taken == []


@pytest.mark.parametrize("mood", ["drop", "hang", "hello?", "999 what", "100 what"])
def test_once_the_message_has_gone_only_a_clear_answer_tells(post: Post, mood: str) -> None:
    post.moods["dot"] = mood
    assert sent(post, timeout_s=1)[0].answer is Answer.UNKNOWN
    assert len(post.taken) == 1


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("answer", ["hello?", "999 what", "100 what"])
def test_what_is_no_answer_is_no_yes(post: Post, step: str, answer: str) -> None:
    post.moods[step] = answer
    assert sent(post)[0].answer is Answer.LATER
    assert post.taken == []


def test_a_server_that_takes_no_message_but_says_yes_has_none(post: Post) -> None:
    post.moods["DATA"] = "250 fine, thank you"
    assert sent(post)[0].answer is Answer.LATER
    assert post.taken == []


@pytest.mark.parametrize("mood", ["drop", "hang", "500 no", "hello?"])
def test_what_comes_after_the_answer_changes_nothing(
    post: Post, mood: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "_GOODBYE_S", 0.3)
    post.moods["QUIT"] = mood
    assert sent(post)[0] == Said(Answer.ACCEPTED, "250 taken in")
    assert len(post.taken) == 1


@pytest.mark.parametrize("step", ["", "RCPT", "STARTTLS"])
def test_a_server_that_is_there_is_left_with_quit(post: Post, step: str) -> None:
    post.moods |= {step: "550 no"} if step else {}
    sent(post, security="starttls" if step == "STARTTLS" else "none")
    assert post.ended == 1


def test_a_dot_at_the_beginning_of_a_line_arrives(post: Post) -> None:
    sent(post)
    ((_, message),) = post.taken
    assert message.get_content() == ".a line that begins with a dot\r\n"


def test_encryption_that_is_refused_or_breaks_off_lets_nothing_through(
    post: Post, tmp_path: Path
) -> None:
    assert sent(post, security="starttls")[0].answer is Answer.LATER  # it is not on offer
    assert sent(post, security="tls", timeout_s=1)[0].answer is Answer.LATER
    with post_office(starttls=self_signed(tmp_path)) as other:
        for mood in ("454 not now", "501 no", "drop", "hang"):
            other.moods["STARTTLS"] = mood
            said = sent(other, security="starttls", timeout_s=1, ca_file=tmp_path / "server.pem")
            assert said[0].answer is Answer.LATER
    assert post.taken == other.taken == []


def test_a_certificate_for_another_name_lets_nothing_through(tmp_path: Path) -> None:
    with post_office(starttls=self_signed(tmp_path)) as post:
        file = tmp_path / "server.pem"
        (said,) = sent(post, host="127.0.0.1", security="starttls", ca_file=file)
        assert said.answer is Answer.LATER
        assert "certificate is not valid for '127.0.0.1'" in said.words
        assert post.taken == []
        assert sent(post, security="starttls", ca_file=file)[0].answer is Answer.ACCEPTED


def test_a_server_that_speaks_tls_at_once_is_verified_too(tmp_path: Path) -> None:
    context = self_signed(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=_greet, args=(listening, context), daemon=True).start()
        post = Post(port=listening.getsockname()[1])
        (said,) = sent(post, security="tls")
        assert "certificate verify failed" in said.words
        (said,) = sent(post, security="tls", ca_file=tmp_path / "server.pem")
        assert said == Said(Answer.LATER, "554 closed today")


def _greet(listening: socket.socket, context: ssl.SSLContext) -> None:
    for _ in range(2):
        try:
            with context.wrap_socket(listening.accept()[0], server_side=True) as one:
                one.sendall(b"554 closed today\r\n")
        except OSError:
            pass


@pytest.mark.parametrize("key", ["password", "username", "host"])
def test_what_can_not_be_sent_is_said_without_the_password(post: Post, key: str) -> None:
    given = {"host": "localhost", "port": post.port, "username": "tthc"}
    given |= {key: "mậtkhẩu..", "security": "none", "sender": "a@b.vn"}
    password = str(given.pop("password", "secret"))
    post.moods["EHLO"] = "250-here\r\n250 AUTH PLAIN LOGIN"
    said = transmit(MailSettings.model_validate(given), password, "a@b.vn", [FIRST], CONTENT)
    assert said[FIRST].answer is Answer.LATER
    assert "must be of plain letters" in said[FIRST].words
    assert "\\u" not in said[FIRST].words


def test_a_server_that_talks_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "LONGEST_S", 1)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=_talk, args=(listening,), daemon=True).start()
        assert sent(Post(port=listening.getsockname()[1]))[0].answer is Answer.LATER


def _talk(listening: socket.socket) -> None:
    connection, _ = listening.accept()
    with connection:
        try:
            while True:
                connection.sendall(b"220-wait\r\n")
        except OSError:
            pass


@pytest.mark.parametrize("words", ["451 a\x00b", "451 \x1b[31mred", "451 " + "long " * 1000])
def test_whatever_a_server_says_can_be_kept_and_shown(
    office: Office, post: Post, words: str
) -> None:
    one_on_its_way(office, post)
    post.data = lambda _: words
    assert deliver(desk(office)) == {MailState.WAITING: 1}
    (row,) = office.rows("SELECT words FROM mail_recipient")
    assert row["words"].isprintable()
    assert len(row["words"]) < 600


def test_of_several_recipients_only_the_one_put_off_is_asked_again(
    office: Office, post: Post
) -> None:
    one_on_its_way(office, post)
    with office.engine.begin() as connection:
        connection.exec_driver_sql(
            f"INSERT INTO mail_recipient (mail_id, address) VALUES (1, '{SECOND}')"
        )
    post.recipient = lambda to: "450 full" if to == SECOND else "250 OK"
    assert deliver(desk(office)) == {MailState.WAITING: 1}
    post.recipient = lambda _: "250 OK"
    assert deliver(desk(office, now=NOW + timedelta(minutes=6))) == {MailState.DONE: 1}
    assert [to for to, _ in post.taken] == [[FIRST], [SECOND]]


@pytest.mark.parametrize(
    ("step", "mood", "state"),
    [
        ("DATA", "drop", "waiting"),
        ("RCPT", "554 no", "done"),
        ("dot", "drop", "unknown"),
        ("QUIT", "drop", "done"),
    ],
)
def test_the_outbox_stands_as_the_server_left_it(
    office: Office, post: Post, step: str, mood: str, state: str
) -> None:
    one_on_its_way(office, post)
    post.moods[step] = mood
    deliver(desk(office))
    post.moods.clear()
    assert office.rows("SELECT state FROM mail") == [{"state": state}]
    deliver(desk(office, now=NOW + timedelta(hours=12)))
    came = {"DATA": 1, "RCPT": 0, "dot": 1, "QUIT": 1}[step]
    assert len(post.taken) == came
    assert (letter(office)["state"] == "sent") is (step in ("DATA", "QUIT"))


def one_on_its_way(office: Office, post: Post) -> None:
    """An issued letter on its way, as a signed copy, which nobody has to make a PDF of."""
    prepare(office)
    issued(office)
    attach(desk(office), "A-1", name="da-ky.pdf", content=b"%PDF-1.7\n%%EOF")
    office.write_config(
        f'[mail]\nhost = "127.0.0.1"\nport = {post.port}\nsecurity = "none"\n'
        'sender = "tthc@so.example"\ntimeout_s = 3\n'
    )
    email(desk(office), "A-1", to=FIRST)
