"""Handing a message to the server: encrypted, with verified certificates, logged in."""

import socket
import ssl
from pathlib import Path

import pytest
from certificates import self_signed
from mail_server import post_office

from monitor.config.mail import MailSettings
from monitor.mail.smtp import transmit
from monitor.store.mail_models import Answer

TO = "an@example.org"
CONTENT = b"Subject: test\r\n\r\ntext\r\n"


def settings(port: int, **other: object) -> MailSettings:
    values = {"host": "localhost", "port": port, "sender": "tthc@so.example", "timeout_s": 3}
    return MailSettings.model_validate({**values, **other})


@pytest.fixture
def certificate(tmp_path: Path) -> ssl.SSLContext:
    return self_signed(tmp_path)


def test_a_certificate_that_nobody_vouches_for_gets_neither_password_nor_message(
    certificate: ssl.SSLContext,
) -> None:
    with post_office(starttls=certificate, password="secret") as post:
        said = transmit(settings(post.port, username="tthc"), "secret", "a@b.vn", [TO], CONTENT)
        assert said[TO].answer is Answer.LATER
        assert "certificate verify failed" in said[TO].words
        assert (post.taken, post.logins) == ([], [])


def test_a_certificate_of_the_office_is_trusted_where_config_names_it(
    certificate: ssl.SSLContext, tmp_path: Path
) -> None:
    with post_office(starttls=certificate, password="secret") as post:
        trusting = settings(post.port, username="tthc", ca_file=tmp_path / "server.pem")
        assert transmit(trusting, "secret", "a@b.vn", [TO], CONTENT)[TO].answer is Answer.ACCEPTED
        wrong = transmit(trusting, "wrong", "a@b.vn", [TO], CONTENT)[TO]
        assert "does not accept the login" in wrong.words
        assert "wrong" not in wrong.words
        assert len(post.taken) == 1


def test_a_server_without_encryption_gets_nothing_where_it_is_asked_for() -> None:
    with post_office() as post:
        said = transmit(settings(post.port), "", "a@b.vn", [TO], CONTENT)
        assert said[TO].answer is Answer.LATER
        assert post.taken == []


def test_each_recipient_has_an_answer_of_its_own() -> None:
    answers = {"a@x.vn": "250 OK", "b@x.vn": "550 no such user", "c@x.vn": "452 mailbox full"}
    with post_office() as post:
        post.recipient = answers.__getitem__
        plain = settings(post.port, security="none")
        said = transmit(plain, "", "s@x.vn", list(answers), CONTENT)
        assert [said[one].answer for one in answers] == ["accepted", "refused", "later"]
        assert [to for to, _ in post.taken] == [["a@x.vn"]]
        post.data = lambda _: "554 no"
        assert transmit(plain, "", "s@x.vn", ["a@x.vn"], CONTENT)["a@x.vn"].answer == "refused"


def test_a_server_that_knows_no_options_gets_none() -> None:
    with post_office() as post:
        post.sender = lambda options: "555 unknown option" if options else "250 OK"
        said = transmit(settings(post.port, security="none"), "", "s@x.vn", [TO], CONTENT)
        assert said[TO].answer is Answer.ACCEPTED


def test_a_server_that_refuses_the_sender_says_nothing_about_the_recipients() -> None:
    with post_office() as post:
        post.sender = lambda _: "550 log in first"
        said = transmit(settings(post.port, security="none"), "", "s@x.vn", [TO], CONTENT)
        assert said[TO].answer is Answer.LATER
        assert said[TO].words == "550 log in first"
        assert post.taken == []


def test_a_server_that_says_nothing_is_given_up_in_time() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        mute = settings(silent.getsockname()[1], security="none", host="127.0.0.1", timeout_s=0.3)
        said = transmit(mute, "", "a@b.vn", [TO], CONTENT)[TO]
    assert said.answer is Answer.LATER
    assert "timed out" in said.words
