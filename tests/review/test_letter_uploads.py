"""Files beside a letter: what they are is told by their bytes, and they are only ever saved."""

import re
from html import unescape

import pytest
from letter_site import PDF, lead_to, upload
from office import Office
from review_site import visitor

MB = 1024 * 1024


def test_a_signed_letter_is_attached_listed_and_had_again(staffed: Office) -> None:
    lead_to(staffed, "issued")
    client = visitor(staffed, "office")
    assert upload(client, "C:\\bản ký <b>.pdf", PDF).status_code == 303
    page = client.get("/letters/A-1").text
    assert "bản ký &lt;b&gt;.pdf" in page
    assert "C:\\" not in page
    assert "Đã đính kèm tệp" in page
    link = re.search(r'href="(/letters/A-1/files/\d+)"', page)
    assert link
    answer = client.get(link[1])
    assert answer.content == PDF
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''b%E1")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert visitor(staffed, "viewer").get(link[1]).status_code == 403
    assert visitor(staffed, "officer-other").get(link[1]).status_code == 404
    assert client.get(link[1].replace("A-1", "A-2")).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("quet.pdf", b"<html><script>alert(1)</script>", "không phải PDF, JPEG hay PNG"),
        ("quet.png", b"MZ\x90\x00 a program", "không phải PDF, JPEG hay PNG"),
        ("quet.pdf", PDF[:-8], "bị cắt cụt"),
        ("quet.pdf", b"", "rỗng"),
        ("", b"", "Chưa chọn tệp"),
        ("quet.pdf", PDF + b" " * (20 * MB), "nhiều nhất là 20 MB"),
    ],
)
def test_what_is_no_scan_is_refused_on_the_page(
    small_staffed: Office, name: str, content: bytes, says: str
) -> None:
    lead_to(small_staffed, "issued")
    answer = upload(visitor(small_staffed, "office"), name, content, "application/pdf")
    assert answer.status_code == 422
    assert says in unescape(answer.text)
    assert small_staffed.rows("SELECT id FROM letter_file") == []


def test_what_is_far_too_large_is_not_even_read(small_staffed: Office) -> None:
    client = visitor(small_staffed, "office")
    for headers, status in (
        ({"content-length": str(30 * MB)}, 413),
        ({"transfer-encoding": "chunked"}, 411),
    ):
        answer = client.post("/letters/A-1/attach", headers=headers, content=iter([b"x"]))
        assert answer.status_code == status
