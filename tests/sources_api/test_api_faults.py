"""An interface that misbehaves: faults, wrong totals, pages that come again, secrets, redirects."""

import logging
from pathlib import Path
from typing import Any

import pytest
from certificates import self_signed
from pydantic import ValidationError
from sources.web_server import WebServer, serving
from sources_api.api_samples import (
    PASSWORD,
    SESSION,
    Opened,
    dossiers,
    igate,
    igate_page,
    of_igate,
    records,
    refuses,
)
from sources_api.portal import Asked, Handler, Reply, portal

from monitor.config.api import ApiSettings
from monitor.intake.errors import IntakeError
from monitor.sources import api_exchange


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_fault_of_the_server_is_waited_out(tmp_path: Path, status: int) -> None:
    with portal(spoilt(igate(dossiers(3)), [Reply("đang bảo trì", status)] * 2)) as there:
        opened = of_igate(tmp_path, there.url)
        assert len(opened.codes()) == 3
    assert opened.slept == [1, 2]
    assert len(there.asked) == 4


def test_a_server_that_stays_broken_is_given_up_after_five_attempts(tmp_path: Path) -> None:
    with portal(spoilt(igate(dossiers(3)), [Reply("hỏng", 500)] * 9)) as there:
        opened = of_igate(tmp_path, there.url)
        refuses(opened, "/dossier: answers 500 .*'hỏng'; tried 5 times")
    assert opened.slept == [1, 2, 4, 8]


@pytest.mark.parametrize(
    ("headers", "slept"),
    [
        ({"Retry-After": "7"}, 7),
        (
            {
                "Date": "Fri, 30 Jul 2021 10:00:00 GMT",
                "Retry-After": "Fri, 30 Jul 2021 10:00:30 GMT",
            },
            30,
        ),
        ({}, 1),
        ({"Retry-After": "soon"}, 1),
    ],
)
def test_too_many_requests_are_slowed_down_as_the_server_asks(
    tmp_path: Path, headers: dict[str, str], slept: float
) -> None:
    with portal(spoilt(igate(dossiers(3)), [Reply("", 429, headers)])) as there:
        opened = of_igate(tmp_path, there.url)
        assert len(opened.codes()) == 3
    assert opened.slept == [slept]


def test_a_pause_of_an_hour_is_not_waited_for(tmp_path: Path) -> None:
    with portal(spoilt(igate([]), [Reply("", 429, {"Retry-After": "3600"})])) as there:
        opened = of_igate(tmp_path, there.url)
        refuses(opened, "asks to wait 3,600 s; run again after that")
    assert opened.slept == []


@pytest.mark.parametrize("status", [400, 403, 404, 422])
def test_a_request_that_is_wrong_is_not_repeated(tmp_path: Path, status: int) -> None:
    with portal(spoilt(igate([]), [Reply(f"không {PASSWORD}", status)])) as there:
        opened = of_igate(tmp_path, there.url)
        said = refuses(opened, f"/dossier: answers {status} ")
    assert "'không ***'" in said
    assert (len(there.asked), opened.slept) == (2, [])


def test_a_server_that_is_silent_is_asked_again_and_then_given_up(tmp_path: Path) -> None:
    with portal(lambda _: Reply([], delay_s=0.15)) as there:
        opened = Opened(tmp_path, system="national", url=there.url, timeout_s=0.05)
        refuses(opened, r"no answer within 0\.05 s; tried 5 times")


def test_a_server_that_is_not_there_is_given_up(tmp_path: Path) -> None:
    with portal(lambda _: Reply([])) as there:
        pass
    refuses(Opened(tmp_path, system="national", url=there.url), "the connection failed: .*5 times")


def test_a_certificate_that_nobody_vouches_for_is_refused_at_once(tmp_path: Path) -> None:
    with portal(igate(dossiers(1)), self_signed(tmp_path)) as there:
        opened = of_igate(tmp_path, there.url)
        refuses(opened, "/token: the certificate can't be trusted")
    assert (there.asked, opened.slept) == ([], [])


