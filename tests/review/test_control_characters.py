"""Characters that nobody types and numbers that no row has are refused, and reach no database."""

import re

import pytest
from letter_site import lead_to, shown_version
from office import Office
from review_site import PASSWORD, addresses, form_token, visitor
from test_letter_steps import BEFORE, MAY
from test_review_routes import FILLED, OPEN_TO_ALL

from monitor.review.letters.forms import FORMS
from monitor.review.letters.steps import Step

LETTER_STEPS = {f"/letters/{{code:path}}/{step}" for step in FORMS}
NUMBER = re.compile(r"\{(letter_id|file_id|run)\}")
ASKED = [(method, path) for method, path in addresses() if path not in OPEN_TO_ALL]


def filled(path: str, code: str) -> str:
    for name, value in {**FILLED, "{code:path}": code, "{name}": "bao-cao"}.items():
        path = path.replace(name, value)
    return path


@pytest.mark.parametrize("char", ["%00", "%1B", "%7F"])
def test_no_address_takes_a_control_character(small_staffed: Office, char: str) -> None:
    client = visitor(small_staffed, "leader")
    for method, path in ASKED:
        if method == "GET":
            answer = client.get(f"{filled(path, 'A-1')}?q=a{char}")
            assert answer.status_code == 422, path
            assert "ký tự điều khiển" in answer.text
        if "{code:path}" in path and path not in LETTER_STEPS:
            assert client.get(filled(path, f"A{char}-1")).status_code == 422, path
    assert client.get("/dossiers?q=a%09b").status_code == 200


@pytest.mark.parametrize("char", ["\x00", "\x1b"])
def test_no_form_takes_a_control_character(staffed: Office, char: str) -> None:
    clients = {login: visitor(staffed, login) for login in ("approver", "office", "admin")}
    for method, path in ASKED:
        if method == "POST" and path not in LETTER_STEPS:
            client = clients["admin" if path.startswith("/admin") else "approver"]
            form = {"form_token": form_token(client), "unit": f"a{char}b"}
            answer = client.post(filled(path, "A-1"), data=form)
            assert answer.status_code == 422, path
            assert "ký tự điều khiển" in answer.text
    login = visitor(staffed).post("/login", data={"login": f"a{char}", "password": PASSWORD})
    assert login.status_code == 422


@pytest.mark.parametrize("name", list(BEFORE))
def test_each_step_of_a_letter_refuses_a_control_character(staffed: Office, name: str) -> None:
    lead_to(staffed, BEFORE[name])
    client = visitor(staffed, MAY[name][-1])
    fields = [
        one for one in FORMS[Step(name)].__dataclass_fields__ if one not in ("version", "anyway")
    ]
    for field in fields:
        form = {**dict.fromkeys(fields, "a"), field: "a\x00b"}
        form |= {"form_token": form_token(client), "version": shown_version(client)}
        assert client.post(f"/letters/A-1/{name}", data=form).status_code == 422, field
    answer = client.post(f"/letters/A-1%00/{name}", data={"form_token": form_token(client)})
    assert answer.status_code == 422


@pytest.mark.parametrize("number", ["0", "-1", "9" * 30])
def test_numbers_that_no_row_has_are_refused(small_staffed: Office, number: str) -> None:
    client = visitor(small_staffed, "leader")
    for method, path in ASKED:
        if method == "GET" and NUMBER.search(path):
            address = filled(NUMBER.sub(number, path), "A-1")
            assert client.get(address).status_code == 422, path
