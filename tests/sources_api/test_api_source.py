"""An interface is read to its last page with the right login, or refused with a reason."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sources_api.api_samples import (
    PASSWORD,
    SESSION,
    Opened,
    dossiers,
    igate,
    igate_page,
    national,
    of_igate,
    of_national,
    records,
    refuses,
)
from sources_api.portal import Asked, Reply, portal

from monitor.intake.dates import DateReader
from monitor.intake.read import read_pull
from monitor.intake.table import TableReader

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def test_the_national_portal_is_read_page_by_page_after_one_login(tmp_path: Path) -> None:
    with portal(national(records(10))) as there:
        opened = of_national(tmp_path, there.url, service="LayHoSo", parameters={"donVi": "H22"})
        assert opened.codes() == [f"H-{n}" for n in range(1, 11)]
        opened.source.acknowledge()
    assert there.paths() == ["/login", "/data", "/data", "/data"]
    assert there.asked[0].fields == {"username": "so", "password": PASSWORD}
    assert there.asked[3].fields == {
        "session": SESSION,
        "service": "LayHoSo",
        "page": 3,
        "size": 4,
        "donVi": "H22",
    }
    assert opened.source.notes == (f"{there.url}/data: 3 pages, 10 records read",)


def test_igate_is_read_with_the_token_that_a_client_secret_gives(tmp_path: Path) -> None:
    with portal(igate(dossiers(8))) as there:
        opened = of_igate(tmp_path, there.url, parameters={"agency": "snv"})
        assert opened.codes() == [f"H-{n}" for n in range(1, 9)]
    login, first, second = there.asked
    assert login.fields == {
        "grant_type": "client_credentials",
        "client_id": "may",
        "client_secret": PASSWORD,
    }
    assert first.fields == {"page": "0", "size": "4", "agency": "snv"}
    assert (second.method, second.fields["page"]) == ("GET", "1")


def test_the_pages_of_an_interface_are_one_pull_of_dossiers_in_local_time(tmp_path: Path) -> None:
    reader = TableReader(DateReader((), VIETNAM, VIETNAM), {})
    with portal(igate(dossiers(6))) as there:
        batches = of_igate(tmp_path, there.url).source.batches()
        pull = read_pull(batches, reader, {}, lambda *_: None)
    assert (pull.accepted, pull.rejected) == (6, ())
    assert set(pull.dossiers["due_at"]) == {datetime(2021, 7, 31)}
    assert set(pull.dossiers["status"]) == {4}


def test_the_login_of_igate_can_use_a_persons_password(tmp_path: Path) -> None:
    with portal(igate(dossiers(1))) as there:
        of_igate(
            tmp_path,
            there.url,
            login_parameters={"grant_type": "password", "client_id": "web"},
        ).codes()
    assert there.asked[0].fields == {
        "username": "may",
        "password": PASSWORD,
        "grant_type": "password",
        "client_id": "web",
    }


@pytest.mark.parametrize(
    ("line", "header", "value"),
    [(SESSION, "Authorization", f"Bearer {SESSION}"), ("X-Api-Key: k-1", "X-Api-Key", "k-1")],
)
def test_a_token_in_a_file_needs_no_login(
    tmp_path: Path, line: str, header: str, value: str
) -> None:
    with portal(lambda _: Reply(igate_page(dossiers(2), 0, 4))) as there:
        opened = Opened(tmp_path, system="igate", url=f"{there.url}/dossier", token_file="token")
        (tmp_path / "token").write_text(line + "\n", encoding="utf-8")
        assert len(opened.codes()) == 2
    assert [one.headers[header] for one in there.asked] == [value]


def test_parameters_may_place_page_and_size_under_other_names(tmp_path: Path) -> None:
    with portal(lambda _: Reply(records(3))) as there:
        opened = Opened(
            tmp_path,
            system="national",
            url=there.url,
            page_size=50,
            parameters={"trang": "{page}", "dong": "{size}", "tu": "p{page}", "moi": True},
        )
        assert len(opened.codes()) == 3
    assert there.asked[0].fields == {"trang": 1, "dong": 50, "tu": "p1", "moi": True}


def test_next_links_are_followed_until_there_is_none(tmp_path: Path) -> None:
    def answer(asked: Asked) -> Reply:
        after = int(asked.fields.get("after", 0))
        following = {"next": f"/dossier?after={after + 2}"} if after < 4 else {"next": None}
        return Reply({"content": dossiers(6)[after : after + 2], "links": following})

    with portal(answer) as there:
        assert len(Opened(tmp_path, system="igate", url=f"{there.url}/dossier").codes()) == 6
    assert len(there.asked) == 3


def test_an_interface_that_says_no_total_is_read_until_a_page_is_empty(tmp_path: Path) -> None:
    def answer(asked: Asked) -> Reply:
        page = int(asked.fields["page"])
        return Reply({"data": records(6)[(page - 1) * 4 : page * 4]})

    with portal(answer) as there:
        opened = Opened(tmp_path, system="national", url=there.url, page_size=4)
        assert len(opened.codes()) == 6


@pytest.mark.parametrize("given", [3, 50])
def test_a_server_that_gives_more_or_fewer_at_a_time_than_asked_is_read_to_its_end(
    tmp_path: Path, given: int
) -> None:
    def answer(asked: Asked) -> Reply:
        page = int(asked.fields["page"])
        return Reply({"data": records(120)[(page - 1) * given : page * given]})

    with portal(answer) as there:
        opened = Opened(tmp_path, system="national", url=there.url, page_size=4)
        assert len(opened.codes()) == 120


def test_an_interface_without_dossiers_gives_a_sheet_with_headings_alone(tmp_path: Path) -> None:
    with portal(igate([])) as there:
        assert of_igate(tmp_path, there.url).codes() == []


def test_a_session_that_expires_is_renewed_once(tmp_path: Path) -> None:
    sessions = iter(["mot", "hai"])
    valid = {"mot"}

    def answer(asked: Asked) -> Reply:
        if asked.path == "/login":
            return Reply({"error_code": 0, "session": next(sessions)})
        if asked.fields["page"] == 2:
            valid.discard("mot")
            valid.add("hai")
        if asked.fields["session"] not in valid:
            return Reply({"error_code": -9, "message": "hết phiên"})
        page = asked.fields["page"]
        return Reply({"total": 10, "data": records(10)[(page - 1) * 4 : page * 4]})

    with portal(answer) as there:
        assert len(of_national(tmp_path, there.url).codes()) == 10
    assert there.paths() == ["/login", "/data", "/data", "/login", "/data", "/data"]


def test_a_token_that_is_refused_again_after_a_new_login_is_an_error(tmp_path: Path) -> None:
    def answer(asked: Asked) -> Reply:
        if asked.path == "/token":
            return Reply({"access_token": SESSION})
        if asked.fields["page"] == "0":
            return Reply(igate_page(dossiers(8), 0, 4))
        return Reply({"error": f"{SESSION} is stale"}, status=401)

    with portal(answer) as there:
        said = refuses(of_igate(tmp_path, there.url), "page 2 is refused: 401 Unauthorized")
    assert "*** is stale" in said
    assert there.paths().count("/token") == 2


def test_a_wrong_password_is_refused_with_the_code_that_the_interface_gives(
    tmp_path: Path,
) -> None:
    with portal(national([])) as there:
        opened = of_national(tmp_path, there.url)
        (tmp_path / "password").write_text("khác", encoding="utf-8")
        refuses(opened, "/login: the login of so is refused: error_code -1")
    assert there.paths() == ["/login"]


def test_a_login_without_a_session_names_only_the_keys_of_the_answer(tmp_path: Path) -> None:
    with portal(lambda _: Reply({"error_code": "0", "ticket": SESSION})) as there:
        refuses(of_national(tmp_path, there.url), "only error_code, ticket$")


def test_an_error_code_in_the_body_is_an_error(tmp_path: Path) -> None:
    def answer(asked: Asked) -> Reply:
        if asked.path == "/login":
            return Reply({"error_code": "0", "session": SESSION})
        return Reply({"error_code": "-5", "message": f"sai đơn vị ({SESSION})"})

    with portal(answer) as there:
        refuses(of_national(tmp_path, there.url), r"error_code -5: sai đơn vị \(\*\*\*\)")
    assert there.paths() == ["/login", "/data"]
