"""Text from before Unicode is converted when it is clear what it was, and refused when not."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from export_files import write, write_xlsx
from hypothesis import given
from hypothesis import strategies as st
from reading import at, dossier, read

from monitor.intake.errors import IntakeError
from monitor.intake.formats.legacy import legacy_encodings
from monitor.intake.formats.syllables import is_syllable, share_of
from monitor.intake.sheets import read_sheets

TCVN3, VNI = legacy_encodings()
UNICODE = (
    "Mã hồ sơ;Chủ hồ sơ;Ngày hẹn trả;Đơn vị giải quyết;Trạng thái\n"
    "HS-1;Nguyễn Thị Hường;30/09/2021;Phòng Tài nguyên;Đã trả kết quả\n"
    "HS-2;Đỗ Văn Quỳnh;30/09/2021;Ủy ban phường;Đang xử lý\n"
)
ABC_LETTERS = {v: k for k, v in TCVN3.letters.items()}
VNI_LETTERS = {v: k for k, v in reversed(VNI.letters.items())}


def tcvn3(text: str) -> str:
    """Text as it was written with the fonts of TCVN3; it has no capitals with tone marks."""
    return "".join(ABC_LETTERS.get(c, ABC_LETTERS.get(c.lower(), c)) for c in text)


def vni(text: str) -> str:
    return "".join(VNI_LETTERS.get(c, c) for c in text)


def windows_1258(text: str) -> bytes:
    """As Windows writes it: letters with their sign, tone marks behind them."""
    tones = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    out = ""
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        tone = "".join(c for c in parts if c in tones)
        out += unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones)) + tone
    return out.encode("cp1258")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (windows_1258(UNICODE), "Windows-1258"),
        (tcvn3(UNICODE).encode("latin-1"), "TCVN3 (ABC)"),
        (vni(UNICODE).encode("latin-1"), "VNI"),
    ],
)
def test_a_text_in_an_old_encoding_is_read_and_noted(
    tmp_path: Path, content: bytes, name: str
) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(content)
    found = dossier(read(file), "HS-1")
    assert found["applicant"] == "Nguyễn Thị Hường"
    assert found["due_at"] == at("2021-09-30")
    assert found["status"] == 10
    (sheet,) = read_sheets(file)
    assert sheet.notes == (f"the text was {name} and has been converted to Unicode",)


def test_the_examples_of_the_old_fonts_are_understood() -> None:
    assert TCVN3.convert("§· tr¶ kÕt qu¶") == "Đã trả kết quả"
    assert VNI.convert("Maõ hoà sô") == "Mã hồ sơ"
    assert VNI.convert("NGUYEÃN VAÊN ÑÖÙC") == "NGUYỄN VĂN ĐỨC"


LETTERS = sorted(set(TCVN3.letters.values()) - set("ĂÂÊÔƠƯ"))


@given(st.text(st.sampled_from(LETTERS)))
def test_every_letter_of_tcvn3_comes_back(text: str) -> None:
    assert TCVN3.convert(tcvn3(text)) == text


@given(st.text(st.characters(codec="ascii")))
def test_plain_ascii_is_never_changed(text: str) -> None:
    assert [legacy.convert(text) for legacy in legacy_encodings()] == [text, text]


@pytest.mark.parametrize("encode", [tcvn3, vni])
def test_old_text_in_a_unicode_workbook_is_converted_column_by_column(
    tmp_path: Path, encode: Callable[[str], str]
) -> None:
    rows = [line.split(";") for line in encode(UNICODE).splitlines()]
    rows[1][3] = "Công an phường Đức Thắng"  # this column is Unicode but for its heading
    rows[2][3] = "Công an"
    file = write(tmp_path / "a.xlsx", rows)
    found = dossier(read(file), "HS-1")
    assert found["applicant"] == "Nguyễn Thị Hường"
    assert found["status"] == 10
    (sheet,) = read_sheets(file)
    assert sheet.rows[1][3] == "Công an phường Đức Thắng"
    assert sheet.rows[2][3] == "Công an"
    assert any("the text of column B was" in note for note in sheet.notes)


def test_a_unicode_heading_over_old_names_does_not_hide_them(tmp_path: Path) -> None:
    head = ["Mã hồ sơ", "Chủ hồ sơ", "Ngày hẹn trả", "Trạng thái"]
    names = ["Nguyễn Thị Hường", "Đỗ Văn Quỳnh", "Lê Hùng", "Hà", "Trần Bình"]
    rows = [[f"HS-{n}", tcvn3(name), "30/09/2021", 4] for n, name in enumerate(names)]
    (sheet,) = read_sheets(write(tmp_path / "a.xlsx", [head, *rows]))
    assert [row[1] for row in sheet.rows] == ["Chủ hồ sơ", *names]
    assert len(sheet.notes) == 1


def test_unicode_and_foreign_names_are_left_alone(tmp_path: Path) -> None:
    names = ["Công an", "Hà Giang", "Lê Thanh", "Müller François", "Hoà", "Hồ Đức", "Tô Hoài"]
    rows = [["Mã hồ sơ", "Đơn vị"], *(["HS-1", name] for name in names)]
    (sheet,) = read_sheets(write_xlsx(tmp_path / "a.xlsx", {"a": rows, "b": [[n] for n in names]}))[
        :1
    ]
    assert [row[1] for row in sheet.rows[1:]] == names
    assert sheet.notes == ()


def test_signs_that_stray_into_codes_do_not_make_them_old_text(tmp_path: Path) -> None:
    codes = [f"000.17.22.\u00d056\u00ad-2107\u00a0{n:02}" for n in range(1, 20)]
    (sheet,) = read_sheets(write(tmp_path / "a.xlsx", [["Mã hồ sơ"], *([code] for code in codes)]))
    assert ([row[0] for row in sheet.rows[1:]], sheet.notes) == (codes, ())


def test_names_that_would_be_vietnamese_either_way_are_taken_as_they_stand(tmp_path: Path) -> None:
    names = ["Công", "Lê", "Tô", "Sông", "Cô", "Hê"]
    assert float(share_of(map(TCVN3.convert, names))) == 1
    (sheet,) = read_sheets(write(tmp_path / "a.xlsx", [[name] for name in names]))
    assert [row[0] for row in sheet.rows] == names


@pytest.mark.parametrize(
    "content",
    [
        "MaHoSo,TrangThai\nHS-1,Nguyễn Văn Đệ\n".encode() + b"HS-2,\xe3\n",
        "Größe,Straße\nMüller,Köln\n".encode("cp1252"),
        b"a,b\nx,\xff\xfe\xfd\n",
    ],
)
def test_what_fits_no_encoding_clearly_is_refused_with_its_line(
    tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(content)
    with pytest.raises(
        IntakeError, match=r"line \d is not utf-8 .* Windows-1258, TCVN3 \(ABC\), VNI"
    ):
        read_sheets(file)


def test_vietnamese_syllables_are_told_from_other_words() -> None:
    text = "Nguyễn Thị Hường, Quỳnh, giấy, nghĩa vụ, khuỷu, thuở, quờ, uỷ ủy hoà hòa đoàn già"
    assert float(share_of([text])) == 1
    assert not any(map(is_syllable, ("Müller", "Hïng", "maõ", "hå", "§·", "kế́t", "ướcc")))
