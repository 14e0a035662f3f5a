"""Templates that Word or LibreOffice has had in hand print the same words as before."""

import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from letter_samples import DRAFT, FILLED, part_of, text_of, with_part
from template_samples import BODY, shipped

from letters import Form, Template, Wording, builtin_template, lint

LEFT_BEHIND = (
    "",
    '<w:proofErr w:type="gramStart"/>',
    '<w:bookmarkStart w:id="7" w:name="x"/><w:bookmarkEnd w:id="7"/>',
    "<w:r><w:lastRenderedPageBreak/></w:r>",
    "<w:r><w:rPr><w:b/></w:rPr></w:r>",
    "<w:r><w:softHyphen/></w:r>",
)
RUN = re.compile(r"<w:r>(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t>([^<]*)</w:t></w:r>")
TEXTS = {
    (form, w): text_of(builtin_template(form).render(FILLED, w)) for form in Form for w in Wording
}

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftotext") is None,
    reason="needs LibreOffice: apt-get install libreoffice-writer-nogui poppler-utils",
)


def convert(folder: Path, kind: str, documents: list[Path]) -> Path:
    """LibreOffice's copies of some documents, in a folder of their own."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    target = folder / kind
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(target)]
    subprocess.run([*command, *map(str, documents)], check=True, capture_output=True, timeout=300)
    return target


@given(data=st.data(), form=st.sampled_from(Form), wording=st.sampled_from(Wording))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_however_runs_are_split_the_letter_says_the_same(
    data: st.DataObject, form: Form, wording: Wording
) -> None:
    def split(match: re.Match[str]) -> str:
        looks, text = match[1] or "", match[2]
        if "{{" not in text:
            return match[0]
        cuts = data.draw(st.sets(st.integers(0, len(text)), max_size=12))
        places = [0, *sorted(cuts), len(text)]
        runs = [
            f'<w:r>{looks}<w:t xml:space="preserve">{text[a:b]}</w:t></w:r>'
            for a, b in pairwise(places)
        ]
        return "".join(run + data.draw(st.sampled_from(LEFT_BEHIND)) for run in runs)

    body = RUN.sub(split, part_of(shipped(form), BODY).decode())
    template = Template(with_part(shipped(form), BODY, body.encode()), "t.docx")
    assert text_of(template.render(FILLED, wording)) == TEXTS[form, wording]


@needs_office
def test_copies_that_libreoffice_saved_are_sound_and_say_the_same(tmp_path: Path) -> None:
    originals = []
    for form in Form:
        originals.append(tmp_path / f"{form}.docx")
        originals[-1].write_bytes(shipped(form))
    copies = convert(tmp_path, "docx", originals)
    for form in Form:
        copy = (copies / f"{form}.docx").read_bytes()
        assert copy != shipped(form)
        assert [str(problem) for problem in lint(copy, "copy.docx", form)] == []
        template = Template(copy, "copy.docx")
        for wording in Wording:
            assert text_of(template.render(FILLED, wording)) == TEXTS[form, wording]


def test_a_blank_superior_body_leaves_no_gap_in_a_split_template() -> None:
    fields = DRAFT | {"parent": ""}
    for form in Form:
        split = part_of(shipped(form), BODY).replace(
            b"{{ parent|upper", b"{{ pa</w:t></w:r><w:r><w:t>rent|upper"
        )
        letter = Template(with_part(shipped(form), BODY, split), "t.docx")
        assert text_of(letter.render(fields, Wording.AFTER)).startswith("SỞ LAO ĐỘNG")
