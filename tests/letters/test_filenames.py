"""A file name can't leave its folder, can't clash, and works on Windows."""

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from letters import LetterError, safe_name

TEXTS = st.text(min_size=1, max_size=300)


@given(TEXTS)
@example("../../etc/passwd")
@example("..\\..\\windows")
@example("C:evil")
@example("NUL.txt")
@example("ệ" * 100)
def test_a_name_is_one_valid_component_on_windows_and_linux(text: str) -> None:
    name = safe_name(text)
    assert PurePosixPath(name).parts == (name,)
    assert PureWindowsPath(name).parts == (name,)
    assert not set(name) & set('<>:"/\\|?*\0')
    assert name == name.strip(". ")
    assert 0 < len(name) <= 100
    assert len(f"{name}.docx".encode()) <= 255


@given(TEXTS, TEXTS)
@example("a/b", "a%2Fb")
@example("CON", "%43ON")
@example("x" * 150, "x" * 151)
@example(".", "%2E")
def test_different_texts_have_different_names(one: str, two: str) -> None:
    same = unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", two)
    assert (safe_name(one) == safe_name(two)) is same


@given(st.text(min_size=1, max_size=8))
def test_a_short_name_can_be_read_back(text: str) -> None:
    name = safe_name(text)
    if "~" not in name:
        raw = unquote_to_bytes(name).decode("utf-8", "surrogatepass")
        assert raw == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("000.11.22.H99-210823-0014", "000.11.22.H99-210823-0014"),
        ("Phòng Việc làm - An toàn lao động", "Phòng Việc làm - An toàn lao động"),
        ("../../etc/passwd", "%2E%2E%2F..%2Fetc%2Fpasswd"),
        ("..", "%2E%2E"),
        (" a ", "%20a%20"),
        ("con", "%63on"),
        ("COM1.txt", "%43OM1.txt"),
        ("LPT¹", "%4CPT¹"),
        ("CONG", "CONG"),
        ("50%", "50%25"),
    ],
)
def test_what_names_look_like(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_a_long_name_keeps_its_beginning() -> None:
    assert safe_name("Phòng " * 50).startswith("Phòng Phòng")


def test_no_text_can_be_made_to_look_like_a_shortened_name() -> None:
    shortened = safe_name("x" * 150)
    assert safe_name(shortened) != shortened
    assert safe_name(shortened.replace("~", "-")) != shortened


def test_an_empty_name_is_refused() -> None:
    with pytest.raises(LetterError, match="empty"):
        safe_name("")
