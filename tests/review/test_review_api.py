"""The JSON interface: a token each, the rights of roles, lists in portions, a true description."""

import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from mail_site import SAID, fill_outbox
from office import Office, row
from review_site import NOW, OTHER, OWN, served, visitor
from run_site import SECRET, held, unread

from monitor.review.accounts.clients import add_client, close_client
from monitor.review.api.app import PATH
from monitor.store.audit import deciding, verify


def client(
    office: Office, *roles: str, unit: str | None = None, name: str = "doi-tac"
) -> TestClient:
    with deciding(office.engine) as connection:
        token = add_client(connection, name, roles, unit, "test", NOW)
    found = visitor(office)
    found.headers["Authorization"] = f"Bearer {token}"
    return found


def every(asking: TestClient, address: str, limit: int) -> list[dict[str, Any]]:
    """All items of a list, portion by portion."""
    found: list[dict[str, Any]] = []
    after: Any = None
    while True:
        asked: dict[str, Any] = {"limit": limit} | ({} if after is None else {"after": after})
        answer = asking.get(address, params=asked)
        assert answer.status_code == 200, answer.text
        part = answer.json()
        assert len(part["items"]) <= limit
        found += part["items"]
        after = part["next_after"]
        if after is None:
            return found


@pytest.mark.parametrize("limit", [1, 2, 5, 1000])
def test_the_portions_together_are_the_list(staffed: Office, limit: int) -> None:
    asking = client(staffed, "leader")
    dossiers = every(asking, "/api/v1/dossiers", limit)
    assert [one["code"] for one in dossiers] == ["A-1", "A-2", "A-3", "A-4", "B-1"]
    assert dossiers[0]["applicant"] == "Nguyễn Văn An"
    assert dossiers[0]["due_at"] == "2021-09-10T17:00:00+07:00"
    found = every(asking, "/api/v1/findings", limit)
    assert sorted((one["rule"], one["dossier"]) for one in found) == staffed.findings()
    letters = every(asking, "/api/v1/letters", limit)
    assert [(one["dossier"], one["state"]) for one in letters] == [
        (code, "draft") for code in ("A-1", "A-2", "A-3", "B-1")
    ]


def test_lists_can_be_narrowed(staffed: Office) -> None:
    asking = client(staffed, "leader")

    def codes(address: str, key: str = "dossier", **wanted: str | int) -> list[str]:
        answer = asking.get(f"/api/v1/{address}", params=wanted)
        return [one[key] for one in answer.json()["items"]]

    assert codes("dossiers", "code", unit=OTHER) == ["B-1"]
    assert codes("dossiers", "code", status=9) == ["A-3", "A-4"]
    assert codes("dossiers", "code", after="A-3") == ["A-4", "B-1"]
    assert codes("findings", rule="overdue-finished") == ["A-3"]
    assert set(codes("findings", dossier="A-2")) == {"A-2"}
    assert codes("letters", state="sent") == []
    assert codes("letters", issued_since="2021-01-01") == []


def test_closed_findings_are_there_on_demand(staffed: Office) -> None:
    staffed.export(row("A-1", due="30/12/2021 17:00:00"))
    staffed.run()
    asking = client(staffed, "leader")
    closed = asking.get("/api/v1/findings", params={"dossier": "A-1", "closed_too": "true"}).json()
    assert "overdue-open" in {one["rule"] for one in closed["items"] if one["closed_at"]}
    now = asking.get("/api/v1/findings", params={"dossier": "A-1"}).json()["items"]
    assert "overdue-open" not in {one["rule"] for one in now}


def test_a_client_of_a_division_sees_that_division_and_names_only_with_the_right(
    staffed: Office,
) -> None:
    asking = client(staffed, "viewer", unit=OTHER)
    found = asking.get("/api/v1/dossiers").json()["items"]
    assert [(one["code"], one["applicant"]) for one in found] == [("B-1", "Đỗ V. Đ.")]
    assert asking.get("/api/v1/dossiers/B-1").json()["applicant"] == "Đỗ V. Đ."
    assert asking.get("/api/v1/dossiers/A-1").status_code == 404
    assert asking.get("/api/v1/dossiers", params={"unit": OWN}).status_code == 403
    for address in ("findings", "letters"):
        items = asking.get(f"/api/v1/{address}").json()["items"]
        assert {one["unit"] for one in items} == {OTHER}