@pytest.mark.parametrize("came", [3, 5])
def test_a_total_that_does_not_add_up_is_an_error(tmp_path: Path, came: int) -> None:
    page = {"content": dossiers(came), "totalElements": 4, "totalPages": 1}

    def answer(asked: Asked) -> Reply:
        return Reply(page if asked.fields["page"] == "0" else {**page, "content": []})

    with portal(answer) as there:
        opened = Opened(tmp_path, system="igate", url=there.url, page_size=4)
        refuses(opened, f"the interface says 4 records, {came} came")


def test_a_number_of_pages_that_does_not_add_up_is_an_error(tmp_path: Path) -> None:
    page = {"content": dossiers(4), "totalElements": 4, "totalPages": 3}
    with portal(lambda _: Reply(page)) as there:
        refuses(Opened(tmp_path, system="igate", url=there.url), "says 3 pages, 1 came")


def test_a_total_that_changes_while_it_is_read_is_an_error(tmp_path: Path) -> None:
    def answer(asked: Asked) -> Reply:
        page = int(asked.fields["page"])
        return Reply({**igate_page(dossiers(12), page, 4), "totalElements": 12 + page})

    with portal(answer) as there:
        opened = Opened(tmp_path, system="igate", url=there.url, page_size=4)
        refuses(opened, "changed from 12 to 13 while they were read")


@pytest.mark.parametrize("repeated", [0, 1])
def test_a_page_that_comes_again_is_an_error_though_the_total_adds_up(
    tmp_path: Path, repeated: int
) -> None:
    def answer(asked: Asked) -> Reply:
        page = int(asked.fields["page"])
        return Reply(igate_page(dossiers(12), repeated if page == 2 else page, 4))

    with portal(answer) as there:
        opened = Opened(tmp_path, system="igate", url=there.url, page_size=4)
        refuses(opened, rf"page 3 repeats page {repeated + 1} \(both begin with H-")


def test_a_dossier_that_comes_again_on_the_next_page_means_that_another_did_not(
    tmp_path: Path,
) -> None:
    rows = [*dossiers(5), dossiers(4)[3]]
    with portal(igate(rows)) as there:
        opened = of_igate(tmp_path, there.url)
        assert len(opened.codes()) == 6
    assert "1 dossiers came on more than one page, e.g. H-4" in opened.source.notes[1]
    assert not opened.source.whole


@pytest.mark.parametrize("how", ["in another state", "within a page too"])
def test_an_interface_that_lists_dossiers_more_than_once_is_whole(tmp_path: Path, how: str) -> None:
    one, two = dossiers(2)
    other = {**one, "dossierStatus": {"id": 3, "name": "Đã xử lý xong"}}
    again = [one, two, *dossiers(4)[2:], other if how == "in another state" else one]
    rows = again if how == "in another state" else [one, *again[:3], one, two]
    with portal(igate(rows)) as there:
        opened = of_igate(tmp_path, there.url)
        opened.codes()
    assert "came on more than one page" in opened.source.notes[1]
    assert opened.source.whole


def test_more_pages_than_allowed_are_an_error(tmp_path: Path) -> None:
    with portal(igate(dossiers(12))) as there:
        refuses(of_igate(tmp_path, there.url, max_pages=2), "more than 2 pages; raise page_size")


def test_a_web_page_instead_of_json_is_shown_without_secrets(tmp_path: Path) -> None:
    page = f"<html><title>Đăng nhập</title>{SESSION} {'x' * 300}</html>"
    with portal(spoilt(igate([]), [Reply(page)])) as there:
        said = refuses(of_igate(tmp_path, there.url), "expected JSON, the answer begins '<html>")
    assert "</title>*** xxx" in said
    assert len(said) < 500


def test_a_record_that_is_no_object_is_named_with_its_page(tmp_path: Path) -> None:
    with portal(lambda _: Reply([*records(1), "x"])) as there:
        opened = Opened(tmp_path, system="national", url=there.url)
        refuses(opened, "page 1: record 2: expected an object .*, found a text")


def test_an_answer_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_exchange, "LARGEST_ANSWER", 1_000)
    with portal(igate(dossiers(100))) as there:
        refuses(of_igate(tmp_path, there.url, page_size=100), "larger than 1,000 bytes")


