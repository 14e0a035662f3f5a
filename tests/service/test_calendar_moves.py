"""The calendar changes: what would move, and what the next run says has moved."""

from datetime import date

import pytest
from office import AS_OF, Office, finished, row
from sqlalchemy import text

from monitor.config import ConfigError
from monitor.intake.procedures import Catalogue, LegalTerm, Period
from monitor.moved import Moved, moved_as_kept
from monitor.office_calendar import add_days, days_of_the_office, office_calendar
from rules.worktime.calendar import DayKind, SpecialDay
from rules.worktime.terms import Unit

ACT = "12/QĐ-UBND"
NO_CATALOGUE = Catalogue()
THURSDAY, FRIDAY, SATURDAY = date(2021, 9, 30), date(2021, 10, 1), date(2021, 10, 2)


def off(day: date) -> SpecialDay:
    return SpecialDay(day, DayKind.OFF, "nghỉ phòng chống bão", ACT)


def work(day: date) -> SpecialDay:
    return SpecialDay(day, DayKind.WORK, "làm bù", ACT)


def six_dossiers(office: Office) -> None:
    """By 30/09/2021 late by 1, 14 and 2 working days; in time; due in 1 and in 2 working days."""
    office.export(
        row("A-1", due="29/09/2021"),
        row("A-2", due="10/09/2021"),
        finished("A-3", due="28/09/2021", done="30/09/2021"),
        finished("A-4", due="28/09/2021", done="28/09/2021"),
        row("A-5", due="01/10/2021"),
        row("A-6", due="04/10/2021"),
    )
    office.run()


def issue(office: Office, *dossiers: str) -> None:
    with office.engine.begin() as connection:
        for code in dossiers:
            connection.execute(
                text("UPDATE letter SET state = 'issued', issued_on = :day WHERE dossier = :code"),
                {"day": "2021-09-30" if office.url == "" else AS_OF, "code": code},
            )


def moved(
    office: Office,
    *days: SpecialDay,
    as_of: date = AS_OF,
    catalogue: Catalogue = NO_CATALOGUE,
) -> Moved:
    settings = office.settings
    before, after = office_calendar(settings), office_calendar(settings, days)
    with office.connection() as connection:
        return moved_as_kept(connection, settings, catalogue, before, after, as_of)


def late(found: Moved) -> dict[str, tuple[int, int]]:
    return {one.dossier: (one.days_late_before, one.days_late_after) for one in found.dossiers}


def test_a_day_off_takes_a_day_from_each_dossier_that_was_late_on_it(office: Office) -> None:
    six_dossiers(office)
    found = moved(office, off(THURSDAY))
    assert late(found) == {"A-1": (1, 0), "A-2": (14, 13), "A-3": (2, 1)}
    assert (found.deadlines, found.no_longer_late, found.newly_late) == (3, 1, 0)


def test_a_day_off_ahead_moves_the_days_left_of_what_is_open(office: Office) -> None:
    six_dossiers(office)
    found = moved(office, off(date(2021, 10, 4)))
    assert (found.deadlines, found.dossiers) == (1, ())
    assert (found.opened, found.closed) == ({}, {})
    found = moved(office, off(FRIDAY), as_of=date(2021, 9, 29))
    assert found.deadlines == 2
    assert found.opened == {"due-soon": 1}


def test_a_day_off_ahead_moves_the_end_of_the_legal_time_too(office: Office) -> None:
    six_dossiers(office)
    until_tuesday = Catalogue(
        periods=(Period("1.000001", "Cấp giấy phép lao động", LegalTerm(22, Unit.WORKING_DAYS)),),
        by_name={"capgiaypheplaodong": "1.000001"},
    )
    found = moved(office, off(date(2021, 10, 4)), catalogue=until_tuesday)
    assert (found.deadlines, found.legal) == (1, 6)
    assert str(found).endswith("these; the legal time of 6 dossiers ends on another day")
    found = moved(office, off(date(2021, 10, 5)), catalogue=until_tuesday)
    assert str(found) == "no appointment moves; the legal time of 6 dossiers ends on another day"
    assert moved(office, off(date(2021, 10, 6)), catalogue=until_tuesday).legal == 0


