"""What becomes of hostile, missing and odd values, and that the same letter has the same bytes."""

import time
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letter_samples import AGENCY, CASE, DRAFT, FILLED, docx, text_of

from letters import Form, LetterError, Template, Wording, builtin_template, letter_fields
from letters.balance import NO_BREAK_SPACE, balanced

TEMPLATE = Template(docx("Họ tên:", "{{ recipient }}", "Mã: {{ code }}"), "mine.docx")


def name_as_printed(name: str) -> str:
    fields = letter_fields(replace(CASE, applicant=name, applicant_kind=2), AGENCY)
    return text_of(TEMPLATE.render(fields, Wording.AFTER)).split("\n")[1]


@pytest.mark.parametrize(
    "name",
    [
        "Công ty A & B <script>alert('x')</script> \"Hoàng\"",
        "&amp; &#60; ]]> <w:t>",
        "{{ code }} {% for %} {_{ }_}",
        "Nguyễn " * 99 + "An",
        "👪 gia đình",
    ],
)
def test_a_hostile_name_is_printed_as_it_is(name: str) -> None:
    assert name_as_printed(name) == name


def test_a_name_in_combining_marks_is_composed() -> None:
    assert name_as_printed(unicodedata.normalize("NFD", "Nguyễn Thị Ánh")) == "Nguyễn Thị Ánh"


def test_a_line_break_in_a_name_becomes_a_space() -> None:
    assert name_as_printed("Nguyễn\r\nVăn\tAn\u2028Bình") == "Nguyễn Văn An Bình"


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x0b", "\x1b", "\ufffe", "\ud800"])
def test_a_character_that_xml_forbids_is_refused_with_its_field(char: str) -> None:
    fields = letter_fields(replace(CASE, applicant=f"A{char}n"), AGENCY)
    with pytest.raises(LetterError, match=f"field 'recipient'.*U\\+{ord(char):04X}"):
        TEMPLATE.render(fields, Wording.AFTER)


@pytest.mark.parametrize("char", ["\u202e", "\u202a", "\u2066"])
def test_a_character_that_turns_the_reading_direction_is_refused(char: str) -> None:
    fields = letter_fields(replace(CASE, applicant=f"A{char}n"), AGENCY)
    with pytest.raises(LetterError, match=f"U\\+{ord(char):04X} .*turns the direction of reading"):
        TEMPLATE.render(fields, Wording.AFTER)


def test_a_value_that_no_letter_could_hold_is_refused() -> None:
    with pytest.raises(LetterError, match="field 'recipient' has 5001 characters; at most 5000"):
        name_as_printed("A" * 5001)


@given(st.text())
def test_any_name_is_printed_or_refused_by_our_own_error(name: str) -> None:
    try:
        printed = name_as_printed(f"An {name}")
    except LetterError:
        return
    expected = unicodedata.normalize("NFC", f"An {name}")
    assert printed.split() == expected.split()


@pytest.mark.parametrize("blank", ["", "  ", "\n"])
def test_an_empty_mandatory_field_is_named_with_its_paragraph(blank: str) -> None:
    with pytest.raises(LetterError) as refused:
        TEMPLATE.render({**DRAFT, "code": blank}, Wording.AFTER)
    assert str(refused.value) == (
        "mine.docx, paragraph 3 ('Mã: {{ code }}'): the mandatory field 'code' is empty"
    )


@pytest.mark.parametrize("field", ["code", "due", "agency"])
def test_no_form_can_do_without_code_due_date_and_agency(field: str) -> None:
    for form in Form:
        with pytest.raises(LetterError, match=f"mandatory field '{field}' is empty"):
            builtin_template(form).render({**DRAFT, field: ""}, Wording.AFTER)


def test_a_missing_field_is_named() -> None:
    with pytest.raises(LetterError, match=r"paragraph 2 .*no value was given.*'recipient'"):
        TEMPLATE.render({"code": "1"}, Wording.AFTER)


def test_a_misspelt_value_is_named_with_the_nearest_field() -> None:
    with pytest.raises(LetterError, match=r"'resaon'; did you mean 'reason'"):
        TEMPLATE.render({**DRAFT, "resaon": "x"}, Wording.AFTER)


@pytest.mark.parametrize("form", list(Form))
def test_the_same_fields_give_the_same_bytes(form: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    first = builtin_template(form).render(FILLED, Wording.AFTER)
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    builtin_template.cache_clear()
    assert builtin_template(form).render(FILLED, Wording.AFTER) == first
    assert builtin_template(form).render(DRAFT, Wording.AFTER) != first


def test_a_template_knows_the_sha_256_of_its_file() -> None:
    one, two = docx("{{ code }}"), docx("{{ due }}")
    assert len(Template(one, "a").sha256) == 64
    assert Template(one, "a").sha256 == Template(one, "b").sha256 != Template(two, "a").sha256


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("SỞ NỘI VỤ", ["SỞ NỘI VỤ"]),
        ("ỦY BAN NHÂN DÂN TỈNH NAM SƠN", ["ỦY BAN NHÂN DÂN", "TỈNH NAM SƠN"]),
        ("SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", ["SỞ LAO ĐỘNG -", "THƯƠNG BINH VÀ XÃ HỘI"]),
        ("SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", ["SỞ VĂN HÓA,", "THỂ THAO VÀ DU LỊCH"]),
        (
            "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG - CHI CỤC KIỂM LÂM VÙNG BIÊN GIỚI",
            ["SỞ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG -", "CHI CỤC KIỂM LÂM", "VÙNG BIÊN GIỚI"],
        ),
    ],
)
def test_a_long_agency_name_breaks_into_even_lines(name: str, lines: list[str]) -> None:
    unbound = balanced(name) if len(lines) > 1 else name.replace(" ", NO_BREAK_SPACE)
    assert [line.replace(NO_BREAK_SPACE, " ") for line in unbound.split(" ")] == lines


def test_an_endless_agency_name_is_left_alone() -> None:
    assert balanced("RẤT DÀI " * 200) == "RẤT DÀI " * 200