def test_answers_that_are_too_large_together_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_exchange, "FILE_BYTES", 3_000)
    with portal(igate(dossiers(100))) as there:
        refuses(of_igate(tmp_path, there.url), "the answers together are larger than 3,000 bytes")
    assert 4 < len(there.asked) < 20


def test_an_answer_without_end_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_exchange, "LARGEST_ANSWER", 1_000_000)
    with serving(WebServer(endless="/p?page=0&size=200")) as there:
        opened = Opened(tmp_path, system="igate", url=f"{there.url}/p")
        refuses(opened, "larger than 1,000,000 bytes; ask for less at a time with page_size")
    assert there.sent < 20_000_000


def test_a_redirect_at_the_same_place_is_followed(tmp_path: Path) -> None:
    def answer(asked: Asked) -> Reply:
        if asked.path == "/cu":
            return Reply("", 302, {"Location": "/moi"})
        return Reply(igate_page(dossiers(2), 0, 4))

    with portal(answer) as there:
        assert len(Opened(tmp_path, system="igate", url=f"{there.url}/cu").codes()) == 2


def test_a_redirect_or_a_next_page_elsewhere_is_refused(tmp_path: Path) -> None:
    with portal(igate(dossiers(2))) as other:
        away = f"{other.url}/dossier"
        replies = [
            Reply("", 307, {"Location": away}),
            Reply({"content": dossiers(2), "links": {"next": away}}),
        ]
        for reply in replies:
            with portal(spoilt(igate([]), [reply])) as there:
                refuses(of_igate(tmp_path, there.url), "leads on to another place, http://127")
    assert other.asked == []


def test_a_redirect_in_a_circle_is_given_up(tmp_path: Path) -> None:
    with portal(lambda _: Reply("", 302, {"Location": "/a"})) as there:
        refuses(Opened(tmp_path, system="igate", url=there.url), "redirects more than 3 times")


def test_no_secret_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with portal(igate(dossiers(2))) as there:
        of_igate(tmp_path, there.url).codes()
    assert "/dossier" in caplog.text
    assert PASSWORD not in caplog.text
    assert SESSION not in caplog.text


@pytest.mark.parametrize(
    ("text", "message"),
    [(None, "can't be read"), ("", "expected one line"), ("a\nb", "expected one line")],
)
def test_a_secret_that_is_not_there_is_named_by_its_key(
    tmp_path: Path, text: str | None, message: str
) -> None:
    opened = of_igate(tmp_path, "http://127.0.0.1:9")
    (tmp_path / "password").unlink()
    if text is not None:
        (tmp_path / "password").write_text(text, encoding="utf-8")
    refuses(opened, rf"\[source\.api\] password_file: .*{message}")


def test_a_password_in_the_address_is_refused_and_not_shown(tmp_path: Path) -> None:
    opened = Opened(tmp_path, system="igate", url=f"https://u:{SESSION}@host/p?k=1")
    refuses(opened, "^https://host/p: the address in config.toml holds a name or password")


def test_an_address_without_encryption_is_noted(tmp_path: Path) -> None:
    opened = Opened(tmp_path, system="igate", url="http://portal.invalid/p", timeout_s=1)
    with pytest.raises(IntakeError):
        opened.codes()
    assert "is asked without encryption" in opened.source.notes[0]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"url": "ftp://host/x"}, "begins with https://"),
        ({"login_url": "https://host/login"}, "also needs username and password_file"),
        ({"password_file": "p"}, "also needs login_url"),
        (
            {"login_url": "https://h/l", "username": "u", "password_file": "p", "token_file": "t"},
            "not both",
        ),
        ({"system": "other"}, "'national' or 'igate'"),
    ],
)
def test_settings_that_can_not_work_are_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        ApiSettings(**{"system": "igate", "url": "https://host/x", **settings})


def spoilt(behaved: Handler, replies: list[Reply]) -> Handler:
    """The first requests for dossiers get these replies, the later ones what is right."""
    left = iter(replies)

    def answer(asked: Asked) -> Reply:
        reply = None if asked.path == "/token" else next(left, None)
        return reply or behaved(asked)

    return answer
