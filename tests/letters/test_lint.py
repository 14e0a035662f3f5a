"""Every problem of a template is named with its paragraph: good, broken and malicious ones."""

import pytest
from template_samples import (
    Change,
    added,
    all_of,
    everywhere,
    in_part,
    in_utf_16,
    part,
    relation,
    renamed,
    run,
    same,
    shipped,
    split,
    text,
)

from letters import Form, LetterError, Template
from letters.lint import lint, usable_template

CODE = "mã hồ sơ: {{ code }}."
AFTER = "{{ only_after }}Tuy nhiên"
BEFORE = "{{ only_before }}Tuy nhiên"
OUTSIDE = "a placeholder outside the text of the paragraphs"
HIDING = '<w:style w:type="character" w:styleId="An"><w:rPr><w:vanish/></w:rPr></w:style>'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def box(words: str) -> str:
    """A text box as Word writes it: once for today, once for programs of before 2010."""
    inner = f"<w:txbxContent><w:p>{run(words)}</w:p></w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent {MC}><mc:Choice Requires="wps"><w:drawing>{inner}</w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def field(code: str) -> str:
    """A field of Word in three runs, its code cut in two."""
    half = len(code) // 2
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{code[:half]}</w:instrText></w:r>"
        f"<w:r><w:instrText>{code[half:]}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def comments(inner: str) -> str:
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:comments xmlns:w="{namespace}"><w:p>{inner}</w:p></w:comments>'


SOUND: dict[str, Change] = {
    "as shipped": same,
    "split over runs": split("{|{ co|de }|}", "", "", ""),
    "proofing marks": split(
        "{{ c|od|e }}", '<w:proofErr w:type="spellStart"/>', '<w:proofErr w:type="spellEnd"/>'
    ),
    "a bookmark": split(
        "{{ co|de }}", '<w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkEnd w:id="1"/>'
    ),
    "a tab, a line break and a soft hyphen": split(
        "{{| co|de| }}", "<w:r><w:tab/></w:r>", "<w:r><w:softHyphen/></w:r>", "<w:r><w:br/></w:r>"
    ),
    "a smart tag": text(
        "{{ code }}",
        "</w:t></w:r><w:smartTag><w:r><w:t>{{ code }}</w:t></w:r></w:smartTag><w:r><w:t>",
    ),
    "a content control": text(
        "{{ code }}",
        "</w:t></w:r><w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>{{ code }}</w:t></w:r></w:sdtContent>"
        "</w:sdt><w:r><w:t>",
    ),
    "no-break spaces": text("{{ code }}", "{{\u00a0code\u00a0}}"),
    "invisible characters": text("{{ code }}", "{{ co\u00ad\u200bde }}"),
    "a space between the braces": text("{{ code }}", "{ { code } }"),
    "a first letter made large": text("{{ code }}", "{{ Code }}"),
    "no spaces": text("{{ code }}", "{{code}}"),
    "a text box": added(box("Mã {{ code }}")),
    "a page field in pieces": added(field(" PAGE ")),
    "text of a hidden style switched off": added(
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t xml:space="preserve"> </w:t></w:r>'
    ),
    "parts that lie elsewhere": lambda document: renamed(document, "word/document", "word/thu"),
    "printer settings and a font": all_of(
        part("word/printerSettings1.bin"), part("word/fonts/font1.odttf")
    ),
    "a link round a placeholder": text(
        "{{ code }}",
        '</w:t></w:r><w:hyperlink w:anchor="x"><w:r><w:t>{{ code }}</w:t></w:r></w:hyperlink>'
        "<w:r><w:t>",
    ),
    "a body in UTF-16": in_utf_16,
    "a link to a web page": relation("hyperlink", "https://example.org/x"),
    "a link to a mail address": relation("hyperlink", "mailto:a@example.org"),
}


@pytest.mark.parametrize("change", SOUND.values(), ids=SOUND)
def test_what_word_does_to_a_template_is_no_problem(change: Change) -> None:
    document = change(shipped())
    assert [str(problem) for problem in lint(document, "t.docx")] == []
    assert {"code", "due"} < Template(document, "t.docx").used_fields()


