"""Messages as they travel: whatever is written in Vietnamese is read so, by old readers too."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config.mail import MailSettings
from monitor.mail.message import Attachment, MessageError, compose, message_id

SETTINGS = MailSettings(host="x", sender="tthc@so.example")
WORDS = st.text(alphabet='aăâđêôơưạảấộỹ -,0Z("<@', min_size=1, max_size=300).filter(
    lambda text: text == " ".join(text.split())
)


def made(name: str, subject: str, text: str = "chữ") -> bytes:
    attached = Attachment("Phiếu số 1.pdf", "application/pdf", b"%PDF-1.7")
    at = datetime(2021, 9, 30, 2, tzinfo=UTC)
    return compose(
        SETTINGS, name, ["a@b.vn"], subject, text, at=at, key="<1@b.vn>", attachments=[attached]
    )


@given(WORDS, WORDS)
def test_subjects_and_names_are_read_as_they_were_written(name: str, subject: str) -> None:
    content = made(name, subject)
    assert all(len(line) <= 78 for line in content.partition(b"\r\n\r\n")[0].split(b"\r\n"))
    content.decode("ascii")
    old = message_from_bytes(content)
    assert str(make_header(decode_header(old["subject"]))) == subject
    assert str(make_header(decode_header(old["from"]))) == f"{name} <tthc@so.example>"
    new = message_from_bytes(content, policy=policy.default)
    assert new["subject"] == subject
    assert new["from"].addresses[0].addr_spec == "tthc@so.example"


def test_the_text_and_the_file_name_are_read_as_they_were_written() -> None:
    text = "Kính gửi ông Nguyễn Văn Ăn,\n" + "rất dài " * 200 + "\n.\nhết\n"
    message = message_from_bytes(made("Sở", "thư", text), policy=policy.default)
    body = message.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == text
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "Phiếu số 1.pdf"
    assert attached.get_content() == b"%PDF-1.7"


@pytest.mark.parametrize("text", ["a\nBcc: x@y.vn", "a\r\n\r\nbody", "a\x00b", "a\x85b"])
def test_nothing_can_be_put_into_the_headers(text: str) -> None:
    for name, subject in ((text, "thư"), ("Sở", text)):
        with pytest.raises(MessageError, match="ký tự điều khiển"):
            made(name, subject)


def test_the_same_matter_has_the_same_message_id() -> None:
    first = message_id(SETTINGS, "letter", "1")
    assert first == message_id(SETTINGS, "letter", "1")
    assert first.endswith("@so.example>")
    assert first != message_id(SETTINGS, "letter", "2")
