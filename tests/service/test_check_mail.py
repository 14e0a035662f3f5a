"""`tthc check` on e-mail: whether it would go out, to whom, and where its links lead."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from certificates import self_signed
from command import tthc
from mail_server import Post, post_office
from office import NOW, Office, row

from monitor.cli.check_mail import check_mail
from monitor.config import ConfigError
from monitor.mail.sending import send_waiting

UNITS = ("Phòng Việc làm", "Thanh tra Sở")
MAIL = '[mail]\nhost = "localhost"\nport = {port}\nsecurity = "none"\nsender = "tthc@so.example"\n'
DIGEST = '[[digest.recipients]]\naddress = "giam-doc@so.example"\n'
HEAD = '[[digest.recipients]]\naddress = "truong-phong@so.example"\nunit = "{unit}"\n'
ADMIN = '[schedule]\nadmin = "it@so.example"\n'
WEB = '[web]\nurl = "https://tthc.so.example"\n'


@pytest.fixture
def post() -> Iterator[Post]:
    with post_office() as running:
        yield running


def found(office: Office, config: str, units: tuple[str, ...] = UNITS) -> dict[str, str]:
    """What is wrong, by part; what is right is under "OK part"."""
    office.write_config(config)
    said: dict[str, str] = {}

    def say(part: str, problem: str | None, fine: str) -> None:
        said[part if problem else f"OK {part}"] = problem or fine

    check_mail(office.settings, units, say)
    return said


def test_an_office_without_mail_is_right(small_office: Office) -> None:
    assert found(small_office, "") == {"OK mail": "not configured: nothing is mailed"}


def test_what_is_right_is_said(small_office: Office, post: Post) -> None:
    config = MAIL.format(port=post.port) + DIGEST + HEAD.format(unit=UNITS[1]) + WEB
    assert found(small_office, config) == {
        "OK mail": f"localhost:{post.port} answers, security none",
        "OK digest": "2 recipients, on Monday from 07:00 on",
        "OK web": "links in mails lead to https://tthc.so.example",
    }
    assert post.taken == []
    off = config.replace(DIGEST, f"[digest]\nenabled = false\n{DIGEST}")
    said = found(small_office, off)
    assert said["OK digest"] == "off ([digest] enabled), 2 recipients"
    assert "OK web" not in said


@pytest.mark.parametrize(
    ("config", "words"),
    [
        (DIGEST, "host and sender not set, so [[digest.recipients]] can get nothing"),
        (ADMIN, "host and sender not set, so [schedule] admin can get nothing"),
        (ADMIN + DIGEST, "[[digest.recipients]] and [schedule] admin can get nothing"),
        ('[mail]\nhost = "localhost"\n', "[mail] sender not set, so nothing can be sent"),
        ('[mail]\nsender = "a@so.example"\n' + DIGEST, "[mail] host not set, so [[digest"),
    ],
)
def test_recipients_without_a_server_are_said(
    small_office: Office, config: str, words: str
) -> None:
    said = found(small_office, config)["mail"]
    assert words in said
    assert said.endswith("name the server and the sender")


def test_a_server_that_does_not_let_us_in_is_said_as_it_answers(
    small_office: Office, post: Post, tmp_path: Path
) -> None:
    config = MAIL.format(port=post.port)
    post.moods["greeting"] = "554 closed today"
    assert "554 closed today; expected a server" in found(small_office, config)["mail"]
    post.moods.clear()
    encrypted = config.replace('"none"', '"starttls"')
    assert "STARTTLS extension not supported" in found(small_office, encrypted)["mail"]
    gone = config.replace(str(post.port), "1")
    assert "[mail] localhost:1, security 'none': " in found(small_office, gone)["mail"]
    with post_office(starttls=self_signed(tmp_path), password="right") as other:
        login = 'username = "tthc"\npassword_file = "secret"\nca_file = "server.pem"\n'
        encrypted = MAIL.format(port=other.port).replace('"none"', '"starttls"') + login
        assert (
            "password_file secret can't be read: No such" in found(small_office, encrypted)["mail"]
        )
        (tmp_path / "secret").write_text("wrong")
        assert "does not accept the login" in found(small_office, encrypted)["mail"]
        (tmp_path / "secret").write_text("right")
        assert "tthc may log in" in found(small_office, encrypted)["OK mail"]


def test_a_division_that_no_dossier_names_is_said_with_what_was_meant(
    small_office: Office,
) -> None:
    config = DIGEST + HEAD.format(unit="Thanh Tra Sở") + HEAD.format(unit=UNITS[0])
    said = found(small_office, config)["digest"]
    assert said == (
        "unit of [[digest.recipients]]: no dossier names 'Thanh Tra Sở'; did you mean "
        "'Thanh tra Sở'?"
    )
    assert "digest" not in found(small_office, config, ())  # nothing could be read


@pytest.mark.parametrize("url", ["", '[web]\nurl = "http://localhost:9000"\n'])
@pytest.mark.parametrize("to", [DIGEST, ADMIN])
def test_links_that_lead_nowhere_are_said(
    small_office: Office, post: Post, url: str, to: str
) -> None:
    said = found(small_office, MAIL.format(port=post.port) + to + url)["web"]
    assert "which is this machine alone" in said
    assert "https://tthc.so.gov.vn" in said


def test_the_command_knows_divisions_of_the_export_and_of_the_database(
    small_office: Office,
) -> None:
    small_office.export(row("A-1", unit=UNITS[0]))
    small_office.run()
    small_office.export(row("B-1", unit=UNITS[1]))
    small_office.write_config(DIGEST + "".join(HEAD.format(unit=one) for one in UNITS))
    result = tthc("check", "--format", "json", cwd=small_office.folder)
    parts = {one["part"]: one["message"] for one in json.loads(result.stdout)["parts"]}
    assert parts["digest"] == "3 recipients, on Monday from 07:00 on"
    assert (result.returncode, "host and sender not set" in parts["mail"]) == (1, True)


def test_a_password_that_is_not_there_leaves_the_outbox_as_it_is(
    small_office: Office, post: Post
) -> None:
    small_office.write_config(MAIL.format(port=post.port) + 'password_file = "secret"\n')
    with small_office.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO mail (message_id, subject_kind, subject_key, subject, content, created_at,"
            " created_by, state, next_at) VALUES ('<1@x>', 'job', '1', 'x', 'x', '2021-09-30',"
            " 'x', 'waiting', '2021-09-30')"
        )
    with pytest.raises(ConfigError, match="password_file secret can't be read"):
        send_waiting(small_office.engine, small_office.settings, lambda: NOW, {})
    assert small_office.rows("SELECT state FROM mail") == [{"state": "waiting"}]
