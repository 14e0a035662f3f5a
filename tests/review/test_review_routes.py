"""Every address × every role: who may open what, of the own division and of another one."""

from pathlib import Path

import pytest
from office import Office
from review_site import addresses, form_token, visitor

ROLES = ("viewer", "officer", "approver", "office", "leader", "admin")
TABLE = [
    line.split()
    for line in (Path(__file__).parent / "routes.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
# Whoever is not logged in may open these.
OPEN_TO_ALL = {"/healthz", "/login", "/single-sign-on", "/single-sign-on/back"}
FILLED = {"{login}": "viewer-other", "{run}": "1", "{mail}": "1", "{reason}": "fewer-rows"}
CODES = {"own": "A-1", "other": "B-1", "-": "none"}
YES = (200, 303, 409, 422)  # done, or asked for a form that lacks its fields


def test_the_table_lists_every_address_once_for_each_division() -> None:
    listed = {(method, path) for method, path, *_ in TABLE}
    assert listed == {one for one in addresses() if one[1] not in OPEN_TO_ALL}
    rows = [tuple(line[:3]) for line in TABLE]
    assert len(rows) == len(set(rows))
    for method, path in listed:
        divisions = {row[2] for row in rows if row[:2] == (method, path)}
        assert divisions == ({"own", "other"} if "{code" in path else {"-"}), path


@pytest.mark.parametrize("line", TABLE, ids=lambda line: " ".join(line[:3]))
def test_each_role_may_open_what_the_table_says(small_staffed: Office, line: list[str]) -> None:
    method, path, division, *expected = line
    address = path.replace("{code:path}", CODES[division])
    for name, value in FILLED.items():
        address = address.replace(name, value)
    for role, answer in zip(ROLES, expected, strict=True):
        client = visitor(small_staffed, role)
        form = {"form_token": form_token(client)} if method == "POST" else None
        status = client.request(method, address, data=form).status_code
        assert status in YES if answer == "yes" else status == int(answer), (role, status)


@pytest.mark.parametrize("line", TABLE, ids=lambda line: " ".join(line[:3]))
def test_whoever_is_not_logged_in_is_led_to_the_login(
    small_staffed: Office, line: list[str]
) -> None:
    method, path, division, *_ = line
    address = path.replace("{code:path}", CODES[division])
    answer = visitor(small_staffed).request(method, address, data={"form_token": "1"})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login")
