"""What a template may hold, what it may not, and what the refusal says."""

import io
import zipfile
from random import Random

import pytest
from letter_samples import DRAFT, docx, opened, part_of, text_of, with_part

from letters import LetterError, Template, Wording


@pytest.mark.parametrize(
    "attack",
    [
        "{{ code.__class__ }}",
        "{{ code['x'] }}",
        "{{ code() }}",
        "{{ code|attr('x') }}",
        "{{ code|upper('x') }}",
        "{{ code|tojson }}",
        "{{ 'a' * 999999999 }}",
        "{{ code ~ code }}",
        "{{ code if code else due }}",
        "{{ range(9) }}",
        "{% for x in code %}{{ x }}{% endfor %}",
        "{% if code %}a{% endif %}",
        "{% raw %}{{ code }}{% endraw %}",
        "{%p if code %}",
        "{{p code }}",
        "{{r code }}",
        "{# comment #}",
        "{{ code",
        "code }}",
        "{{ }}",
        "{{ code }",
        "{ code }",
        "Mã: {{ code }} {{ only_after }}",
    ],
)
def test_anything_but_a_plain_placeholder_is_refused_with_its_paragraph(attack: str) -> None:
    with pytest.raises(LetterError, match=r"^mine\.docx, paragraph 2 \("):
        Template(docx("Kính gửi", attack), "mine.docx")


def test_a_misspelt_field_is_named_with_its_paragraph_and_the_nearest_field() -> None:
    with pytest.raises(LetterError) as refused:
        Template(docx("{{ agency }}", "Mã hồ sơ: {{ codee }}"), "mine.docx")
    assert str(refused.value) == (
        "mine.docx, paragraph 2 ('Mã hồ sơ: {{ codee }}'): unknown field 'codee'; "
        "did you mean 'code'?"
    )


def test_a_name_like_nothing_we_know_gets_the_whole_list() -> None:
    with pytest.raises(LetterError, match="valid names: addressee, agency"):
        Template(docx("{{ zzzzqqq }}"), "mine.docx")


def test_a_placeholder_that_word_split_over_runs_is_healed() -> None:
    template = Template(docx(["Mã {", "{ co", "de|up", "per }", "} hết"]), "mine.docx")
    assert "Mã 000.11.22.H99-210823-0014 hết" in text_of(template.render(DRAFT, Wording.AFTER))


def test_a_mark_that_word_split_over_runs_still_works_and_vanishes() -> None:
    template = Template(
        docx("luôn luôn", ["{{ only_", "after }}", " sau hạn"], "{{ only_before }}trước hạn"),
        "mine.docx",
    )
    assert text_of(template.render(DRAFT, Wording.AFTER)) == "luôn luôn\nsau hạn"
    assert text_of(template.render(DRAFT, Wording.BEFORE)) == "luôn luôn\ntrước hạn"


def test_a_paragraph_with_two_marks_is_kept_for_both() -> None:
    template = Template(docx("a", "{{ only_before }}{{ only_after }} hẹn lại"), "mine.docx")
    kept = [w for w in Wording if "hẹn lại" in text_of(template.render(DRAFT, w))]
    assert kept == [Wording.BEFORE, Wording.AFTER]


def test_a_placeholder_that_runs_over_two_paragraphs_is_refused() -> None:
    with pytest.raises(LetterError):
        Template(docx("Mã {", "{ code }}"), "mine.docx")


def test_a_placeholder_hidden_in_an_attribute_is_refused() -> None:
    document = docx("{{ code }}")
    body = part_of(document, "word/document.xml").replace(b"<w:p>", b'<w:p w:rsidR="{{ due }}">', 1)
    with pytest.raises(LetterError, match="outside the text"):
        Template(with_part(document, "word/document.xml", body), "mine.docx")


def test_placeholders_in_header_and_footer_are_filled_and_checked() -> None:
    document = opened(docx("{{ agency }}"))
    document.sections[0].header.paragraphs[0].text = "Mã {{ code }}"
    buffer = io.BytesIO()
    document.save(buffer)
    letter = Template(buffer.getvalue(), "mine.docx").render(DRAFT, Wording.AFTER)
    assert opened(letter).sections[0].header.paragraphs[0].text == f"Mã {DRAFT['code']}"
    document.sections[0].footer.paragraphs[0].text = "{{ kode }}"
    document.save(buffer)
    with pytest.raises(LetterError, match=r"paragraph 1 of word/footer\d\.xml"):
        Template(buffer.getvalue(), "mine.docx")


def test_a_cell_keeps_a_paragraph_when_its_only_one_is_left_out() -> None:
    document = opened(docx("a"))
    document.add_table(1, 1).cell(0, 0).paragraphs[0].text = "{{ only_before }} trước"
    buffer = io.BytesIO()
    document.save(buffer)
    letter = opened(Template(buffer.getvalue(), "t.docx").render(DRAFT, Wording.AFTER))
    assert [p.text for p in letter.tables[0].cell(0, 0).paragraphs] == [""]