def test_a_worked_saturday_can_make_a_dossier_late(office: Office) -> None:
    six_dossiers(office)
    found = moved(office, work(SATURDAY), as_of=date(2021, 10, 3))
    assert late(found)["A-5"] == (0, 1)
    assert (found.newly_late, found.no_longer_late) == (1, 0)


def test_letters_that_are_out_for_what_moved_are_counted(office: Office) -> None:
    six_dossiers(office)
    issue(office, "A-1", "A-2")
    found = moved(office, off(THURSDAY))
    assert (found.letters, found.letters_no_longer_late) == (2, 1)
    assert {one.dossier: one.apology_issued_at for one in found.dossiers} == {
        "A-1": AS_OF,
        "A-2": AS_OF,
        "A-3": None,
    }


def test_dossiers_that_vanished_from_the_export_move_too(office: Office) -> None:
    office.export(row("A-1", due="29/09/2021"), *(finished(f"B-{n}") for n in range(9)))
    office.run()
    office.export(*(finished(f"B-{n}") for n in range(9)))
    office.run()
    assert late(moved(office, off(THURSDAY))) == {"A-1": (1, 0)}


def test_saying_what_would_move_changes_nothing(office: Office) -> None:
    six_dossiers(office)
    before = office.contents()
    moved(office, off(THURSDAY))
    assert office.contents() == before


def test_of_an_empty_office_nothing_moves(office: Office) -> None:
    found = moved(office, off(THURSDAY))
    assert (found.deadlines, str(found)) == (0, "no deadline moves")


def calendar_told(notes: tuple[str, ...]) -> list[str]:
    return [note for note in notes if "calendar" in note]


def test_the_run_after_a_change_says_which_days_changed_and_what_moved(office: Office) -> None:
    six_dossiers(office)
    issue(office, "A-1")
    add_days(office.settings, [off(THURSDAY), work(SATURDAY)])
    report = office.run()
    days, figures = calendar_told(report.notes)
    assert days == (
        "the calendar has changed since run 1: "
        "2021-09-30 is off now: thứ Năm, nghỉ phòng chống bão (12/QĐ-UBND); "
        "2021-10-02 is worked now: thứ Bảy, làm bù (12/QĐ-UBND)"
    )
    assert figures == (
        "by the new calendar 4 deadlines move: the days late of 3 dossiers change, "
        "1 are no longer late, 0 are newly late; 1 letters have been issued for these "
        "(1 for dossiers that are no longer late)"
    )
    kept = office.rows("SELECT working_days_late FROM finding WHERE rule = 'overdue-open'")
    assert sorted(row["working_days_late"] for row in kept) == [0, 13]
    assert calendar_told(office.run().notes) == []


def test_a_day_that_is_taken_back_is_told_and_moves_back(office: Office) -> None:
    office.write_config("[calendar]\noff = [2021-09-30]\n")
    six_dossiers(office)
    office.write_config()
    days, figures = calendar_told(office.run().notes)
    assert days.endswith("2021-09-30 is worked now: thứ Năm")
    assert "1 are newly late" in figures


def test_another_act_for_the_same_day_moves_nothing(office: Office) -> None:
    office.write_config("[calendar]\noff = [2021-09-30]\n")
    six_dossiers(office)
    office.write_config()
    add_days(office.settings, [off(THURSDAY)])
    days, figures = calendar_told(office.run().notes)
    assert "2021-09-30 is off as before, but: thứ Năm, nghỉ phòng chống bão" in days
    assert figures == "by the new calendar no deadline moves"


def test_a_failed_run_in_between_does_not_hide_the_change(office: Office) -> None:
    six_dossiers(office)
    add_days(office.settings, [off(THURSDAY)])
    (office.folder / "export.xlsx").rename(office.folder / "aside.xlsx")
    with pytest.raises(Exception, match="no such file"):
        office.run()
    (office.folder / "aside.xlsx").rename(office.folder / "export.xlsx")
    assert "since run 1" in calendar_told(office.run().notes)[0]


