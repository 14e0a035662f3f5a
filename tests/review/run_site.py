"""An office whose runs went wrong in each way: rows unread, a pull held, an export gone."""

from datetime import date
from typing import Any

import pytest
from office import AS_OF, Office, finished, row
from review_site import OTHER

from monitor.intake.errors import IntakeError

SECRET = "Hoàng Văn Thụ"


def export(office: Office, *more: list[Any]) -> None:
    """What the staffed office had, and more."""
    office.export(
        row("A-1"),
        row("A-2", applicant="Trần Thị Bích"),
        finished("A-3", done="15/09/2021 10:00:00"),
        finished("A-4"),
        row("B-1", unit=OTHER, applicant="Đỗ Văn Đức"),
        *more,
    )


def unread(office: Office, day: date = AS_OF) -> None:
    """A run of which two rows could not be read: one of them has slipped, a name among dates."""
    export(
        office,
        row("A-5", due="31/06/2021"),
        row("A-6", due=SECRET, applicant=SECRET),
        row("A-7"),
    )
    assert office.run(day).input.rejected == 2


def held(office: Office) -> int:
    """A run that a guard has held for want of rows; its number."""
    export(office, *(finished(f"C-{number}") for number in range(60)))
    for _ in range(2):
        office.run()
    export(office)
    report = office.run()
    assert report.held
    return report.run_id


def failed(office: Office) -> None:
    """A run that found no export."""
    (office.folder / "export.xlsx").unlink()
    with pytest.raises(IntakeError):
        office.run()
