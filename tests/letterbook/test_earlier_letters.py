"""Letters from before the monitor: taken over whole or not at all, and never twice."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from export_files import write
from letter_office import TODAY, completed, issued, log, prepare
from letter_programs import take
from office import Office, row

from monitor.intake.errors import IntakeError
from monitor.letterbook.earlier import Taken

HEAD = ("STT", "Mã hồ sơ", "Số, ký hiệu", "Ngày ban hành", "Ngày hẹn lại", "Lý do")


def line(
    code: str,
    number: str = "12/PXL",
    day: str = "08/09/2021",
    new: str = "20/09/2021",
    why: str = "",
) -> list[Any]:
    return [1, code, number, day, new, why]


def taken(office: Office, *rows: Sequence[Any], name: str = "cu.xlsx") -> Taken:
    title = ["DANH SÁCH PHIẾU XIN LỖI ĐÃ BAN HÀNH"]
    return take(office, write(office.folder / name, [title, [], HEAD, *rows]))


@pytest.mark.parametrize("name", ["cu.xlsx", "cu.csv", "cu.xls"])
def test_an_earlier_letter_counts_from_day_one(office: Office, name: str) -> None:
    prepare(office, row("A-1"), row("A-2"))
    result = taken(office, line("A-1", why="Chờ & đợi <ý kiến>"), name=name)
    assert (result.added, result.already, result.unknown) == (1, 0, ())
    (held,) = office.rows("SELECT * FROM letter WHERE dossier = 'A-1' AND state = 'issued'")
    assert (held["origin"], held["series"], held["number"]) == ("imported", "PXL", 12)
    assert (held["document"], held["reason"]) == (None, "Chờ & đợi <ý kiến>")
    assert office.run(TODAY).drafted == 0
    findings = office.findings()
    assert ("apology-missing", "A-1") not in findings
    assert ("new-date-broken", "A-1") in findings
    assert ("apology-missing", "A-2") in findings
    assert [action for action, _ in log(office)] == ["withdraw", "import"]


def test_the_same_list_twice_changes_nothing(office: Office) -> None:
    prepare(office, row("A-1"), row("A-2"))
    rows = [line("A-1"), line("A-2", number="13"), line("A-1")]
    assert taken(office, *rows).added == 2
    before = (office.contents(), log(office))
    again = taken(office, *rows)
    assert (again.added, again.already) == (0, 3)
    assert (office.contents(), log(office)) == before


def test_every_row_that_can_not_be_read_is_named_and_nothing_is_written(office: Office) -> None:
    prepare(office, row("A-1"), row("A-2"))
    before = (office.contents(), log(office))
    with pytest.raises(IntakeError) as error:
        taken(
            office,
            line("A-1"),
            line("A-2", day="31/06/2021"),
            line(""),
            line("A-2", number="mười hai"),
            line("A-2", day="01/10/2021"),
            line("A-2", day=""),
            line("A-2", new="sớm"),
            line("A-2", why="x" * 501),
            line("A-2", new="07/09/2021"),
        )
    told = str(error.value).splitlines()
    expected = [
        (5, "D, Ngày ban hành", "no such day"),
        (6, "B, Mã hồ sơ", "missing"),
        (7, "C, Số, ký hiệu", "mười hai"),
        (8, "D, Ngày ban hành", "lies after today"),
        (9, "D, Ngày ban hành", "missing"),
        (10, "E, Ngày hẹn lại", "not a date"),
        (11, "F, Lý do", "501"),
        (12, "E, Ngày hẹn lại", "before the letter, 08/09/2021"),
    ]
    assert len(told) == len(expected) + 1
    for text, (number, column, why) in zip(told, expected, strict=False):
        assert f"row {number}, column {column}" in text
        assert why in text
    assert (office.contents(), log(office)) == before


def test_what_stands_round_the_rows_of_a_printed_list_is_no_letter(small_office: Office) -> None:
    prepare(small_office, row("A-1"), row("A-2"))
    found = taken(
        small_office,
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        ["Phòng Việc làm"],
        line("A-1"),
        HEAD,
        line("A-2", "13/PXL"),
        ["", "", "Tổng cộng", "", "", ""],
        ["", "", "", "Nam Sơn, ngày 30 tháng 9 năm 2021", "", ""],
        ["", "", "Người lập", "GIÁM ĐỐC", "", ""],
    )
    assert (found.added, found.unknown) == (2, ())


def test_what_the_store_knows_otherwise_is_named(office: Office) -> None:
    prepare(office, *(row(code) for code in ("A-1", "A-2", "A-3", "A-4")))
    issued(office, "A-1", number="12")
    completed(office, "A-2")
    taken(office, line("A-3", number="20"))
    before = (office.contents(), log(office))
    with pytest.raises(IntakeError) as error:
        taken(
            office,
            line("A-4", number="12"),
            line("A-2", number="14"),
            line("A-3", number="20", new="21/09/2021"),
        )
    told = str(error.value)
    assert "the number 12/PXL of 2021 belongs to A-1" in told
    assert "a letter of this dossier is being worked on: it is completed" in told
    assert "this letter is there already with another new date: 2021-09-20" in told
    assert (office.contents(), log(office)) == before


def test_dossiers_that_were_never_seen_are_left_out_and_named(office: Office) -> None:
    prepare(office, row("A-1"))
    result = taken(office, line("Z-9", number="11"), line("A-1"))
    assert result.added == 1
    (left,) = result.unknown
    assert "row 4, column B, Mã hồ sơ: found 'Z-9': no dossier" in str(left)


def test_two_earlier_letters_of_a_dossier_are_two_new_dates(office: Office) -> None:
    prepare(office, row("A-1"))
    taken(
        office,
        line("A-1", number="15", day="20/09/2021", new="29/09/2021"),
        line("A-1", number="12"),
    )
    office.run(TODAY)
    assert ("reappointed-twice", "A-1") in office.findings()
    rows = office.rows("SELECT number FROM letter WHERE state = 'issued' ORDER BY reappointment")
    assert [one["number"] for one in rows] == [12, 15]


def test_a_list_needs_headings(small_office: Office) -> None:
    prepare(small_office)
    file = write(small_office.folder / "a.csv", [["A-1", "12", "08/09/2021"]])
    with pytest.raises(IntakeError, match=r"a\.csv: no row has headings"):
        take(small_office, file)


def test_a_letter_of_a_finished_dossier_has_no_new_date_and_maybe_no_number(
    small_office: Office,
) -> None:
    prepare(small_office)
    assert taken(small_office, line("A-1", number="", new="")).added == 1
    assert taken(small_office, line("A-1", number="", new="")).already == 1
    (held,) = small_office.rows("SELECT * FROM letter WHERE state = 'issued'")
    assert (held["number"], held["new_due_on"]) == (None, None)
    assert date.fromisoformat(held["issued_on"]) == date(2021, 9, 8)
