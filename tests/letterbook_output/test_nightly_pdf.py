"""A nightly run with `[letters] pdf = true`: a PDF beside each new draft, or a note why not."""

import json
from datetime import date
from pathlib import Path

from letter_papers import needs_office, pages, script
from office import Office, finished, row

PDF = "[letters]\npdf = true\n"


def files(office: Office) -> list[str]:
    folder = office.folder / "out" / "letters"
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


@needs_office
def test_each_new_draft_has_a_pdf_beside_it_and_an_old_one_is_not_made_again(
    small_office: Office,
) -> None:
    small_office.write_config(PDF)
    small_office.export(row("A-1"), row("A-2"))
    report = small_office.run()
    assert not [note for note in report.notes if "PDF" in note]
    place = "2021-09-30/Phòng Việc làm"
    assert files(small_office) == [
        f"{place}/{n}" for n in ("A-1.docx", "A-1.pdf", "A-2.docx", "A-2.pdf")
    ]
    folder = small_office.folder / "out" / "letters"
    first = (folder / place / "A-1.pdf").read_bytes()
    assert "A-1" in pages(first)[0]
    small_office.export(row("A-1"), finished("A-2", done="01/10/2021"))
    small_office.run(date(2021, 10, 4))
    assert (folder / place / "A-1.pdf").read_bytes() == first
    new = "2021-10-04/Phòng Việc làm/A-2"
    assert files(small_office)[-2:] == [f"{new}.docx", f"{new}.pdf"]


@needs_office
def test_a_draft_never_takes_the_name_of_a_pdf_of_another_letter(small_office: Office) -> None:
    place = small_office.folder / "out" / "letters" / "2021-09-30" / "Phòng Việc làm"
    place.mkdir(parents=True)
    (place / "A-1.pdf").write_bytes(b"a scan")
    small_office.write_config(PDF)
    small_office.export(row("A-1"))
    small_office.run()
    assert sorted(p.name for p in place.iterdir()) == ["A-1 (2).docx", "A-1 (2).pdf", "A-1.pdf"]


def test_without_libreoffice_the_run_says_so_and_goes_on(small_office: Office) -> None:
    small_office.write_config(PDF + 'soffice = "nowhere/soffice"\n')
    small_office.export(row("A-1"))
    report = small_office.run()
    assert report.complete
    assert report.drafted == 1
    (note,) = [note for note in report.notes if "PDF" in note]
    assert note == (
        "no PDFs were written: config.toml, [letters] soffice: there is no file "
        f"{small_office.folder / 'nowhere/soffice'}"
    )
    assert files(small_office) == ["2021-09-30/Phòng Việc làm/A-1.docx"]


def test_a_libreoffice_that_does_not_work_is_a_note_of_the_run_and_of_the_ledger(
    small_office: Office,
) -> None:
    program: Path = script(small_office.folder / "soffice", "exit 3")
    small_office.write_config(PDF + f'soffice = "{program.name}"\n')
    small_office.export(row("A-1"))
    report = small_office.run()
    (note,) = [note for note in report.notes if "PDF" in note]
    assert "can't convert even an empty document" in note
    (run,) = small_office.rows("SELECT report FROM run")
    assert note in json.loads(run["report"])["notes"]
    assert files(small_office) == ["2021-09-30/Phòng Việc làm/A-1.docx"]
