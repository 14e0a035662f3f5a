"""Values that can be read and yet look wrong are said, with an example, and not changed."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from export_files import write
from office import Office
from reading import at, dossier, read

HEAD = ["Mã hồ sơ", "Chủ hồ sơ", "Tên thủ tục hành chính", "Ngày nộp hồ sơ", "Ngày tiếp nhận"]
HEAD += ["Ngày hẹn trả", "Ngày kết thúc xử lý", "Ngày trả kết quả", "Trạng thái"]
STAMP = "%Y%m%d%H%M%S"
TWELVE_HOURS = "%Y%m%d%I%M%S"


def code(number: int) -> str:
    return f"000.11.22.H99-2109{number % 28 + 1:02}-{number:04}"


def rows(
    count: int = 40,
    clock: str = STAMP,
    handover: timedelta = timedelta(hours=3),
    behind: timedelta = timedelta(),
) -> list[list[Any]]:
    """An export of a month: handed in from 8 to 17 o'clock, due at 17:00, finished in between."""
    listed: list[list[Any]] = []
    for n in range(count):
        handed_in = datetime(2021, 9, n % 28 + 1, 8 + n % 9, n % 60, 7)
        received = handed_in + timedelta(minutes=5)
        due = datetime(2021, 9, n % 28 + 1, 17) + timedelta(days=10)
        done = received + timedelta(days=7, minutes=n)
        moments = [handed_in, received, due, done, done + handover]
        listed.append(
            [code(n), f"Lê Thị {n}", "Cấp giấy phép", *(f"{m - behind:{clock}}" for m in moments)]
        )
        listed[-1].append("10")
    return listed


def notes(tmp_path: Path, listed: list[list[Any]]) -> tuple[str, ...]:
    return read(write(tmp_path / "ho-so.csv", [HEAD, *listed])).notes


def test_an_ordinary_export_raises_no_doubt(tmp_path: Path) -> None:
    assert notes(tmp_path, rows()) == ()


def test_a_clock_of_twelve_hours_is_suspected_and_nothing_is_changed(tmp_path: Path) -> None:
    pull = read(write(tmp_path / "a.csv", [HEAD, *rows(clock=TWELVE_HOURS)]))
    (note,) = pull.notes
    assert note.startswith(
        "hours from 01 to 06 and none after 12: submitted_at (ngày nộp) 16 of 40"
    )
    assert f"due_at (ngày hẹn trả) 40 of 40 times, e.g. 11/09/2021 05:00 of {code(0)}" in note
    assert "17:00 as 05:00" in note
    assert "late_by_clock" in note
    assert "UTC" not in note
    assert dossier(pull, code(0))["due_at"] == at("2021-09-11 05:00")


def test_stamps_of_utc_are_suspected_with_the_key_that_says_so(tmp_path: Path) -> None:
    listed = rows(behind=timedelta(hours=7))
    assert 'timezone = "UTC" under [source.dates]' in notes(tmp_path, listed)[0]


def test_one_afternoon_few_rows_or_bare_days_clear_a_clock(tmp_path: Path) -> None:
    listed = rows(clock=TWELVE_HOURS)
    for at_column in range(3, 8):
        listed[3][at_column] = "20210915140000"
    assert notes(tmp_path, listed) == ()
    assert notes(tmp_path, rows(15, clock=TWELVE_HOURS)) == ()
    assert notes(tmp_path, rows(clock="%Y%m%d")) == ()


def test_an_office_that_opens_at_six_is_no_clock_of_twelve_hours(tmp_path: Path) -> None:
    listed = rows()
    for row in listed:
        row[3] = row[4] = f"202109{row[4][6:8]}090000"
    listed[0][3] = listed[0][4] = "20210901063000"
    assert notes(tmp_path, listed) == ()


def test_an_end_that_is_the_handover_is_suspected(tmp_path: Path) -> None:
    listed = rows(handover=timedelta())
    listed[0][7] = listed[1][7] = ""
    listed[2][7] = "20210928100000"
    (note,) = notes(tmp_path, listed)
    assert "completed_at (ngày có kết quả) is the same as returned_at" in note
    assert "in 37 of 38 rows that have both" in note
    assert "[source.columns]: completed_at" in note


