"""Whoever has a letter in his hands has seen a name: it stands among the views of its dossier."""

import re

import pytest
from letter_site import PDF, lead_to, letter, stand_in, upload
from office import Office
from review_site import post, visitor

from monitor.review.letters.pictures import Pictures


def views(office: Office) -> list[tuple[str, str]]:
    """(who, dossier) of each view, in order."""
    return [(v["who"], v["dossier"]) for v in office.rows("SELECT * FROM dossier_view ORDER BY id")]


@pytest.mark.parametrize("ending", ["docx", "pdf"])
def test_a_downloaded_letter_is_a_view_of_its_dossier(small_staffed: Office, ending: str) -> None:
    stand_in(small_staffed)
    address = f"/letters/A-1/documents/{letter(small_staffed)['id']}.{ending}"
    assert visitor(small_staffed, "officer").get(address).status_code == 200
    assert visitor(small_staffed, "viewer").get(address).status_code == 403
    assert visitor(small_staffed, "officer-other").get(address).status_code == 404
    assert views(small_staffed) == [("officer", "A-1")]


def test_so_is_a_file_that_is_attached_to_it(small_staffed: Office) -> None:
    lead_to(small_staffed, "issued")
    client = visitor(small_staffed, "office")
    assert upload(client, "bản ký.pdf", PDF).status_code == 303
    found = re.search(r"/letters/A-1/files/\d+", client.get("/letters/A-1").text)
    assert found
    before = views(small_staffed)
    assert client.get(found[0]).status_code == 200
    assert visitor(small_staffed, "viewer").get(found[0]).status_code == 403
    assert views(small_staffed) == [*before, ("office", "A-1")]


def test_and_each_letter_that_is_printed_with_others(small_staffed: Office) -> None:
    stand_in(small_staffed)
    client = visitor(small_staffed, "officer")
    ticked = ["1 A-2", "1 A-1", "1 B-1"]  # the last one is of another division
    answer = post(client, "/letters?state=draft", "/letters-batch/print", letter=ticked)
    assert answer.status_code == 200
    assert views(small_staffed) == [("officer", "A-2"), ("officer", "A-1")]


def test_the_picture_on_the_page_of_a_letter_is_no_second_view(small_staffed: Office) -> None:
    stand_in(small_staffed)
    client = visitor(small_staffed, "officer")
    text = client.get("/letters/A-1").text
    picture = re.search(r'src="([^"]+\.png[^"]*)"', text)
    assert picture
    assert client.get(picture[1]).status_code == 200
    assert views(small_staffed) == [("officer", "A-1")]


def test_what_could_not_be_made_was_not_seen(
    small_staffed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(small_staffed)
    monkeypatch.setattr(Pictures, "_was_refused", lambda *_: True)
    address = f"/letters/A-1/documents/{letter(small_staffed)['id']}.pdf"
    assert visitor(small_staffed, "officer").get(address).status_code == 503
    assert views(small_staffed) == []