def test_figures_are_those_of_the_last_run_with_what_is_unknown(staffed: Office) -> None:
    asking = client(staffed, "leader")
    months = asking.get("/api/v1/figures").json()
    assert months["data"]["complete"] is True
    items = months["items"]
    assert len(items) == 10 * 7  # December to September; no source for the seventh of eight
    last = next(
        one for one in items if (one["start"], one["indicator"]) == ("2021-09-01", "on-time-share")
    )
    assert last == {
        "kind": "month",
        "start": "2021-09-01",
        "end": "2021-09-30",
        "unit": None,
        "whole": True,
        "indicator": "on-time-share",
        "title": "Tỷ lệ hồ sơ giải quyết đúng hạn",
        "value": 20.0,
        "shown": "%",
        "numerator": 1,
        "denominator": 5,
        "unknown": 0,
        "beside": None,
        "excused": None,
        "at_least": 20.0,
        "at_most": 20.0,
        "score": 4.0,
    }
    wanted: dict[str, str] = {"kind": "week", "start": "2021-09-27", "by_unit": "true"}
    weeks = asking.get("/api/v1/figures", params=wanted).json()["items"]
    assert {(one["unit"], one["whole"]) for one in weeks} == {(OTHER, False), (OWN, False)}
    assert len({one["start"] for one in weeks}) == 1


def test_figures_of_a_division_are_for_that_division(staffed: Office) -> None:
    asking = client(staffed, "viewer", unit=OTHER)
    for by_unit in ("false", "true"):
        wanted = {"kind": "year", "by_unit": by_unit}
        items = asking.get("/api/v1/figures", params=wanted).json()["items"]
        assert {(one["unit"], one["whole"]) for one in items} == {(OTHER, False)}
    assert asking.get("/api/v1/figures", params={"unit": OWN}).status_code == 403
    leader = client(staffed, "leader", name="lanh-dao")
    items = leader.get("/api/v1/figures", params={"unit": OWN, "kind": "year"}).json()["items"]
    assert {one["unit"] for one in items} == {OWN}
    administrator = client(staffed, "admin", name="quan-tri")
    assert administrator.get("/api/v1/figures").status_code == 403


def test_without_a_token_of_an_open_client_nothing_is_told(staffed: Office) -> None:
    nobody = visitor(staffed)
    person = visitor(staffed, "leader")  # a cookie is no token
    closed = client(staffed, "leader", name="cu")
    with deciding(staffed.engine) as connection:
        close_client(connection, "cu", "test", NOW)
    nobody.headers["Authorization"] = "Bearer wrong"
    for asking in (nobody, person, closed):
        for address in (
            *("status", "dossiers", "dossiers/A-1", "findings", "letters", "figures"),
            *("runs", "runs/1", "runs/1/rejected", "outbox"),
        ):
            answer = asking.get(f"/api/v1/{address}")
            assert answer.status_code == 401
            assert answer.headers["content-type"] == "application/problem+json"
    administrator = client(staffed, "admin")
    assert administrator.get("/api/v1/dossiers").status_code == 403


def test_the_answer_says_whether_the_data_is_whole(staffed: Office) -> None:
    asking = client(staffed, "leader")
    assert asking.get("/api/v1/status").json() == {
        "run": 1,
        "as_of": "2021-09-30",
        "finished_at": "2021-09-30T01:00:00+07:00",
        "complete": True,
        "doubts": [],
    }
    late = visitor(staffed, now=NOW + timedelta(days=3))
    late.headers.update(asking.headers)
    data = late.get("/api/v1/findings").json()["data"]
    assert (data["complete"], data["doubts"]) == (
        False,
        ["dữ liệu đã cũ, cập nhật lần cuối lúc 30/09/2021 01:00"],
    )


def test_a_client_is_a_row_of_the_audit_log_and_its_token_is_kept_nowhere(
    small_staffed: Office,
) -> None:
    asking = client(small_staffed, "leader")
    token = asking.headers["Authorization"].removeprefix("Bearer ")
    with small_staffed.connection() as connection:
        assert verify(connection).tampered is None
    assert small_staffed.rows("SELECT action FROM audit")[-1]["action"] == "client-added"
    kept = (small_staffed.folder / "tthc.db").read_bytes()
    assert token.encode() not in kept + (small_staffed.folder / "tthc.db-wal").read_bytes()