def test_results_that_are_fetched_on_the_same_day_are_no_handovers_in_disguise(
    tmp_path: Path,
) -> None:
    assert notes(tmp_path, rows(clock="%d/%m/%Y", handover=timedelta())) == ()


def test_few_equal_handovers_are_no_pattern(tmp_path: Path) -> None:
    listed = rows(handover=timedelta())
    for row in listed[:5]:
        row[7] = "20210928100000"
    assert notes(tmp_path, listed) == ()
    assert notes(tmp_path, rows(19, handover=timedelta())) == ()


def test_two_codes_for_one_dossier_are_listed_and_not_merged(tmp_path: Path) -> None:
    listed = rows()
    twin = [*listed[4]]
    twin[0], twin[6] = "H99-2021-77", ""
    pull = read(write(tmp_path / "a.csv", [HEAD, *listed, twin]))
    (note,) = pull.notes
    assert note.startswith("1 dossiers may stand under two codes")
    assert f": {code(4)} = H99-2021-77. Nothing was merged" in note
    assert "Lê Thị" not in note
    assert len(pull.dossiers) == 41


def test_several_dossiers_of_one_applicant_are_not_one(tmp_path: Path) -> None:
    listed = rows()
    for column, value in ((1, "Lê Thị X"), (2, "Cấp lại"), (4, "20210905092000"), (1, "")):
        twin = [*listed[4]]
        twin[0], twin[column] = f"khac-{column}{value[:3]}-1", value
        listed.append(twin)
    assert notes(tmp_path, listed) == ()
    for clock in ("%d/%m/%Y", "%d/%m/%Y %H:%M"):
        bare = rows(clock=clock)
        assert notes(tmp_path, [*bare, ["khac-1", *bare[4][1:]]]) == ()


def test_days_that_came_as_moments_of_utc_are_suspected(tmp_path: Path) -> None:
    listed = rows()
    for row in listed:
        row[4] = row[4][:8] + "170000"
    (note,) = notes(tmp_path, listed)
    assert note.startswith("received_at (ngày tiếp nhận) is 17:00:00 in 40 of 40 rows")
    assert 'timezone = "UTC" under [source.dates]' in note
    assert notes(tmp_path, listed[:19]) == ()


def test_finished_dossiers_without_any_end_are_suspected(tmp_path: Path) -> None:
    listed = [[*row[:6], "", "", row[8]] for row in rows()]
    (note,) = notes(tmp_path, listed)
    assert note.startswith("none of 40 finished dossiers has completed_at")
    listed[3][7] = "20210928100000"
    assert notes(tmp_path, listed) == ()


def test_one_division_in_two_spellings_is_listed_and_not_merged(tmp_path: Path) -> None:
    units = ["Phòng Văn hoá", "Phòng Văn hóa", "Phòng văn hóa", "Phòng Việc làm"]
    listed = [[*row, units[n % 4]] for n, row in enumerate(rows())]
    pull = read(write(tmp_path / "a.csv", [[*HEAD, "Phòng xử lý"], *listed]))
    (note,) = pull.notes
    assert note.startswith("1 divisions may be spelt in several ways")
    assert "'Phòng Văn hoá' (10) = 'Phòng Văn hóa' (10) = 'Phòng văn hóa' (10)" in note
    assert pull.dossiers["unit"].nunique() == 4


def test_a_run_notes_what_is_doubtful(small_office: Office) -> None:
    write(small_office.folder / "export.xlsx", [HEAD, *rows(handover=timedelta())])
    assert any("is the same as returned_at" in note for note in small_office.run().notes)


def test_codes_that_are_numbers_may_be_shown_with_more_zeros(tmp_path: Path) -> None:
    listed = [[float(48_000_000 + n), *row[1:]] for n, row in enumerate(rows(2))]
    (note,) = read(write(tmp_path / "a.xlsx", [HEAD, *listed])).notes
    assert ": 2 codes in column A are numbers, e.g. 48000000: zeros that a cell's format" in note
    assert "export the codes as text" in note
    texts = [[f"0{row[0]:.0f}", *row[1:]] for row in listed]
    assert read(write(tmp_path / "b.xlsx", [HEAD, *texts])).notes == ()
