"""Day first or month first is decided by what the values say, never by chance."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from export_files import write
from reading import at, dossier, read

from monitor.intake.errors import IntakeError

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


def test_a_column_with_both_orders_keeps_only_what_can_be_nothing_else(tmp_path: Path) -> None:
    dates = ["13/08/2021", "14/08/2021", "08/15/2021", "08/16/2021", "05/09/2021", "09/09/2021"]
    rows: list[Any] = [HEAD, *([f"H{n}", "", day, "4"] for n, day in enumerate(dates))]
    pull = read(write(tmp_path / "a.csv", rows))
    assert [row.code for row in pull.rejected] == ["H2", "H3", "H4"]
    assert "day/month or month/day? The column has both" in pull.rejected[-1].reason
    assert dossier(pull, "H5")["due_at"] == at("2021-09-09")


def of_day(n: int) -> datetime | str:
    """The n-th of September 2021, as a program set to month first leaves it of dd/mm/yyyy."""
    return datetime(2021, n, 9, 17) if n <= 12 else f"{n}/09/2021 17:00:00"


def test_dates_that_a_program_has_exchanged_are_kept_aside_and_its_texts_are_read(
    tmp_path: Path,
) -> None:
    rows: list[Any] = [HEAD, *([f"H{n}", "", of_day(n), "4"] for n in range(1, 31))]
    pull = read(write(tmp_path / "a.xlsx", rows))
    assert [row.code for row in pull.rejected] == [f"H{n}" for n in range(1, 13) if n != 9]
    assert "day and month may be exchanged" in pull.rejected[0].reason
    assert dossier(pull, "H30")["due_at"] == at("2021-09-30 17:00")
    assert dossier(pull, "H9")["due_at"] == at("2021-09-09 17:00")  # the same either way


@pytest.mark.parametrize("shown", ["%Y-%m-%d", "%d-%b-%y"])
def test_exchanged_dates_are_seen_when_the_program_has_saved_them_as_text(
    tmp_path: Path, shown: str
) -> None:
    days = [
        f"{day:{shown}}" if isinstance(day := of_day(n), datetime) else day for n in range(1, 31)
    ]
    rows: list[Any] = [HEAD, *([f"H{n}", "", day, "4"] for n, day in enumerate(days, 1))]
    pull = read(write(tmp_path / "a.csv", rows))
    assert [row.code for row in pull.rejected] == [f"H{n}" for n in range(1, 13) if n != 9]
    assert "day and month may be exchanged" in pull.rejected[0].reason


def test_dates_with_spaces_tell_their_order_too(tmp_path: Path) -> None:
    rows: list[Any] = [HEAD, *([f"H{n}", "", f"0{n} / 05 / 2021", "4"] for n in range(1, 4))]
    assert "could be either" in read(write(tmp_path / "a.csv", rows)).notes[0]


def test_too_few_dates_to_tell_whether_they_are_exchanged_are_said_to_be_unsure(
    tmp_path: Path,
) -> None:
    rows: list[Any] = [HEAD, *([f"H{n}", "", of_day(n), "4"] for n in (5, 6, 14, 20))]
    pull = read(write(tmp_path / "a.xlsx", rows))
    assert "dates of Ngày hẹn trả were read as day/month, but could be either" in pull.notes[0]


def test_real_dates_and_texts_that_stand_for_any_day_are_not_exchanged(tmp_path: Path) -> None:
    days = [datetime(2021, 9, n) if n % 2 else f"{n:02}/09/2021" for n in range(1, 31)]
    rows: list[Any] = [HEAD, *([f"H{n}", "", day, "4"] for n, day in enumerate(days))]
    pull = read(write(tmp_path / "a.xlsx", rows))
    assert (pull.accepted, pull.notes) == (30, ())


def exported(days: list[str], other: str = "") -> list[list[Any]]:
    return [HEAD, *([f"H{n}", other, day, "4"] for n, day in enumerate(days))]


EARLY = [f"09/{n:02}/2021" for n in range(1, 13)] + ["09/14/2021", "09/15/2021"]


def test_month_first_dates_of_a_months_first_days_are_not_taken_for_day_first(
    tmp_path: Path,
) -> None:
    pull = read(write(tmp_path / "a.csv", exported(EARLY)))
    assert pull.dossiers["code"].tolist() == ["H8"]  # 09/09 is the same either way
    assert "day/month or month/day?" in pull.rejected[0].reason


def test_such_dates_follow_a_column_that_is_month_first(tmp_path: Path) -> None:
    pull = read(write(tmp_path / "a.csv", exported(EARLY, "08/31/2021")))
    assert dossier(pull, "H1")["due_at"] == at("2021-09-02")
    assert (pull.accepted, len(pull.rejected)) == (14, 0)


def test_such_dates_beside_a_column_that_is_day_first_are_kept_aside(tmp_path: Path) -> None:
    pull = read(write(tmp_path / "a.csv", exported(EARLY, "31/08/2021")))
    assert pull.dossiers["code"].tolist() == ["H8"]


def test_a_column_without_a_hint_is_kept_aside_beside_such_dates(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match=r"row 2, column B, Ngày tiếp nhận: .*day/month or"):
        read(write(tmp_path / "a.csv", exported(EARLY, "01/08/2021")))


def test_one_day_in_each_of_many_months_is_rather_one_month_written_first(tmp_path: Path) -> None:
    days = [f"09/{n:02}/2021" for n in range(1, 9)]
    with pytest.raises(IntakeError, match="day/month or month/day"):
        read(write(tmp_path / "a.csv", exported(days)))
    assert read(write(tmp_path / "b.csv", exported(days, "31/08/2021"))).accepted == len(days)


def test_exchanged_dates_are_seen_where_they_are_bare_numbers(tmp_path: Path) -> None:
    epoch = datetime(1899, 12, 30)
    days = [
        (day - epoch).days if isinstance(day := of_day(n), datetime) else day for n in range(1, 31)
    ]
    rows: list[Any] = [HEAD, *([f"H{n}", "", day, "4"] for n, day in enumerate(days, 1))]
    pull = read(write(tmp_path / "a.xlsx", rows))
    assert [row.code for row in pull.rejected] == [f"H{n}" for n in range(1, 13) if n != 9]
    assert "day and month may be exchanged" in pull.rejected[0].reason