# Which role may read what, as on the pages.
RIGHTS = {
    "status": "viewer officer approver office leader",
    "dossiers": "viewer officer approver office leader",
    "findings": "viewer officer approver office leader",
    "letters": "viewer officer approver office leader",
    "figures": "viewer officer approver office leader",
    "runs": "office leader admin",
    "runs/1": "office leader admin",
    "runs/1/rejected": "office leader admin",
    "outbox": "office admin",
}


def test_each_address_answers_the_roles_that_see_its_page(small_staffed: Office) -> None:
    described = visitor(small_staffed).get(f"{PATH}/openapi.json").json()["paths"]
    named = {address.replace("1", "{run}") for address in RIGHTS} | {"dossiers/{code}"}
    assert {path.strip("/") for path in described} == named
    for role in ("viewer", "officer", "approver", "office", "leader", "admin"):
        asking = client(small_staffed, role, unit=OWN, name=f"phan-mem-{role}")
        for address, allowed in RIGHTS.items():
            wanted = 200 if role in allowed.split() else 403
            assert asking.get(f"{PATH}/{address}").status_code == wanted, (role, address)


@pytest.mark.parametrize("limit", [1, 1000])
def test_runs_say_how_they_ended_and_what_they_found(staffed: Office, limit: int) -> None:
    number = held(staffed)
    runs = every(client(staffed, "leader"), f"{PATH}/runs", limit)
    assert [one["id"] for one in runs] == list(range(1, number + 1))
    first, last = runs[0], runs[-1]
    assert (first["state"], first["landed"], first["as_of"]) == ("done", True, "2021-09-30")
    assert first["started_at"] == "2021-09-30T01:00:00+07:00"
    assert first["input"]["accepted"] == 5
    assert first["findings"]["overdue-open"] == {"open": 3, "new": 3, "closed": 0}
    assert first["drafted"] == 4
    assert (last["state"], last["landed"]) == ("held", False)
    assert [one["guard"] for one in last["held"]] == ["fewer-rows"]
    asking = client(staffed, "office", name="van-phong")
    assert asking.get(f"{PATH}/runs/{number}").json() == last
    assert asking.get(f"{PATH}/runs/99").status_code == 404


def test_rows_that_could_not_be_read_are_told_without_names_to_whoever_sees_none(
    staffed: Office,
) -> None:
    unread(staffed)
    told = every(client(staffed, "office"), f"{PATH}/runs/2/rejected", 1)
    assert [(one["code"], one["column"][0], one["is_new"]) for one in told] == [
        ("A-5", "H", True),
        ("A-6", "H", True),
    ]
    assert told[0]["reason"] == "không có ngày hoặc giờ này"
    assert told[1]["value"] == SECRET
    masked = client(staffed, "admin", name="quan-tri").get(f"{PATH}/runs/2/rejected")
    assert SECRET not in masked.text
    assert len(masked.json()["items"]) == 2


def test_the_outbox_tells_what_became_of_each_message_but_no_address_without_the_right(
    staffed: Office,
) -> None:
    numbers = fill_outbox(staffed)
    told = every(client(staffed, "office"), f"{PATH}/outbox", 1)
    assert [one["id"] for one in told] == numbers
    assert [one["recipients"][0]["address"] for one in told] == list(SAID)
    assert {one["dossier"] for one in told} == {"A-1"}
    administrator = client(staffed, "admin", name="quan-tri")
    answer = administrator.get(f"{PATH}/outbox")
    assert not any(address in answer.text for address in SAID)
    assert {one["dossier"] for one in answer.json()["items"]} == {None}
    refused = administrator.get(f"{PATH}/outbox", params={"pile": "refused"}).json()["items"]
    assert [one["recipients"][0]["address"] for one in refused] == ["c…@example.vn"]


def test_whatever_is_asked_the_answer_is_as_the_description_says(staffed: Office) -> None:
    fill_outbox(staffed)
    unread(staffed)
    token = client(staffed, "office", "leader").headers["Authorization"]
    options = [
        *("-H", f"Authorization: {token}", "--generation-deterministic", "--continue-on-failure"),
        *("--phases", "examples,coverage,fuzzing", "--max-examples", "15", "--no-color"),
    ]
    with served(staffed) as running:
        found = subprocess.run(
            [
                *(sys.executable, "-m", "schemathesis.cli", "run"),
                *(f"{running.url}{PATH}/openapi.json", *options),
            ],
            cwd=staffed.folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
    assert found.returncode == 0, found.stdout
