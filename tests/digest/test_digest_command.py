"""`tthc digest`: to look at, to try on one address, to send to those who are named."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from digest_office import OTHER, two_weeks
from mail_server import Post, post_office
from office import Office
from typer.testing import CliRunner, Result

from monitor.cli.app import app

WEEK = ("--week", "2021-09-30")


def digest(office: Office, *arguments: str) -> Result:
    config = str(office.folder / "config.toml")
    return CliRunner().invoke(app(["digest"]), ["digest", "--config", config, *arguments])


@pytest.fixture
def post() -> Iterator[Post]:
    with post_office() as running:
        yield running


@pytest.fixture
def ready(small_office: Office, post: Post) -> Office:
    small_office.write_config(
        f'[mail]\nhost = "127.0.0.1"\nport = {post.port}\nsecurity = "none"\n'
        'sender = "tthc@so.example"\n[[digest.recipients]]\naddress = "giam-doc@so.example"\n'
    )
    two_weeks(small_office)
    return small_office


def test_a_preview_is_a_page_for_a_browser_a_text_or_a_message(
    small_office: Office, tmp_path: Path
) -> None:
    two_weeks(small_office)  # without [mail]: a preview needs none
    for kind in ("html", "txt", "eml"):
        file = tmp_path / "out" / f"mail.{kind}"
        result = digest(small_office, *WEEK, "--preview", str(file))
        assert result.exit_code == 0, result.output
        assert "ít nhất 3 hồ sơ quá hạn" in result.output.replace("\n", " ")  # of years ago
    page = (tmp_path / "out" / "mail.html").read_text(encoding="utf-8")
    assert 'src="data:image/png;base64,' in page
    assert (tmp_path / "out" / "mail.txt").read_text(encoding="utf-8").startswith("Sở Lao động")
    message = message_from_bytes((tmp_path / "out" / "mail.eml").read_bytes(), policy=policy.SMTP)
    assert message["subject"].startswith("[DỮ LIỆU CŨ, CHƯA ĐẦY ĐỦ] Bản tin TTHC tuần 39/2021")
    one = digest(small_office, *WEEK, "--unit", OTHER, "--preview", str(tmp_path / "one.txt"))
    assert one.exit_code == 0
    assert (tmp_path / "one.txt").read_text(encoding="utf-8").startswith(OTHER)


def test_a_trial_goes_to_that_address_alone_and_is_not_the_digest_of_the_week(
    ready: Office, post: Post
) -> None:
    for _ in range(2):
        result = digest(ready, *WEEK, "--send", "--to", "it@so.example")
        assert result.exit_code == 0, result.output
    assert [to for to, _ in post.taken] == [["it@so.example"]] * 2
    assert all(one["subject"].startswith("[Gửi thử] [DỮ LIỆU CŨ") for _, one in post.taken)
    result = digest(ready, "--send")
    assert result.exit_code == 0, result.output
    assert "1 new in the outbox; 1 done" in result.output
    assert post.taken[-1][0] == ["giam-doc@so.example"]
    assert "0 new in the outbox; nothing was due" in digest(ready, "--send").output


def test_what_the_server_refuses_for_now_waits_and_is_said(ready: Office, post: Post) -> None:
    post.data = lambda _: "451 later"
    result = digest(ready, *WEEK, "--send", "--to", "it@so.example")
    assert result.exit_code == 1
    assert "1 waiting" in result.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "say what to do"),
        (("--preview", "mail.pdf"), "ends in .html or .eml or .txt"),
        (("--to", "a@b.vn", "--preview", "a.html"), "--to ADDRESS goes with --send"),
        (("--send", "--preview", "a.html"), "preview it in a call before"),
        (("--send", "--unit", OTHER), "name --to for a trial"),
        (("--send", "--to", "giam-doc"), "không phải địa chỉ"),
        (("--preview", "a.html", "--unit", "Thanh tra So"), f"did you mean '{OTHER}'?"),
        (("--send", "--to", "a@b.vn"), "host and sender of [mail] must be set"),
        (("--send",), "names nobody"),
    ],
)
def test_a_call_that_is_not_meant_so_is_refused(
    small_office: Office, arguments: tuple[str, ...], words: str
) -> None:
    two_weeks(small_office)
    result = digest(small_office, *arguments)
    assert result.exit_code == 2, result.output
    assert words in re.sub(r"\s+", " ", result.output)
