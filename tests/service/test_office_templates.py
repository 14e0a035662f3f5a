"""An office's own template: used where config.toml names it, refused aloud where it can't be."""

import io
import json
import zipfile
from datetime import date
from importlib.resources import files
from pathlib import Path

from command import tthc
from docx import Document
from office import Office, row

from letters import FIELDS, Form, Template

MINE = '[letters.templates]\nmau-04-2018 = "mau/phieu.docx"\n'


def slip(old: str = "", new: str = "") -> bytes:
    """The shipped slip, with other words where given."""
    shipped = (files("letters") / "templates" / "mau-04-2018.docx").read_bytes()
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(shipped)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            copy.writestr(name, source.read(name).replace(old.encode(), new.encode()))
    return target.getvalue()


def with_template(office: Office, content: bytes | None) -> Office:
    """The office, its slip replaced by its own file; None: the file is not there."""
    if content is not None:
        (office.folder / "mau").mkdir()
        (office.folder / "mau" / "phieu.docx").write_bytes(content)
    office.write_config(MINE)
    office.export(*(row(f"A-{n}") for n in range(1, 8)))
    return office


def test_letters_are_written_from_the_file_that_config_names(small_office: Office) -> None:
    mine = slip("Rất mong nhận được", "Kính mong nhận được")
    office = with_template(small_office, mine)
    assert office.run().complete
    (letter, *_) = office.rows("SELECT document, template_sha256 FROM letter")
    text = "\n".join(p.text for p in Document(io.BytesIO(letter["document"])).paragraphs)
    assert "Kính mong nhận được sự thông cảm" in text
    assert letter["template_sha256"] == Template(mine, "mine").sha256


def test_other_forms_keep_the_shipped_template(small_office: Office) -> None:
    office = with_template(small_office, slip("{{ code }}", "{{ kode }}"))
    report = office.run(date(2025, 9, 15))
    assert (report.drafted, report.complete) == (7, True)


def test_a_template_with_an_error_is_not_used_and_nothing_stands_in_for_it(
    small_office: Office,
) -> None:
    office = with_template(small_office, slip("{{ code }}", "{{ kode }}"))
    report = office.run()
    assert (report.drafted, report.complete) == (0, False)
    assert office.rows("SELECT * FROM letter") == []
    (note,) = [note for note in report.notes if note.startswith("no letter for")]
    assert note.startswith(
        "no letter for A-1, A-2, A-3, A-4, A-5 and 2 more: mau/phieu.docx, paragraph 11 ("
    )
    assert "unknown field 'kode'; did you mean 'code'?" in note
    assert "and 1 more" in note


def test_a_template_without_the_reason_is_not_used(small_office: Office) -> None:
    report = with_template(small_office, slip("{{ reason }}", "…")).run()
    assert not report.complete
    assert any("the field 'reason' (Lý do chậm) is missing" in note for note in report.notes)


def test_a_layout_outside_the_decree_does_not_hold_letters_back(small_office: Office) -> None:
    report = with_template(small_office, slip("Times New Roman", "Arial")).run()
    assert (report.drafted, report.complete) == (7, True)


def test_a_file_that_is_not_there_is_named_with_its_key(small_office: Office) -> None:
    report = with_template(small_office, None).run()
    assert not report.complete
    assert any(
        "mau/phieu.docx: can't be read (No such file or directory); config.toml names it under "
        "[letters.templates] mau-04-2018" in note
        for note in report.notes
    )


def test_letters_come_on_the_night_after_the_template_is_mended(small_office: Office) -> None:
    office = with_template(small_office, slip("{{ code }}", "{{ kode }}"))
    office.run()
    (office.folder / "mau" / "phieu.docx").write_bytes(slip())
    assert office.run().drafted == 7


def test_check_names_a_bad_template_and_its_form(small_office: Office) -> None:
    office = with_template(small_office, slip("{{ code }}", "{{ kode }}"))
    checked = tthc("check", cwd=office.folder)
    assert checked.returncode == 1
    said = checked.stdout.decode()
    assert "PROBLEM  template: mau/phieu.docx, paragraph 11" in said
    assert "template: cong-van: cong-van.docx" in said