ERRORS: dict[str, tuple[Change, list[tuple[str, str]]]] = {
    "a misspelt name": (text("{{ code }}", "{{ kode }}"), [
        ("{{ received_on", "unknown field 'kode'"),
        ("", "the field 'code' (Mã hồ sơ) is missing"),
    ]),
    "three misspelt names": (all_of(
        text("{{ place }}", "{{ plaec }}"),
        text("{{ reason }}", "{{ reasn }}"),
        text("{{ signer_name }}", "{{ signername }}"),
    ), [
        ("{{ plaec }}", "unknown field 'plaec'"),
        ("Lý do", "unknown field 'reasn'"),
        ("{{ signername }}", "unknown field 'signername'"),
        ("", "the field 'reason' (Lý do chậm) is missing"),
        ("", "the field 'signer_name' (Họ tên người ký) is missing"),
    ]),
    "not closed": (text(CODE, "mã hồ sơ: {{ code }}, {{ code."), [
        ("{{ received_on", "'{{' is not closed in its paragraph"),
    ]),
    "not opened": (text(CODE, "mã hồ sơ: {{ code }}, code }}."), [
        ("{{ received_on", "'}}' closes nothing"),
    ]),
    "one brace": (text(CODE, "mã hồ sơ: {{ code }}, {code}."), [
        ("{{ received_on", "'{code}' is not a placeholder"),
    ]),
    "three braces": (text("{{ code }}", "{{{ code }}}"), [
        ("{{ received_on", "'{' has no meaning here"),
        ("{{ received_on", "'}' has no meaning here"),
    ]),
    "full-width braces": (text(CODE, "mã hồ sơ: {{ code }}, ｛｛ code ｝｝."), [
        ("{{ received_on", "'｛｛' has no meaning here"),
        ("{{ received_on", "'｝｝' has no meaning here"),
    ]),
    "square brackets": (text(CODE, "mã hồ sơ: {{ code }}, [[code]]."), [
        ("{{ received_on", "'[[code]]' is not a placeholder"),
    ]),
    "percent signs": (text(CODE, "mã hồ sơ: {{ code }}, %code%."), [
        ("{{ received_on", "'%code%' is not a placeholder"),
    ]),
    "a letter that looks like another": (text(CODE, "{{ code }} {{ \u0441ode }}."), [
        ("{{ received_on", "'{{ \u0441ode }}' is not allowed in a placeholder"),
    ]),
    "a mail merge's marks": (text(CODE, "mã hồ sơ: {{ code }}, «code»."), [
        ("{{ received_on", "'«code»' is not a placeholder"),
    ]),
    "smart quotes": (text(CODE, "{{ code }} {{ “code” }}."), [
        ("{{ received_on", "'{{ “code” }}' is not allowed in a placeholder"),
    ]),
    "nothing between the braces": (text(CODE, "{{ code }} {{ }}."), [
        ("{{ received_on", "an empty placeholder"),
    ]),
    "an unknown filter": (text(CODE, "{{ code|lower }}."), [
        ("{{ received_on", "the filter 'lower' is not allowed"),
        ("", "the field 'code' (Mã hồ sơ) is missing"),
    ]),
    "a filter with an argument": (text(CODE, "{{ code }} {{ code|upper('x') }}."), [
        ("{{ received_on", """the filter "upper('x')" is not allowed"""),
    ]),
    "an attribute": (text(CODE, "{{ code }} {{ ''.__class__ }}."), [
        ("{{ received_on", "\"{{ ''.__class__ }}\" is not allowed in a placeholder"),
    ]),
    "a call": (text(CODE, "{{ code }} {{ code() }}."), [
        ("{{ received_on", "'{{ code() }}' is not allowed in a placeholder"),
    ]),
    "an item": (text(CODE, "{{ code }} {{ code.y }}."), [
        ("{{ received_on", "'{{ code.y }}' is not allowed in a placeholder"),
    ]),
    "a loop": (text(CODE, "{{ code }} {% for x in y %}."), [
        ("{{ received_on", "'{%' has no meaning here"),
        ("{{ received_on", "'%}' has no meaning here"),
    ]),
    "nested braces": (text(CODE, "{{ code {{ due }} }}."), [
        ("{{ received_on", "'{{' is not closed in its paragraph"),
        ("{{ received_on", "'}}' closes nothing"),
        ("", "the field 'code' (Mã hồ sơ) is missing"),
    ]),
    "a mark inside the text": (text(AFTER, "Tuy nhiên {{ only_after }}"), [
        ("Tuy nhiên {{ only_after", "the mark 'only_after' stands inside the text or has a filter"),
        ("Tuy nhiên {{ only_after", "“đến nay chưa trả kết quả” is untrue in the wording 'before'"),
    ]),
    "a mark that is gone": (text(BEFORE, "Tuy nhiên"), [
        ("Tuy nhiên", "“dự kiến không thể” is untrue in the wording 'after' and 'finished'"),
    ]),
    "a new date for a finished dossier": (text("{{ only_finished }}Hồ sơ", "{{ new_due_on }}"), [
        ("{{ new_due_on }}", "the field 'new_due_on' would be an empty blank in the"),
    ]),
    "no apology": (everywhere("chân thành xin lỗi", "báo tin"), [
        ("", "the apology is missing"),
    ]),
    "a required field in one wording alone": (text("Lý do:", "{{ only_after }}Lý do:"), [
        ("", "the field 'reason' (Lý do chậm) is missing in the wording 'before' and 'finished'"),
    ]),
    "a tracked insertion": (
        added(f"<w:ins>{run('a')}</w:ins>"),
        [("Rất mong", "a tracked change")],
    ),
    "a tracked deletion": (
        added("<w:del><w:r><w:delText>a</w:delText></w:r></w:del>"),
        [("Rất mong", "a tracked change")],
    ),
    "tracked formatting": (
        added("<w:r><w:rPr><w:rPrChange/></w:rPr></w:r>"),
        [("Rất mong", "a tracked change")],
    ),
    "a misspelling in both copies of a text box": (added(box("{{ kode }}")), [
        ("{{ kode }}", "unknown field 'kode'"),
    ]),
    "hidden text": (
        added("<w:r><w:rPr><w:vanish/></w:rPr><w:t>{{ code }}</w:t></w:r>"),
        [("Rất mong", "hidden text")],
    ),
    "text hidden by a style": (
        all_of(
            added('<w:r><w:rPr><w:rStyle w:val="An"/></w:rPr><w:t>a</w:t></w:r>'),
            in_part("word/styles.xml", "</w:styles>", f"{HIDING}</w:styles>"),
        ),
        [("Rất mong", "hidden text")],
    ),
    "moved text": (added(f"<w:moveFrom>{run('a')}</w:moveFrom>"), [
        ("Rất mong", "a tracked change"),
    ]),
    "a bound content control": (
        added("<w:sdt><w:sdtPr><w:dataBinding/></w:sdtPr></w:sdt>"),
        [("Rất mong", "a content control that is bound to data")],
    ),
    "DDE": (added(field('DDEAUTO c:\\cmd.exe "/k calc"')), [
        ("Rất mong", 'the field code DDEAUTO c:\\cmd.exe "/k calc"'),
    ]),
    "a field that includes a file": (
        added('<w:fldSimple w:instr=" INCLUDETEXT c:\\x.txt"/>'),
        [("Rất mong", "the field code INCLUDETEXT c:\\x.txt")],
    ),
    "today's date": (added(field(" DATE ")), [("Rất mong", "the field code DATE")]),
    "a mail merge field": (added(field(" MERGEFIELD ma ")), [
        ("Rất mong", "the field code MERGEFIELD ma"),
    ]),
    "a field that links to a share": (added(field(' HYPERLINK "\\\\host\\x" ')), [
        ("Rất mong", 'the field code HYPERLINK "\\\\host\\x"'),
    ]),
    "a placeholder in an attribute": (
        text("<w:cantSplit/>", '<w:cantSplit w:val="{{ code }}"/>'), [("", OUTSIDE)]
    ),
    "a placeholder in a formula": (
        added('<m:t xmlns:m="urn:m">{{ code }}</m:t>'), [("Rất mong", OUTSIDE)]
    ),
    "a placeholder in the document's title": (
        in_part("docProps/core.xml", "</dc:title>", "{{ code }}</dc:title>"),
        [("", OUTSIDE)],
    ),
    "an embedded object": (
        added('<w:object><o:OLEObject xmlns:o="urn:o"/></w:object>'),
        [
            ("Rất mong", "an embedded object (OLEObject)"),
            ("Rất mong", "an embedded object (object)"),
        ],
    ),
    "another document inside": (added("<w:altChunk/>"), [
        ("Rất mong", "an embedded object (altChunk)"),
    ]),
    "a linked picture": (
        added('<w:pict><v:imagedata xmlns:v="urn:v" src="http://example.org/x.png"/></w:pict>'),
        [("Rất mong", "a picture or shape that points to 'http://example.org/x.png'")],
    ),
    "a macro": (part("word/vbaProject.bin"), [
        ("", "holds a macro, an embedded object or an add-in (word/vbaProject.bin)"),
    ]),
    "a macro under another name": (relation("vbaProject", "fine.bin", "Internal"), [
        ("", "refers to 'fine.bin' (vbaProject)"),
    ]),
    "a web add-in": (part("word/webextensions/taskpanes.xml", "<a/>"), [
        ("", "holds a macro, an embedded object or an add-in (word/webextensions/taskpanes.xml)"),
    ]),
    "a workbook inside": (part("word/embeddings/a.xlsx"), [
        ("", "holds a macro, an embedded object or an add-in (word/embeddings/a.xlsx)"),
    ]),
    "a program inside": (part("word/media/run.exe"), [
        ("", "holds a file that is no text and no picture (word/media/run.exe)"),
    ]),
    "a drawing that can fetch files": (part("word/media/a.svg", "<svg/>"), [
        ("", "holds a file that is no text and no picture (word/media/a.svg)"),
    ]),
    "a part that is not there": (relation("image", "media/gone.png", "Internal"), [
        ("", "refers to 'media/gone.png' (image), which is not in the file"),
    ]),
    "a template of its own": (relation("attachedTemplate", "https://example.org/x.dotm"), [
        ("", "refers to 'https://example.org/x.dotm' (attachedTemplate)"),
    ]),
    "a picture from outside": (relation("image", "https://example.org/x.png"), [
        ("", "refers to 'https://example.org/x.png' (image)"),
    ]),
    "a link to a file": (relation("hyperlink", "file:///c:/x.exe"), [
        ("", "refers to 'file:///c:/x.exe' (hyperlink)"),
    ]),
    "a part that would be unpacked elsewhere": (part("../../evil.xml", "<a/>"), [
        ("", "the part '../../evil.xml' would be unpacked outside of its folder"),
    ]),
    "a part with a drive": (part("C:/evil.xml", "<a/>"), [
        ("", "the part 'C:/evil.xml' would be unpacked outside of its folder"),
    ]),
    "two bodies that differ in case": (part("word/Document.xml", "<a/>"), [
        ("", "two parts of the file have the same name"),
    ]),
    "an old Word document": (lambda _: b"\xd0\xcf\x11\xe0" + bytes(600), [
        ("", "not a readable .docx file (an old Word document (.doc), or one with a password)"),
    ]),
    "a program before the document": (lambda document: b"MZ" + document, [
        ("", "not a readable .docx file (no zip file)"),
    ]),
    "Strict Open XML": (
        everywhere("schemas.openxmlformats.org/wordprocessingml/2006", "purl.oclc.org/ooxml"),
        [("", "word/document.xml is not saved as “Word Document (.docx)” but as Strict")],
    ),
    "a document of a thousand pages": (added("</w:p><w:p>" * 3000), [
        ("", "3032 paragraphs with 36 placeholders"),
    ]),
    "a thousand placeholders": (added(run("{{ code }}") * 1000), [
        ("", "32 paragraphs with 1036 placeholders"),
    ]),
    "more braces than a search ends with": (added(run("{" * 60_000)), [
        ("", "word/document.xml holds 60184 braces, at most 5000"),
    ]),
    "a name without end": (text("{{ fault }}", "{{ " + "f" * 9_000 + " }}"), [
        ("Lý do", "unknown field 'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff…'"),
    ]),
    "a field that reads a file, in a comment": (
        part("word/comments.xml", comments(field(" INCLUDETEXT c:\\x "))),
        [("", "the field code INCLUDETEXT c:\\x")],
    ),
    "a placeholder in a comment": (part("word/comments.xml", comments(run("{{ code }}"))), [
        ("", OUTSIDE),
    ]),
    "a mail merge": (in_part("word/settings.xml", "<w:compat>", "<w:mailMerge/><w:compat>"), [
        ("", "an embedded object (mailMerge)"),
    ]),
    "paragraphs in paragraphs without end": (
        added("<w:p>" * 500 + "</w:p>" * 500),
        [("", "word/document.xml is not XML: Excessive depth")],
    ),
    "an entity": (
        text("<w:document", '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///a">]><w:document'),
        [("", "word/document.xml declares a document type, which Word never does")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), ERRORS.values(), ids=ERRORS)
def test_a_template_that_can_not_be_used_has_exactly_these_errors(
    change: Change, expected: list[tuple[str, str]]
) -> None:
    document = change(shipped())
    errors = [p for p in lint(document, "t.docx") if p.is_error]
    found = sorted((p.place.text, p.fault.found) for p in errors)
    assert len(found) == len(expected), found
    for (text_found, said), (beginning, what) in zip(found, sorted(expected), strict=True):
        assert text_found.startswith(beginning)
        assert said.startswith(what)
    with pytest.raises(LetterError, match=r"^t\.docx"):
        usable_template(document, "t.docx", Form.CONG_VAN)
