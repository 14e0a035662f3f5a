"""The calendar that pages use is the one of the file as it is now."""

from datetime import date
from pathlib import Path

import pytest
from office import Office

from monitor.config import ConfigError
from monitor.review.kept_calendar import KeptCalendar

DAY = date(2021, 10, 5)
HEAD = "day,kind,name,act,announced\n"


@pytest.fixture
def file(small_office: Office) -> Path:
    return small_office.folder / "calendar.csv"


def test_a_day_that_was_added_counts_from_the_next_click_on(
    small_office: Office, file: Path
) -> None:
    calendar = KeptCalendar(small_office.settings)
    assert calendar.now().is_worked(DAY)
    assert calendar.now() is calendar.now()
    file.write_text(f"{HEAD}{DAY},off,Nghỉ bão,12/QĐ,yes\n", encoding="utf-8")
    assert not calendar.now().is_worked(DAY)
    file.unlink()
    assert calendar.now().is_worked(DAY)


def test_a_file_that_can_not_be_read_is_refused_until_it_can(
    small_office: Office, file: Path
) -> None:
    calendar = KeptCalendar(small_office.settings)
    calendar.now()
    file.write_text("gibberish\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(ConfigError, match=r"calendar\.csv"):
            calendar.now()
    file.unlink()
    assert calendar.now().is_worked(DAY)
