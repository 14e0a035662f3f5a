"""Day first or month first is decided by what the values say, never by chance."""

from pathlib import Path
from typing import Any

from export_files import write
from reading import at, dossier, read

HEAD = ["Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái"]


def test_one_value_that_can_only_be_day_first_decides_for_its_column(tmp_path: Path) -> None:
    rows: list[Any] = [HEAD, ["H1", "", "05/09/2021", "4"], ["H2", "", "13/09/2021", "4"]]
    pull = read(write(tmp_path / "a.csv", rows))
    assert dossier(pull, "H1")["due_at"] == at("2021-09-05")
    assert pull.notes == ()


def test_a_column_that_can_only_be_month_first_is_read_so_and_said(tmp_path: Path) -> None:
    rows: list[Any] = [HEAD, ["H1", "", "09/05/2021 17:00", "4"], ["H2", "", "09/13/2021", "4"]]
    pull = read(write(tmp_path / "a.csv", rows))
    assert dossier(pull, "H1")["due_at"] == at("2021-09-05 17:00")
    assert dossier(pull, "H2")["due_at"] == at("2021-09-13")
    assert pull.notes == ("a.csv: dates of Ngày hẹn trả were read as month/day",)


def test_a_column_that_contradicts_itself_is_day_first_and_its_odd_values_are_rejected(
    tmp_path: Path,
) -> None:
    rows: list[Any] = [HEAD, ["H1", "", "13/09/2021", "4"], ["H2", "", "09/13/2021", "4"]]
    pull = read(write(tmp_path / "a.csv", rows))
    assert [row.code for row in pull.rejected] == ["H2"]


def test_a_column_that_does_not_tell_follows_the_others_of_its_sheet(tmp_path: Path) -> None:
    for received, due in (("13/08/2021", "2021-09-05"), ("08/13/2021", "2021-05-09")):
        rows: list[Any] = [HEAD, ["H1", received, "05/09/2021", "4"]]
        pull = read(write(tmp_path / "a.csv", rows))
        assert dossier(pull, "H1")["due_at"] == at(due)
        assert not any("could be either" in note for note in pull.notes)


def test_where_nothing_tells_dates_are_day_first_and_said_to_be(tmp_path: Path) -> None:
    rows: list[Any] = [HEAD, ["H1", "01/09/2021", "05/09/2021", "4"]]
    pull = read(write(tmp_path / "a.csv", rows))
    assert dossier(pull, "H1")["due_at"] == at("2021-09-05")
    (note,) = pull.notes
    assert note.startswith("a.csv: dates of Ngày hẹn trả, Ngày tiếp nhận were read as day/month,")


def test_one_slip_of_the_pen_does_not_turn_a_column_round(tmp_path: Path) -> None:
    rows: list[Any] = [HEAD, *([f"H{n}", "", f"0{n}/09/2021", "4"] for n in range(1, 8))]
    pull = read(write(tmp_path / "a.csv", [*rows, ["H9", "", "10/25/2021", "4"]]))
    assert dossier(pull, "H5")["due_at"] == at("2021-09-05")
    assert [row.code for row in pull.rejected] == ["H9"]


def test_dates_in_other_forms_say_nothing_of_the_order(tmp_path: Path) -> None:
    rows: list[Any] = [HEAD, ["H1", "2021-09-01", "20210905", "4"]]
    assert read(write(tmp_path / "a.csv", rows)).notes == ()
