"""After a restore what waited when the backup was made is not sent by itself."""

from collections.abc import Iterator

import pytest
from command import tthc
from letter_office import desk, issued, letter, prepare
from mail_server import Post, post_office
from office import Office

from monitor.letterbook.emailing import deliver, email
from monitor.letterbook.files import attach
from monitor.mail.settling import hold, settle
from monitor.store.mail_models import MailState

SERVER = (
    '[mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\nsender = "tthc@so.example"\n'
)


@pytest.fixture
def post() -> Iterator[Post]:
    with post_office() as running:
        yield running


def signed(office: Office) -> None:
    """The letter with its signed copy: without one LibreOffice would make a PDF of it."""
    issued(office)
    attach(desk(office), "A-1", name="da-ky.pdf", content=b"%PDF-1.7\n%%EOF")


def states(office: Office) -> list[str]:
    return [one["state"] for one in office.rows("SELECT state FROM mail ORDER BY id")]


@pytest.mark.parametrize("before", ["waiting", "sending"])
def test_what_was_held_goes_when_a_person_says_so(office: Office, post: Post, before: str) -> None:
    prepare(office, more=SERVER.format(port=post.port))
    signed(office)
    number = email(desk(office), "A-1", to="an@example.org")
    with office.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE mail SET state = '{before}'")
        assert hold(connection, "binh", desk(office).now) == 1
        assert hold(connection, "binh", desk(office).now) == 0
    assert deliver(desk(office)) == {}
    assert states(office) == ["unknown"]
    (entry,) = office.rows("SELECT actor, subject_key FROM audit WHERE action = 'hold'")
    assert entry == {"actor": "binh", "subject_key": str(number)}
    with office.engine.begin() as connection:
        assert settle(connection, number, "binh", desk(office).now, again=True)
    assert deliver(desk(office)) == {MailState.DONE: 1}
    assert len(post.taken) == 1
    assert letter(office)["state"] == "sent"


def test_the_command_says_how_many_and_what_waits(small_office: Office, post: Post) -> None:
    def said(*arguments: str, code: int = 0) -> str:
        done = tthc("outbox", *arguments, cwd=small_office.folder)
        assert done.returncode == code, done.stderr
        return done.stderr.decode()

    prepare(small_office, more=SERVER.format(port=post.port))
    assert "Nothing waits" in said("list")
    signed(small_office)
    email(desk(small_office), "A-1", to="an@example.org")
    assert "1 messages wait for a decision now" in said("hold", "--by", "binh")
    assert "nothing was due" in said("send")
    assert "--again sends it once more" in said("settle", "1", code=2)
    assert "message 1: done" in said("settle", "1", "--leave")
    assert post.taken == []
