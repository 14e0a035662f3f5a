"""Nights that fail, are incomplete or are held: tried again, told once, with what to do."""

from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from daemon_office import NIGHT, Watched, mails, nights, prepare
from mail_server import post_office
from office import Office, row

DAY = timedelta(days=1)


def broken(office: Office) -> Office:
    """An office whose export is not there."""
    prepare(office, mail=True)
    (office.folder / "export.xlsx").unlink()
    return office


def last_mail(office: Office) -> EmailMessage:
    content = office.rows("SELECT content FROM mail ORDER BY id")[-1]["content"]
    message = message_from_bytes(bytes(content), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_night_that_fails_is_tried_again_three_times_and_then_told_once(office: Office) -> None:
    watched = Watched(broken(office))
    minutes = (0, 1, 4, 5, 6, 24, 25, 26, 45, 60, 104, 105, 106, 180, 600)
    tries = [minute for minute in minutes if watched.look(NIGHT + timedelta(minutes=minute))]
    assert tries == [0, 5, 25, 105]
    assert nights(office) == [("2021-09-30", "given-up", "failed")]
    assert mails(office) == ["tthc: nightly of 2021-09-30 failed"]
    message = last_mail(office)
    assert message["to"] == "it@so.example"
    body = message.get_body()
    assert body is not None
    text = body.get_content()
    assert "export.xlsx" in text  # why
    assert "`tthc check`" in text  # what to do
    assert watched.look(NIGHT + DAY) != []  # the next night is tried again


def test_a_night_that_fails_and_then_succeeds_is_told_to_nobody(office: Office) -> None:
    watched = Watched(broken(office))
    watched.look(NIGHT)
    office.export(row("A-1"))
    assert watched.look(NIGHT + timedelta(minutes=6)) == [NIGHT.date()]
    assert nights(office) == [("2021-09-30", "done", "complete")]
    assert mails(office) == []


def test_a_failure_is_kept_where_nobody_is_to_be_told(small_office: Office) -> None:
    prepare(small_office)
    (small_office.folder / "export.xlsx").unlink()
    watched = Watched(small_office)
    for minute in (0, 5, 25, 105):
        watched.look(NIGHT + timedelta(minutes=minute))
    assert nights(small_office) == [("2021-09-30", "given-up", "failed")]
    assert mails(small_office) == []


def test_incomplete_nights_are_done_and_told_once_until_one_is_complete(
    small_office: Office,
) -> None:
    prepare(small_office, mail=True, more='[postings]\npath = "postings/*.csv"\n')
    watched = Watched(small_office)
    for number in range(3):
        watched.look(NIGHT + number * DAY)
    assert {outcome for _, _, outcome in nights(small_office)} == {"incomplete"}
    assert mails(small_office) == ["tthc: run 1 of 2021-09-30 is incomplete"]
    body = last_mail(small_office).get_body()
    assert body is not None
    assert "[postings]" in body.get_content()
    small_office.write_config()
    prepare(small_office, mail=True)
    again = Watched(small_office, "another")
    again.look(NIGHT + 3 * DAY)
    assert nights(small_office)[-1] == ("2021-10-03", "done", "complete")
    assert len(mails(small_office)) == 1


def test_a_pull_that_is_kept_aside_is_told_once(small_office: Office) -> None:
    prepare(small_office, mail=True)
    small_office.export(*(row(f"A-{number}") for number in range(40)))
    watched = Watched(small_office)
    watched.look(NIGHT)
    small_office.export(row("A-1"))
    for number in (1, 2):
        watched.look(NIGHT + number * DAY)
    assert [outcome for _, _, outcome in nights(small_office)] == ["complete", "held", "held"]
    assert mails(small_office) == ["tthc: run 2 of 2021-10-01 was kept aside"]
    body = last_mail(small_office).get_body()
    assert body is not None
    assert "fewer-rows" in body.get_content()


def test_what_is_told_goes_out_with_the_next_look(small_office: Office) -> None:
    with post_office() as post:
        prepare(small_office, mail=True, port=post.port)
        (small_office.folder / "export.xlsx").unlink()
        watched = Watched(small_office)
        for minute in (0, 5, 25, 105, 106):
            watched.look(NIGHT + timedelta(minutes=minute))
        assert [to for to, _ in post.taken] == [["it@so.example"]]
        watched.look(NIGHT + timedelta(minutes=107))
    assert len(post.taken) == 1


def test_a_good_night_calls_the_dead_mans_switch_and_a_bad_one_does_not(
    small_office: Office,
) -> None:
    called: list[str] = []

    class Switch(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            called.append(self.path)
            self.send_response(200 if len(called) == 1 else 500)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Switch) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        ping = f'ping_url = "http://127.0.0.1:{server.server_port}/secret"\n'
        watched = Watched(prepare(small_office, mail=True, more=ping))
        watched.look(NIGHT)
        watched.look(NIGHT + DAY)  # a switch that is broken makes no night bad
        (small_office.folder / "export.xlsx").unlink()
        watched.look(NIGHT + 2 * DAY)
        server.shutdown()
    assert called == ["/secret"] * 2
    assert [state for _, state, _ in nights(small_office)] == ["done", "done", "waiting"]
