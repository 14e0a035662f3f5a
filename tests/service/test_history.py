"""What the change log remembers of a date that was rewritten."""

from datetime import date, datetime
from typing import Any

from office import AS_OF, Office, finished, row

from monitor import nightly
from monitor.facts import facts_frame
from monitor.intake.procedures import Catalogue
from monitor.intake.read import read_pull
from monitor.office_calendar import office_calendar
from monitor.sources import open_source


def remembered(office: Office, code: str) -> dict[str, Any]:
    """The history facts of a dossier, as the rules of the next run will see them."""
    settings = office.settings
    reader = nightly.table_reader(settings, AS_OF)
    pull = read_pull(open_source(settings).batches(), reader, {}, lambda *_: None)
    calendar = office_calendar(settings)
    with office.connection() as connection:
        facts = facts_frame(connection, pull, calendar, Catalogue(), AS_OF, settings)
    names = ("code", "first_due_at", "due_moves", "completed_moves")
    (row,) = facts.rows(facts.frame["code"] == code, names)
    return row


def test_the_first_appointment_is_remembered_however_often_it_moves(office: Office) -> None:
    for due in ("10/09/2021", "20/09/2021", "", "01/10/2021"):
        office.export(row("A-1", due=due), row("A-2"))
        office.run()
    assert remembered(office, "A-1") == {
        "code": "A-1",
        "first_due_at": datetime(2021, 9, 10),
        "due_moves": 2,
        "completed_moves": 0,
    }
    assert remembered(office, "A-2")["due_moves"] == 0


def test_an_appointment_that_was_given_later_is_the_first_and_no_move(small_office: Office) -> None:
    for due in ("", "20/09/2021"):
        small_office.export(row("A-1", due=due))
        small_office.run()
    known = remembered(small_office, "A-1")
    assert known["first_due_at"] == datetime(2021, 9, 20)
    assert known["due_moves"] == 0


def test_a_completion_date_set_back_to_the_appointment_is_a_move(small_office: Office) -> None:
    for done in ("13/09/2021", "10/09/2021"):
        small_office.export(finished("A-1", done=done))
        small_office.run(date(2021, 9, 30))
    assert remembered(small_office, "A-1")["completed_moves"] == 1
