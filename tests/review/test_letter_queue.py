"""The queue of letters: by step, own division only, searched, the longest waiting first."""

import re

import pytest
from letter_site import lead_to, step
from office import Office, row
from review_site import OTHER, OWN, add, visitor

from monitor.review.letters import queue_page


def codes(text: str) -> list[str]:
    """The dossiers of the list, from the top."""
    return re.findall(r'<a href="/letters/[^"?]+">([^<]+)</a>', text)


def tabs(text: str) -> dict[str, int]:
    found = re.findall(r'state=(\w+)[^"]*"[^>]*>[^<]*<span class="tag">(\d+)<', text)
    return {state: int(count) for state, count in found}


@pytest.mark.parametrize(
    ("login", "listed"),
    [
        ("viewer", ["A-1", "A-2", "A-3"]),
        ("officer", ["A-1", "A-2", "A-3"]),
        ("officer-other", ["B-1"]),
        ("office", ["A-1", "A-2", "A-3", "B-1"]),
        ("leader", ["A-1", "A-2", "A-3", "B-1"]),
    ],
)
def test_each_sees_the_letters_of_his_division_and_their_number(
    staffed: Office, login: str, listed: list[str]
) -> None:
    client = visitor(staffed, login)
    for query in ("state=draft", f"state=draft&unit={OTHER if listed[0] == 'A-1' else OWN}"):
        text = client.get(f"/letters?{query}").text
        if "unit" in query and login in ("office", "leader"):
            assert codes(text) == ["B-1"]
            continue
        assert codes(text) == listed
        assert tabs(text)["draft"] == len(listed)
        assert sum(tabs(text).values()) == len(listed)


def test_whoever_is_not_logged_in_or_sees_no_dossiers_gets_no_list(small_staffed: Office) -> None:
    assert visitor(small_staffed).get("/letters").status_code == 303
    assert visitor(small_staffed, "admin").get("/letters").status_code == 403


def test_names_are_shown_searched_and_found_only_by_whoever_may_see_them(
    staffed: Office,
) -> None:
    officer, viewer = visitor(staffed, "officer"), visitor(staffed, "viewer")
    assert "Trần Thị Bích" in officer.get("/letters").text
    masked = viewer.get("/letters").text
    assert "Trần Thị Bích" not in masked
    assert "Trần T. B." in masked
    for typed in ("Thị Bích", "bich tran", "THỊ"):
        assert codes(officer.get(f"/letters?state=draft&q={typed}").text) == ["A-2"]
        assert codes(viewer.get(f"/letters?state=draft&q={typed}").text) == []
    assert codes(viewer.get("/letters?state=draft&q=a-2").text) == ["A-2"]


def test_a_letter_is_found_by_the_name_that_its_dossier_has_now(staffed: Office) -> None:
    client = visitor(staffed, "officer")
    staffed.export(row("A-1"), row("A-2", applicant="Lê Văn Cường"))
    staffed.run()
    assert codes(client.get("/letters?state=draft&q=cuong le").text) == ["A-2"]
    assert codes(client.get("/letters?state=draft&q=bich").text) == []


def test_a_second_letter_is_found_by_name_before_the_next_run(staffed: Office) -> None:
    lead_to(staffed, "issued")
    officer = visitor(staffed, "officer")
    assert step(officer, "again").status_code == 303
    assert "A-1" in codes(officer.get("/letters?state=draft&q=nguyen van an").text)


@pytest.mark.parametrize("q", ["%", "_", "' OR 1=1 --", "99999999999999999999", "١", "12/%"])
def test_what_is_typed_is_looked_for_as_it_is(staffed: Office, q: str) -> None:
    answer = visitor(staffed, "office").get("/letters", params={"state": "draft", "q": q})
    assert answer.status_code == 200
    assert codes(answer.text) == []
    assert "Không có thư nào khớp" in answer.text


def test_the_earliest_appointment_comes_first_and_the_list_has_pages(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_page, "PER_PAGE", 2)
    days = {"C1": "03", "A1": "08", "E1": "06", "D1": "07", "B1": "02"}
    office.export(*(row(code, due=f"{day}/09/2021 17:00:00") for code, day in days.items()))
    office.run()
    add(office, "leader", "leader", unit=None)
    client = visitor(office, "leader")
    address, seen = "/letters?state=draft", []
    while address:
        text = client.get(address).text
        seen += codes(text)
        onward = re.search(r'href="([^"]+)" rel="next"', text)
        address = onward[1].replace("&amp;", "&") if onward else ""
    assert seen == ["B1", "C1", "E1", "D1", "A1"]
    assert codes(client.get("/letters?state=draft&page=999").text) == ["A1"]
    assert client.get("/letters?state=draft&page=0").status_code == 422
    assert client.get("/letters?state=nonsense").status_code == 422


def test_a_name_with_a_script_and_a_code_with_slashes_stay_what_they_are(
    small_office: Office,
) -> None:
    evil = "<script>alert(1)</script>"
    small_office.export(row("12/2021/HS-<b>", applicant=evil, unit=f"Phòng {evil}"))
    small_office.run()
    add(small_office, "leader", "leader", unit=None)
    text = visitor(small_office, "leader").get("/letters").text
    assert evil not in text
    assert "&lt;script&gt;alert(1)" in text
    assert 'href="/letters/12%2F2021%2FHS-%3Cb%3E"' in text
