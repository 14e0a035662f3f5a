"""A sender that is killed while a message is on its way: nothing goes twice, nothing is lost."""

import signal
from collections.abc import Iterator
from datetime import timedelta

import pytest
from forked import begun
from letter_office import NOW, desk, issued, prepare
from letter_programs import delivery
from mail_server import Post, post_office
from office import Office, row

from monitor.letterbook.emailing import deliver, email
from monitor.letterbook.files import attach

CODES = ("A-1", "A-2", "A-3")


@pytest.fixture
def post() -> Iterator[Post]:
    with post_office() as running:
        yield running


def test_a_message_on_whose_way_the_sender_is_killed_is_not_sent_again_and_the_others_are(
    office: Office, post: Post
) -> None:
    server = f'[mail]\nhost = "127.0.0.1"\nport = {post.port}\nsecurity = "none"\n'
    prepare(office, *map(row, CODES), more=f'{server}sender = "tthc@so.example"\n')
    for number, code in enumerate(CODES, start=1):
        issued(office, code, str(number))
        attach(desk(office), code, name="da-ky.pdf", content=f"%PDF-1.7 {code}\n%%EOF".encode())
        email(desk(office), code, to=f"{code.lower()}@example.org")
    program = begun(delivery, office.folder)

    def kill_at_the_second(_: str) -> str:
        if len(post.taken) == 1:
            program.process.kill()
        return "250 taken in"

    post.data = kill_at_the_second
    program.let_run()
    assert program.ended() == -signal.SIGKILL
    post.data = lambda _: "250 taken in"
    deliver(desk(office, now=NOW + timedelta(minutes=11)))
    deliver(desk(office, now=NOW + timedelta(hours=11)))
    assert [to for to, _ in post.taken] == [[f"{code.lower()}@example.org"] for code in CODES]
    states = office.rows("SELECT state FROM letter ORDER BY dossier")
    assert [one["state"] for one in states] == ["sent", "issued", "sent"]
    assert office.rows("SELECT id FROM mail WHERE state = 'unknown'") == [{"id": 2}]
