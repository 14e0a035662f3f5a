"""`tthc letters pdf` and `tthc letters register`, as people and scripts call them."""

import json
from io import BytesIO

from command import said, tthc
from letter_papers import needs_office, pages
from office import Office, row
from pypdf import PdfReader
from python_calamine import CalamineWorkbook


def drafted(office: Office, *codes: str) -> Office:
    office.export(*(row(code) for code in codes))
    office.run()
    return office


@needs_office
def test_letters_become_pdfs_in_a_folder_and_one_file_for_printing(small_office: Office) -> None:
    folder = drafted(small_office, "A-1", "A/2", "A-3").folder
    made = tthc("letters", "pdf", "--out", "pdf", "--merged", "batch/all.pdf", cwd=folder)
    assert made.returncode == 0, made.stderr.decode()
    assert made.stdout.decode() == "3 letters: pdf, batch/all.pdf\n"
    assert sorted(p.name for p in (folder / "pdf").iterdir()) == ["A%2F2.pdf", "A-1.pdf", "A-3.pdf"]
    batch = PdfReader(folder / "batch" / "all.pdf")
    assert len(batch.pages) == 6
    assert [str(item["/Title"]) for item in batch.outline] == ["A-1", "A-3", "A/2"]  # type: ignore[call-overload]
    texts = [page.extract_text() for page in batch.pages]
    assert ["A-1" in texts[0], "A-3" in texts[2], "A/2" in texts[4]] == [True] * 3
    assert texts[1::2] == [""] * 3
    plain = tthc("letters", "pdf", "A-3", "A-1", "--merged", "b.pdf", "--single-sided", cwd=folder)
    assert plain.returncode == 0
    texts = pages((folder / "b.pdf").read_bytes())
    assert ["A-3" in texts[0], "A-1" in texts[1], len(texts)] == [True, True, 2]
    assert tthc("letters", "pdf", "A-1", "--out", "one.pdf", cwd=folder).returncode == 0
    assert len(pages((folder / "one.pdf").read_bytes())) == 1
    assert tthc("letters", "pdf", "A-1", cwd=folder).stdout.decode() == "1 letters: out/pdf\n"
    assert (folder / "out" / "pdf" / "A-1.pdf").exists()


@needs_office
def test_a_letter_that_can_not_be_made_is_named_and_the_others_are_made(
    small_office: Office,
) -> None:
    folder = drafted(small_office, "A-1", "A-2").folder
    with small_office.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE letter SET document = X'00' WHERE dossier = 'A-1'")
    made = tthc("letters", "pdf", "--out", "pdf", cwd=folder)
    assert made.returncode == 1
    assert made.stderr.decode() == "No PDF of A-1: it is no .docx file\n"
    assert [p.name for p in (folder / "pdf").iterdir()] == ["A-2.pdf"]


def test_a_call_that_can_not_be_meant_is_refused_before_any_work(small_office: Office) -> None:
    folder = drafted(small_office, "A-1", "A-2").folder
    unknown = tthc("letters", "pdf", "A-11", cwd=folder)
    assert unknown.returncode == 2
    assert "there is no such letter for 'A-11'; did you mean 'A-1'?" in unknown.stderr.decode()
    several = tthc("letters", "pdf", "--out", "one.pdf", cwd=folder)
    assert several.returncode == 2
    assert "2 letters need a folder, or use --merged one.pdf" in several.stderr.decode()
    none = tthc("letters", "pdf", "--state", "issued", cwd=folder)
    assert (none.returncode, none.stderr.decode()) == (0, "There is no such letter.\n")
    small_office.write_config('[letters]\nsoffice = "nowhere"\n')
    missing = tthc("letters", "pdf", cwd=folder)
    assert missing.returncode == 1
    assert "Error: config.toml, [letters] soffice: there is no file" in missing.stderr.decode()


def test_check_says_that_libreoffice_is_missing_where_pdfs_are_wanted(small_office: Office) -> None:
    small_office.export(row("A-1"))
    small_office.write_config('[letters]\npdf = true\nsoffice = "nowhere"\n')
    shown = tthc("check", cwd=small_office.folder)
    assert shown.returncode == 1
    assert "PROBLEM  LibreOffice: config.toml, [letters] soffice" in shown.stdout.decode()


def test_the_register_is_a_workbook_a_list_and_a_table(small_office: Office) -> None:
    folder = drafted(small_office, "A-1", "A-2").folder
    year = ("letters", "register", "--year", "2021")
    rows = said(tthc(*year, "--format", "json", cwd=folder))
    assert [(one["line"], one["dossier"], one["due_on"]) for one in rows] == [
        (1, "A-1", "2021-09-10"),
        (2, "A-2", "2021-09-10"),
    ]
    assert rows[0]["number"] is None
    assert tthc(*year, "--out", "so.xlsx", cwd=folder).returncode == 0
    piped = tthc(*year, "--format", "xlsx", cwd=folder).stdout
    for content in ((folder / "so.xlsx").read_bytes(), piped):
        sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
        assert [line[3] for line in sheet.to_python()[-2:]] == ["A-1", "A-2"]
    assert "2 letters of 2021; 0 dossiers excused" in tthc(*year, cwd=folder).stdout.decode()
    assert said(tthc("letters", "register", "--year", "2020", "--format", "json", cwd=folder)) == []


def test_the_list_of_letters_is_as_it_was(small_office: Office) -> None:
    folder = drafted(small_office, "A-1").folder
    found = said(tthc("letters", "--state", "draft", "--format", "json", cwd=folder))
    assert [one["dossier"] for one in found] == ["A-1"]
    (folder / "elsewhere").mkdir()
    config = ("--config", str(folder / "config.toml"))
    inside = tthc(
        "letters",
        *config,
        "register",
        "--year",
        "2021",
        "--format",
        "json",
        cwd=folder / "elsewhere",
    )
    assert len(json.loads(inside.stdout)) == 1
