"""A letter as it is printed: made once, one at a time, and nobody else has to wait."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import httpx2
import pytest
from letter_site import lead_to, letter, stand_in
from office import Office
from PIL import Image
from pypdf import PdfReader
from review_site import PASSWORD, served, visitor

from monitor.review.letters import pictures

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None,
    reason="needs LibreOffice: apt-get install libreoffice-writer-nogui",
)


def address(office: Office, ending: str, code: str = "A-1") -> str:
    return f"/letters/{code}/documents/{letter(office, code)['id']}.{ending}"


@needs_office
def test_the_picture_and_the_pdf_are_the_letter_as_it_is_printed(small_staffed: Office) -> None:
    client = visitor(small_staffed, "officer")
    answer = client.get(address(small_staffed, "png"))
    assert answer.headers["content-type"] == "image/png"
    picture = Image.open(BytesIO(answer.content))
    assert picture.size[0] > 700
    dark = sum(picture.convert("L").histogram()[:128])
    assert 0.005 < dark / (picture.size[0] * picture.size[1]) < 0.5
    pdf = client.get(address(small_staffed, "pdf"))
    assert pdf.headers["content-disposition"].startswith("attachment")
    text = " ".join(PdfReader(BytesIO(pdf.content)).pages[0].extract_text().split())
    assert "Nguyễn Văn An" in text


def test_what_was_made_is_kept_until_the_letter_changes(small_staffed: Office) -> None:
    calls = stand_in(small_staffed)
    client = visitor(small_staffed, "officer")
    for _ in range(2):
        for ending in ("png", "pdf"):
            assert client.get(address(small_staffed, ending)).status_code == 200
    assert calls.read_text().split() == ["call"]
    lead_to(small_staffed, "completed")
    assert client.get(address(small_staffed, "png")).status_code == 200
    assert calls.read_text().split() == ["call"] * 2
    kept = sorted(p.suffix for p in (small_staffed.folder / "out/pictures").iterdir())
    assert kept == [".pdf", ".pdf", ".png", ".png"]


def test_the_folder_does_not_grow_for_ever(
    small_staffed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(small_staffed)
    monkeypatch.setattr(pictures, "MOST_BYTES", 0)
    client = visitor(small_staffed, "officer")
    for code in ("A-1", "A-2", "A-3"):
        assert client.get(address(small_staffed, "png", code)).status_code == 200
    assert len(list((small_staffed.folder / "out/pictures").iterdir())) == 1


def test_while_libreoffice_works_the_other_pages_come(small_staffed: Office) -> None:
    """More wait for pictures than the server has threads."""
    gate = small_staffed.folder / "gate"
    calls = stand_in(small_staffed, f'while [ ! -e "{gate}" ]; do sleep 0.1; done')
    with (
        served(small_staffed) as server,
        ThreadPoolExecutor(60) as visitors,
        httpx2.Client(base_url=server.url, timeout=60) as client,
    ):
        client.post("/login", data={"login": "officer", "password": PASSWORD})
        assert 'loading="lazy"' in client.get("/letters/A-1").text
        wanted = address(small_staffed, "png")
        waiting = [visitors.submit(client.get, wanted) for _ in range(60)]
        while not calls.exists():
            assert client.get("/letters").status_code == 200
        for _ in range(3):
            assert client.get("/letters").status_code == 200
        assert not any(one.done() for one in waiting)
        gate.touch()
        assert {one.result().status_code for one in waiting} == {200}
    assert calls.read_text().split() == ["call"]


def test_a_letter_that_can_not_be_converted_is_not_tried_again_and_again(
    small_staffed: Office,
) -> None:
    calls = stand_in(small_staffed)
    program = small_staffed.folder / "stand-in"
    program.write_text(f'#!/bin/sh\necho call >> "{calls}"\n', encoding="utf-8")
    client = visitor(small_staffed, "officer")
    assert client.get(address(small_staffed, "png")).status_code == 503
    assert client.get(address(small_staffed, "pdf")).status_code == 503
    assert calls.read_text().split() == ["call"]
    assert client.get("/letters/A-1").status_code == 200


def test_without_libreoffice_the_page_has_the_letter_as_text(small_staffed: Office) -> None:
    small_staffed.write_config('[letters]\nsoffice = "nowhere"\n')
    client = visitor(small_staffed, "officer")
    text = client.get("/letters/A-1").text
    assert '<details class="card" open>' in text
    assert "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ" in text
    assert "Ông/Bà Nguyễn Văn An" in text
    assert "<img" not in text
    assert client.get(address(small_staffed, "png")).status_code == 404


@pytest.mark.parametrize(
    ("login", "status"),
    [("officer", 200), ("office", 200), ("viewer", 403), ("officer-other", 404), ("admin", 403)],
)
def test_only_who_may_see_names_gets_the_picture(
    small_staffed: Office, login: str, status: int
) -> None:
    stand_in(small_staffed)
    client = visitor(small_staffed, login)
    for ending in ("png", "pdf", "docx"):
        assert client.get(address(small_staffed, ending)).status_code == status
    assert ("<img" in client.get("/letters/A-1").text) is (status == 200)