def test_what_came_in_by_the_export_is_not_put_down_to_the_calendar(office: Office) -> None:
    six_dossiers(office)
    office.export(row("A-1", due="29/09/2021"), row("A-9", due="27/09/2021"))
    add_days(office.settings, [off(date(2021, 9, 28))])
    (_, figures) = calendar_told(office.run().notes)
    assert "the days late of 2 dossiers change" in figures  # A-2, which vanished, and A-9


def test_a_run_whose_calendar_was_not_kept_is_no_obstacle(office: Office) -> None:
    six_dossiers(office)
    with office.engine.begin() as connection:
        connection.execute(text("DELETE FROM calendar"))
    add_days(office.settings, [off(THURSDAY)])
    (note,) = calendar_told(office.run().notes)
    assert note.endswith("that run did not keep its own, so what moved can't be said")


def test_the_office_s_file_is_made_and_grows_at_its_end(small_office: Office) -> None:
    settings = small_office.settings
    assert days_of_the_office(settings) == []
    add_days(settings, [off(THURSDAY)])
    add_days(settings, [work(SATURDAY)])
    assert days_of_the_office(settings) == [off(THURSDAY), work(SATURDAY)]
    file = small_office.folder / "calendar.csv"
    assert file.read_text(encoding="utf-8-sig").splitlines() == [
        "day,kind,name,act,announced",
        "2021-09-30,off,nghỉ phòng chống bão,12/QĐ-UBND,yes",
        "2021-10-02,work,làm bù,12/QĐ-UBND,yes",
    ]


def test_config_toml_wins_over_the_file_and_the_file_over_what_is_shipped(
    small_office: Office,
) -> None:
    holiday = date(2021, 9, 2)
    add_days(small_office.settings, [work(holiday), work(SATURDAY)])
    assert office_calendar(small_office.settings).is_worked(holiday)
    small_office.write_config("[calendar]\noff = [2021-10-02]\n")
    assert not office_calendar(small_office.settings).is_worked(SATURDAY)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "line 1: found the heading '', expected 'day,kind,name,act,announced'"),
        ("day;kind;name;act;announced\n", "line 1: found the heading 'day;kind;"),
        ("{head}2021-09-31,off,nghỉ,1/QĐ,yes\n", "line 2: found '2021-09-31', expected a day"),
        ("{head}30/09/2021,off,nghỉ,1/QĐ,yes\n", "line 2: found '30/09/2021', expected a day"),
        ("{head}2201-09-30,off,nghỉ,1/QĐ,yes\n", "line 2: found '2201-09-30', expected a day from"),
        ("{head}\n2021-09-30,free,nghỉ,1/QĐ,yes\n", "line 3: kind: found 'free', expected off or"),
        ("{head}2021-09-30,off,nghỉ,1/QĐ,có\n", "line 2: announced: found 'có', expected yes or"),
        ("{head}2021-09-30,off,nghỉ,,yes\n", "line 2: act: found nothing, expected a text"),
        ("{head}2021-09-30,off,nghỉ\n", "line 2: found 3 cells, expected 5"),
        ('{head}2021-09-30,off,"nghỉ\n', "line 2: unexpected end of data"),
    ],
)
def test_a_file_that_can_not_be_read_is_told_with_its_line(
    small_office: Office, content: str, problem: str
) -> None:
    head = "day,kind,name,act,announced\n"
    file = small_office.folder / "calendar.csv"
    file.write_text(content.replace("{head}", head), encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        office_calendar(small_office.settings)
    assert f"calendar.csv: {problem}" in str(error.value)


def test_a_file_in_another_encoding_is_told(small_office: Office) -> None:
    (small_office.folder / "calendar.csv").write_bytes("day,kind,ngh\xe9".encode("latin-1"))
    with pytest.raises(ConfigError, match=r"calendar\.csv: .*utf-8"):
        office_calendar(small_office.settings)
