"""A layout outside Nghị định 30/2020 is named, and does not keep a template from being used."""

import pytest
from template_samples import (
    Change,
    added,
    everywhere,
    in_part,
    shipped,
    text,
)

from letters import Form
from letters.lint import lint, usable_template
from letters.problems import Severity

RULE = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
UPRIGHT = '<w:b w:val="0"/><w:i w:val="0"/><w:sz w:val="28"/></w:rPr><w:t>Lý do'
NATION = '<w:i w:val="0"/><w:sz w:val="24"/></w:rPr><w:t>CỘNG HÒA'
PLACE = '<w:sz w:val="26"/></w:rPr><w:t>{{ place'

WARNINGS: dict[str, tuple[Change, list[str]]] = {
    "another paper": (text('w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"'), [
        "paper of 216 × 279 mm",
    ]),
    "paper on its side": (text('w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906"'), [
        "paper of 297 × 210 mm",
    ]),
    "narrow margins": (text('w:left="1701"', 'w:left="1134"'), ["left margin of 20 mm"]),
    "another font in one run": (
        text(UPRIGHT, f'<w:rFonts w:ascii="Arial"/>{UPRIGHT}'),
        ["nội dung: font Arial"],
    ),
    "another font in the style": (
        in_part("word/styles.xml", 'w:ascii="Times New Roman"', 'w:ascii="Calibri"', times=-1),
        sorted({f"{m}: font Calibri" for m in (
            "Quốc hiệu", "Tiêu ngữ", "cơ quan chủ quản", "cơ quan ban hành", "số, ký hiệu",
            "địa danh và thời gian ban hành", "trích yếu của công văn (V/v)", "Kính gửi",
            "nội dung", "Nơi nhận", "danh sách nơi nhận", "quyền hạn, chức vụ người ký",
            "họ tên người ký",
        )}),
    ),
    "a text that is too small": (
        text('<w:sz w:val="28"/></w:rPr><w:t>Lý do', '<w:sz w:val="22"/></w:rPr><w:t>Lý do'),
        ["nội dung: size 11 pt"],
    ),
    "a text at left": (
        text(f'<w:jc w:val="both"/></w:pPr><w:r><w:rPr>{UPRIGHT}',
             f'<w:jc w:val="left"/></w:pPr><w:r><w:rPr>{UPRIGHT}'),
        ["nội dung: at left"],
    ),
    "no indent": (everywhere('<w:ind w:firstLine="720"/>', ""), ["first line indented by 0 mm"]),
    "crowded paragraphs": (everywhere('w:after="120" w:line="276"', 'w:after="40" w:line="276"'), [
        "2 pt between paragraphs",
    ]),
    "double lines": (everywhere('w:line="276"', 'w:line="480"'), ["line height 2"]),
    "no Quốc hiệu": (text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", ""), ["Quốc hiệu is missing"]),
    "Quốc hiệu with the tone on the other vowel": (text("CỘNG HÒA", "CỘNG HOÀ"), []),
    "Quốc hiệu misspelt": (text("CHỦ NGHĨA", "CHŨ NGHĨA"), ["Quốc hiệu is misspelt"]),
    "Quốc hiệu not bold": (
        text(f"<w:b/>{NATION}", NATION),
        ["Quốc hiệu: not bold"],
    ),
    "Tiêu ngữ with dashes": (text("Độc lập - Tự do - Hạnh", "Độc lập – Tự do – Hạnh"), [
        "Tiêu ngữ is misspelt",
    ]),
    "no rules": (everywhere(RULE, ""), [
        "Tiêu ngữ: no rule under it", "cơ quan ban hành: no rule under it",
    ]),
    "an agency in small letters": (text("agency|upper|balanced", "agency|balanced"), [
        "cơ quan ban hành: not in capitals",
    ]),
    "a coloured title": (
        text(NATION, f'<w:color w:val="FF0000"/>{NATION}'),
        ["Quốc hiệu: coloured letters"],
    ),
    "a place and date upright": (
        text(f"<w:i/>{PLACE}", PLACE),
        ["địa danh và thời gian ban hành: not italic"],
    ),
    "no end": (text("{{ addressee }}./.", "{{ addressee }}."), ["the text does not end in ./."]),
    "no page number": (in_part("word/header1.xml", 'w:instr="PAGE"', 'w:instr="REF a"'), [
        "no page number",
    ]),
    "a number on the first page": (text("<w:titlePg/>", ""), ["page 1 is numbered too"]),
    "a page number at left": (in_part("word/header1.xml", '<w:jc w:val="center"/>', ""), [
        "số trang: not centred",
    ]),
    "no Nơi nhận": (text("Nơi nhận:", "Gửi:"), [
        "Nơi nhận is missing", "danh sách nơi nhận is missing",
    ]),
    "a comment": (added('<w:r><w:commentReference w:id="1"/></w:r>'), ["a comment"]),
    "no line for the superior body": (text("{{ parent|upper|balanced }}", "ỦY BAN"), [
        "the field 'parent' (Cơ quan chủ quản) is missing",
    ]),
    "no wish": (text("Rất mong nhận được sự thông cảm của {{ addressee }}", "Trân trọng"), [
        "the closing wish for understanding is missing",
    ]),
    "nothing that tells the form": (everywhere("V/v", "Về việc"), [
        "neither a title of Mẫu 04 nor a line V/v tells which form this is",
    ]),
}  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), WARNINGS.values(), ids=WARNINGS)
def test_a_layout_outside_the_decree_is_usable_but_warned_of(
    change: Change, expected: list[str]
) -> None:
    document = change(shipped())
    problems = lint(document, "t.docx")
    assert sorted({p.fault.found for p in problems}) == sorted(expected)
    assert {p.fault.severity for p in problems} <= {Severity.WARNING}
    assert usable_template(document, "t.docx", Form.CONG_VAN).sha256
