"""Drafts: one a late dossier, in the right words, in the right place, never over anybody's work."""

from datetime import date
from pathlib import Path

import pytest
from letter_text import text_of
from office import Office, finished, row

from letters import LetterError
from monitor import drafts


def files(office: Office) -> list[str]:
    folder = office.folder / "out" / "letters"
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_each_late_dossier_has_one_draft_in_the_store_and_in_a_file(office: Office) -> None:
    office.export(
        row("A-1"), finished("A-2", done="13/09/2021"), finished("A-3"), row("A-4", due="")
    )
    office.run()
    office.run()
    letters = office.rows("SELECT dossier, state, form, wording FROM letter ORDER BY dossier")
    assert [tuple(letter.values()) for letter in letters] == [
        ("A-1", "draft", "mau-04-2018", "after"),
        ("A-2", "draft", "mau-04-2018", "finished"),
    ]
    assert files(office) == [
        "2021-09-30/Phòng Việc làm/A-1.docx",
        "2021-09-30/Phòng Việc làm/A-2.docx",
    ]


def test_the_file_holds_the_bytes_of_the_store_and_the_facts_of_the_case(
    small_office: Office,
) -> None:
    small_office.export(row("A-1", applicant="Phạm & <Thị> Ánh"))
    small_office.run()
    (letter,) = small_office.rows("SELECT document, path FROM letter")
    path = small_office.folder / "out" / "letters" / letter["path"]
    assert path.read_bytes() == letter["document"]
    text = text_of(letter["document"])
    for part in ("Phạm & <Thị> Ánh", "A-1", "ngày 10 tháng 9 năm 2021", "Cấp giấy phép lao động"):
        assert part in text
    assert "……" in text
    assert "{{" not in text


def test_a_letter_that_was_issued_before_the_monitor_came_needs_no_draft(
    small_office: Office,
) -> None:
    file = small_office.folder / "export.csv"
    file.write_text(
        "Mã hồ sơ,Ngày hẹn trả,Trạng thái,Ngày ban hành thư xin lỗi\n"
        "A-1,10/09/2021,4,09/09/2021\nA-2,10/09/2021,4,\n",
        encoding="utf-8",
    )
    small_office.config = small_office.config.replace("export.xlsx", "export.csv")
    small_office.write_config()
    assert small_office.run().drafted == 1
    assert ("apology-missing", "A-1") not in small_office.findings()
    assert ("apology-missing", "A-2") in small_office.findings()


def test_an_untouched_draft_follows_its_dossier(office: Office) -> None:
    office.export(row("A-1"))
    office.run()
    office.export(finished("A-1", done="01/10/2021"))
    report = office.run(date(2021, 10, 4))
    assert report.drafted == 0
    (letter,) = office.rows("SELECT wording, path FROM letter")
    assert letter["wording"] == "finished"
    assert letter["path"].startswith("2021-10-04/")


def test_a_letter_that_somebody_has_worked_on_is_left_alone(small_office: Office) -> None:
    small_office.export(row("A-1"))
    small_office.run()
    with small_office.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE letter SET state = 'completed'")
    before = small_office.contents()["letter"]
    small_office.export(finished("A-1", done="01/10/2021"))
    small_office.run(date(2021, 10, 4))
    assert small_office.contents()["letter"] == before


def test_an_issued_letter_answers_the_missing_apology(small_office: Office) -> None:
    small_office.export(row("A-1"))
    small_office.run()
    with small_office.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE letter SET state = 'issued', issued_on = '2021-09-30'")
    assert small_office.run().findings["apology-missing"].closed == 1
    assert small_office.findings() == [("apology-late", "A-1"), ("overdue-open", "A-1")]


def test_a_file_that_an_officer_has_edited_is_not_overwritten(small_office: Office) -> None:
    small_office.export(row("A-1"))
    small_office.run()
    (file,) = (small_office.folder / "out").rglob("A-1.docx")
    file.write_bytes(b"edited in Word")
    small_office.export(row("A-1", applicant="Trần Thị Yến"))
    small_office.run()
    assert file.read_bytes() == b"edited in Word"
    assert (file.parent / "A-1 (2).docx").exists()


def test_codes_and_units_never_become_paths(small_office: Office) -> None:
    codes = ["../../x1", "CON1", "a/b1", "c:d1", "." * 5 + "e1", "g1" * 200]
    rows = [row(code, unit="../..") for code in codes] + [row("H1", unit=" / "), row("I1", unit="")]
    small_office.export(*rows)
    assert small_office.run().drafted == len(rows)
    out = small_office.folder / "out" / "letters"
    found = list(small_office.folder.rglob("*.docx"))
    assert len(found) == len(rows)
    for path in found:
        assert path.is_relative_to(out / "2021-09-30")
        assert len(path.relative_to(out).parts) == 3


def test_one_letter_that_can_not_be_written_does_not_stop_the_others(
    small_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = drafts._draft

    def one_fails(row: dict[str, object], *rest: object) -> object:
        if row["code"] == "A-1":
            raise LetterError("the template does not know this applicant")
        return sound(row, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(drafts, "_draft", one_fails)
    small_office.export(row("A-1"), row("A-2"))
    report = small_office.run()
    assert report.drafted == 1
    assert not report.complete
    assert "no letter for A-1: the template does not know this applicant" in report.notes


def test_the_form_follows_the_day_the_field_and_the_config(small_office: Office) -> None:
    small_office.export(row("A-1"))
    small_office.run(date(2025, 9, 14))
    assert small_office.rows("SELECT form FROM letter")[0]["form"] == "mau-04-2018"


@pytest.mark.parametrize(
    ("more", "as_of", "form"),
    [
        ("", date(2025, 9, 15), "mau-04-2025"),
        ('[letters]\nform = "cong-van"\n', date(2021, 9, 30), "cong-van"),
        ('[letters.forms]\n"Việc làm" = "cong-van"\n', date(2021, 9, 30), "cong-van"),
        ('[letters.forms]\n"Người có công" = "cong-van"\n', date(2021, 9, 30), "mau-04-2018"),
    ],
)
def test_which_form_a_letter_takes(tmp_path: Path, more: str, as_of: date, form: str) -> None:
    office = Office(tmp_path)
    (tmp_path / "export.csv").write_text(
        "Mã hồ sơ,Ngày hẹn trả,Trạng thái,Lĩnh vực\nA-1,10/09/2021,4,Việc làm\n", encoding="utf-8"
    )
    office.config = office.config.replace("export.xlsx", "export.csv")
    office.write_config(more)
    office.run(as_of)
    assert office.rows("SELECT form FROM letter")[0]["form"] == form
    office.engine.dispose()


def test_on_request_a_letter_is_drafted_before_the_appointment(small_office: Office) -> None:
    small_office.export(row("A-1", due="01/10/2021"), row("A-2", due="15/10/2021"))
    assert small_office.run().drafted == 0
    small_office.write_config("[letters]\ndraft_before_due = true\n")
    assert small_office.run().drafted == 1
    (letter,) = small_office.rows("SELECT dossier, wording, document FROM letter")
    assert (letter["dossier"], letter["wording"]) == ("A-1", "before")
    assert "dự kiến không thể" in text_of(letter["document"])
