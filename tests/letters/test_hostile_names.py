"""A thousand letters to people with names that break programs: each a sound file with the name."""

import io
import subprocess
import unicodedata
import zipfile
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from docx import Document
from letter_samples import AGENCY, CASE, DRAFT, text_of
from lxml import etree
from test_word_habits import convert, needs_office

from letters import Form, LetterError, Wording, builtin_template, letter_fields

PIECES = (
    "Nguyễn", "Thị", "Ánh", "&", "<b>", "</w:t>", '"', "'", "&amp;", "{{ code }}", "{% x %}", "]]>",
    "Đặng", unicodedata.normalize("NFD", "Phượng Hoàng"), "👪", "O’Neil", "\\n", "%s", "{}", "$1",
    "\u200d", "\u00ad", "-", "/", "..", "hole-0-", "ﬁ", "Ǆ", "שלום", "ك", "𠮷", "e\u0301\u0323",
)  # fmt: skip


def hostile_name(chance: Random) -> str:
    pieces = chance.choices(PIECES, k=chance.randrange(1, 12))
    name = " ".join(("Phạm", *pieces))
    return name * 8 if chance.random() < 0.05 else name


def test_a_thousand_hostile_names_give_a_thousand_sound_letters() -> None:
    chance = Random(20210910)
    for number in range(1000):
        name, form = hostile_name(chance), list(Form)[number % 3]
        wording = list(Wording)[number // 3 % 3]
        fields = letter_fields(replace(CASE, applicant=name, applicant_kind=2), AGENCY)
        letter = builtin_template(form).render(fields, wording)
        text = text_of(letter)
        printed = " ".join(unicodedata.normalize("NFC", name).split())
        assert f"Kính gửi: {printed}" in text
        assert "{{" not in text.replace(printed, "")
        with zipfile.ZipFile(io.BytesIO(letter)) as archive:
            assert archive.testzip() is None
            assert len(set(archive.namelist())) == len(archive.namelist())


@pytest.mark.parametrize("char", [*map(chr, range(9)), "\x0b", "\x1f", "\x7f", "\ud800", "\ufdd0"])
def test_one_bad_character_refuses_one_letter_and_the_next_is_written(char: str) -> None:
    template = builtin_template(Form.MAU_04_2018)
    with pytest.raises(LetterError, match=f"U\\+{ord(char):04X}"):
        template.render(letter_fields(replace(CASE, applicant=f"A{char}B"), AGENCY), Wording.AFTER)
    assert template.render(letter_fields(CASE, AGENCY), Wording.AFTER)


def test_every_letter_is_well_formed_and_in_the_order_of_the_schema() -> None:
    """Word refuses table properties in another order, where LibreOffice does not mind."""
    order = ("tblStyle", "tblW", "jc", "tblLayout", "tblCellMar", "tblLook")
    for form in Form:
        letter = Document(io.BytesIO(builtin_template(form).render(DRAFT, Wording.AFTER)))
        for table in letter.tables:
            names = [etree.QName(child).localname for child in table._tbl.tblPr]
            assert names == sorted(names, key=order.index)


@needs_office
def test_libreoffice_opens_a_sample_and_prints_the_names(tmp_path: Path) -> None:
    chance = Random(30)
    names = {}
    for number in range(30):
        # Left out: emoji and right-to-left letters, whose order in a PDF is not that of the text.
        name = " ".join(p for p in hostile_name(chance).split() if p.isascii() or p in PIECES[:3])
        fields = letter_fields(replace(CASE, applicant=name, applicant_kind=2), AGENCY)
        names[tmp_path / f"{number}.docx"] = name
        form = list(Form)[number % 3]
        (tmp_path / f"{number}.docx").write_bytes(
            builtin_template(form).render(fields, Wording.AFTER)
        )
    folder = convert(tmp_path, "pdf", list(names))
    for document, name in names.items():
        pdf = folder / f"{document.stem}.pdf"
        text = subprocess.run(
            ["pdftotext", pdf, "-"], check=True, capture_output=True, text=True
        ).stdout
        assert bare(name) in bare(text)


def bare(text: str) -> str:
    """Without white space and hyphens, which pdftotext takes for those of a broken word."""
    return "".join(text.replace("-", "").split())