def test_a_text_box_goes_with_the_paragraph_that_holds_it() -> None:
    document = docx("a", "{{ only_before }} {{ due }}", "ngoài")
    body = part_of(document, "word/document.xml")
    box = b"<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>{{ code }}</w:t></w:r></w:p>"
    body = body.replace(
        b"{{ due }}</w:t></w:r>",
        b"{{ due }}</w:t></w:r>" + box + b"</w:txbxContent></w:pict></w:r>",
    )
    template = Template(with_part(document, "word/document.xml", body), "mine.docx")
    assert template.used_fields() == {"due", "code"}
    kept = part_of(template.render(DRAFT, Wording.BEFORE), "word/document.xml").decode()
    assert DRAFT["code"] in kept
    gone = part_of(template.render({}, Wording.AFTER), "word/document.xml").decode()
    assert "txbxContent" not in gone


def test_a_mark_in_a_text_box_works_on_the_box_alone() -> None:
    document = docx("ngoài")
    body = part_of(document, "word/document.xml")
    box = (
        "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>{{ only_before }}trong</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict></w:r><w:r><w:t>ngoài</w:t></w:r>"
    )
    body = body.replace("<w:r><w:t>ngoài</w:t></w:r>".encode(), box.encode())
    template = Template(with_part(document, "word/document.xml", body), "mine.docx")
    letter = part_of(template.render({}, Wording.AFTER), "word/document.xml").decode()
    assert "ngoài" in letter
    assert "trong" not in letter


@pytest.mark.parametrize("junk", [b"", b"PK", b"not a zip", b"PK\x03\x04" + bytes(100)])
def test_a_file_that_is_no_docx_is_refused(junk: bytes) -> None:
    with pytest.raises(LetterError, match=r"^mine\.docx"):
        Template(junk, "mine.docx")


def test_a_zip_file_that_is_no_document_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(LetterError, match="not a Word document"):
        Template(buffer.getvalue(), "mine.docx")


def test_a_document_without_its_list_of_parts_is_refused() -> None:
    buffer, whole = io.BytesIO(), docx("{{ code }}")
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(buffer, "w") as archive:
        for name in set(source.namelist()) - {"_rels/.rels"}:
            archive.writestr(name, source.read(name))
    with pytest.raises(LetterError, match=r"not a whole Word document, it has no _rels/.rels"):
        Template(buffer.getvalue(), "mine.docx")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(bytes(8 * 2**20), id="shrinks more than documents do"),
        pytest.param(Random(1).randbytes(900_000) + bytes(51 * 2**20), id="is too large"),
    ],
)
def test_a_zip_bomb_is_refused_before_it_is_unpacked(content: bytes) -> None:
    bomb = with_part(docx("{{ code }}"), "word/media/image1.bmp", content)
    with pytest.raises(LetterError, match="would unpack to"):
        Template(bomb, "mine.docx")


def test_a_file_of_more_than_ten_megabytes_is_refused() -> None:
    with pytest.raises(LetterError, match="larger than 10 MB"):
        Template(bytes(11 * 2**20), "mine.docx")


def test_a_document_with_macros_is_refused() -> None:
    with pytest.raises(LetterError, match="vbaProject"):
        Template(with_part(docx("{{ code }}"), "word/vbaProject.bin", b"x"), "mine.docx")


def test_a_macro_document_by_content_type_is_refused() -> None:
    document = docx("{{ code }}")
    types = part_of(document, "[Content_Types].xml").replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    with pytest.raises(LetterError, match="without macros"):
        Template(with_part(document, "[Content_Types].xml", types), "mine.docx")


@pytest.mark.parametrize("kind", ["attachedTemplate", "image", "oleObject"])
def test_a_reference_to_a_file_outside_is_refused(kind: str) -> None:
    with pytest.raises(LetterError, match=kind):
        Template(_with_relation(kind), "mine.docx")


def test_a_hyperlink_is_no_danger() -> None:
    assert Template(_with_relation("hyperlink"), "mine.docx").used_fields() == {"code"}


def _with_relation(kind: str) -> bytes:
    document = docx("{{ code }}")
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    added = (
        f'<Relationship Id="rId99" Type="{base}/{kind}" Target="https://example.org/x" '
        'TargetMode="External"/></Relationships>'
    )
    part = "word/_rels/document.xml.rels"
    xml = part_of(document, part).replace(b"</Relationships>", added.encode())
    return with_part(document, part, xml)


def test_a_field_code_that_reads_other_files_is_refused() -> None:
    document = docx("{{ code }}")
    field = b'<w:p><w:fldSimple w:instr=" INCLUDETEXT c:\\secret.txt "/>'
    body = part_of(document, "word/document.xml").replace(b"<w:p>", field, 1)
    with pytest.raises(LetterError, match="INCLUDETEXT"):
        Template(with_part(document, "word/document.xml", body), "mine.docx")


def test_a_document_type_declaration_is_refused() -> None:
    document = docx("{{ code }}")
    body = part_of(document, "word/document.xml")
    head, _, rest = body.partition(b"<w:document")
    evil = head + b'<!DOCTYPE w [<!ENTITY a "b">]>' + b"<w:document" + rest
    with pytest.raises(LetterError, match="document type"):
        Template(with_part(document, "word/document.xml", evil), "mine.docx")
