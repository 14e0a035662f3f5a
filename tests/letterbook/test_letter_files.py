"""Files beside a letter: what they are is told by their bytes."""

import pytest
from letter_office import TODAY, approved, desk, issued, log, prepare
from office import Office

from monitor.letterbook.files import LARGEST, attach
from monitor.letterbook.kinds import Channel
from monitor.letterbook.refusals import StepError
from monitor.letterbook.sending import send
from monitor.letterbook.sight import sight

PDF = b"%PDF-1.7\n1 0 obj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n....IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0....\xff\xd9"


@pytest.mark.parametrize(("content", "kind"), [(PDF, "PDF"), (PNG, "PNG"), (JPEG, "JPEG")])
def test_a_signed_letter_is_kept_and_serves_as_proof(
    office: Office, content: bytes, kind: str
) -> None:
    prepare(office)
    issued(office)
    attach(desk(office), "A-1", name="Bản ký số 1.bin", content=content)
    (file,) = sight(desk(office), "A-1").files
    assert (file["name"], file["kind"], file["size"]) == ("Bản ký số 1.bin", kind, len(content))
    assert bytes(office.rows("SELECT content FROM letter_file")[0]["content"]) == content
    assert log(office)[-1][0] == "attach"
    send(desk(office), "A-1", channel=Channel.EMAIL, day=TODAY)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "file-empty"),
        (b"PK\x03\x04 a workbook", "file-kind"),
        (b"MZ%PDF-1.7 %%EOF", "file-kind"),
        (PDF[:-8], "file-cut"),
        (PNG[:-9], "file-cut"),
        (JPEG[:-2], "file-cut"),
        (PDF + b" " * LARGEST, "file-too-large"),
    ],
)
def test_what_is_not_attached(office: Office, content: bytes, why: str) -> None:
    prepare(office)
    issued(office)
    before = log(office)
    with pytest.raises(StepError) as error:
        attach(desk(office), "A-1", name="a.pdf", content=content)
    assert error.value.why == why
    assert log(office) == before
    assert office.rows("SELECT id FROM letter_file") == []


def test_the_same_file_is_attached_once(office: Office) -> None:
    prepare(office)
    issued(office)
    attach(desk(office), "A-1", name="a.pdf", content=PDF)
    with pytest.raises(StepError, match=r"a\.pdf"):
        attach(desk(office), "A-1", name="b.pdf", content=PDF)


def test_nothing_is_attached_before_the_letter_is_issued(small_office: Office) -> None:
    prepare(small_office)
    approved(small_office)
    with pytest.raises(StepError) as error:
        attach(desk(small_office), "A-1", name="a.pdf", content=PDF)
    assert error.value.why == "not-yet"