def test_an_unknown_form_in_config_is_answered_with_the_known_ones(small_office: Office) -> None:
    small_office.write_config('[letters.templates]\nmau-05 = "x.docx"\n')
    refused = tthc("check", cwd=small_office.folder)
    assert refused.returncode == 2
    assert "'mau-04-2018', 'mau-04-2025' or 'cong-van'" in refused.stderr.decode()


def linted(folder: Path, *arguments: str) -> tuple[int, str]:
    result = tthc("letters", "lint", *arguments, cwd=folder)
    return result.returncode, result.stdout.decode() + result.stderr.decode()


def test_lint_names_every_problem_of_every_file(tmp_path: Path) -> None:
    (tmp_path / "good.docx").write_bytes(slip())
    (tmp_path / "bad.docx").write_bytes(slip("{{ code }}", "{{ kode }}"))
    assert linted(tmp_path, "good.docx") == (
        0,
        "good.docx: can be used: 0 errors, 0 warnings\n",
    )
    code, said = linted(tmp_path, "good.docx", "bad.docx")
    assert code == 1
    assert "bad.docx: can't be used: 2 errors, 0 warnings" in said
    assert "did you mean 'code'?" in said


def test_lint_as_json_gives_place_finding_and_advice(tmp_path: Path) -> None:
    (tmp_path / "bad.docx").write_bytes(slip("{{ code }}", "{{ kode }}"))
    code, said = linted(tmp_path, "bad.docx", "--format", "json")
    assert code == 1
    problems = json.loads(said)
    assert [p["found"] for p in problems] == [
        "unknown field 'kode'",
        "the field 'code' (Mã hồ sơ) is missing",
    ]
    assert problems[0] == {
        "file": "bad.docx",
        "severity": "error",
        "part": "",
        "paragraph": 11,
        "text": problems[0]["text"],
        "found": "unknown field 'kode'",
        "expected": "a name that `tthc letters fields` lists",
        "what_to_do": "did you mean 'code'?",
    }


def test_lint_of_a_layout_warns_and_leaves_with_0(tmp_path: Path) -> None:
    (tmp_path / "wide.docx").write_bytes(slip("Times New Roman", "Arial"))
    code, said = linted(tmp_path, "wide.docx")
    assert code == 0
    assert "can be used: 0 errors" in said
    assert "nội dung: font Arial" in said


def test_lint_takes_the_form_that_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "slip.docx").write_bytes(slip())
    code, said = linted(tmp_path, "slip.docx", "--form", "mau-04-2025")
    assert code == 1
    assert "the field 'applicant_id'" in said


def test_lint_of_no_file_at_all_is_wrong_use(tmp_path: Path) -> None:
    code, said = linted(tmp_path, "none.docx")
    assert code == 2
    assert "none.docx: can't be read" in said


def test_fields_lists_each_placeholder_with_its_meaning(tmp_path: Path) -> None:
    listed = tthc("letters", "fields", "--format", "json", cwd=tmp_path)
    rows = json.loads(listed.stdout)
    assert [row["name"] for row in rows] == list(FIELDS)
    by_name = {row["name"]: row for row in rows}
    assert by_name["new_due_on"]["required_in"] == "all forms (before, after)"
    assert by_name["applicant_id"]["required_in"] == Form.MAU_04_2025
    assert by_name["code"]["value"] == "never blank"
    assert tthc("letters", "fields", "--format", "csv", cwd=tmp_path).stdout.count(b"\n") == 23


def test_the_list_of_letters_still_needs_no_command_below_it(small_office: Office) -> None:
    small_office.export(row("A-1"))
    small_office.run()
    listed = tthc("letters", "--state", "draft", "--format", "json", cwd=small_office.folder)
    assert [letter["dossier"] for letter in json.loads(listed.stdout)] == ["A-1"]
