"""A run keeps the figures that `tthc indicators` gives, and only the last run's."""

from datetime import date

import pytest
from office import AS_OF, Office, finished, row

from monitor.intake.procedures import Catalogue
from monitor.office_calendar import office_calendar
from monitor.office_figures import office_figures
from monitor.store.figures import figures_by_unit, kept_spans, unit_figures, whole_figures
from rules.indicators import Appointment, By, Figure, SpanKind

OTHER = "Thanh tra Sở"


def told(office: Office, start: date, end: date, by: By | None = None) -> list[Figure]:
    """The figures that the command gives."""
    with office.connection() as connection:
        found = office_figures(
            connection,
            office.settings,
            office_calendar(office.settings),
            Catalogue(),
            end,
            start=start,
            by=by,
            appointment=Appointment.NEW,
        )
    return [one for one in found.figures if one.indicator.code not in found.absent]


def exported(office: Office) -> None:
    office.export(
        row("A-1"),
        row("A-2", received="02/08/2021 08:00:00", due="20/08/2021 17:00:00"),
        row("A-3", due="30/10/2021"),
        finished("A-4"),
        finished("A-5", done="15/09/2021 10:00:00"),
        finished("A-6", received="02/08/2021", due="16/08/2021", done="12/08/2021"),
        row("B-1", unit=OTHER),
        row("C-1", unit=""),
    )


def test_each_span_has_the_figures_of_the_command(office: Office) -> None:
    exported(office)
    office.run()
    for kind, number in ((SpanKind.YEAR, 1), (SpanKind.MONTH, 10), (SpanKind.WEEK, 12)):
        with office.connection() as connection:
            spans = kept_spans(connection, kind)
            whole = whole_figures(connection, kind)
        assert len(spans) == number
        assert spans[-1].end == AS_OF
        for span in spans:
            assert whole[span.start] == told(office, span.start, span.end)
            with office.connection() as connection:
                by_unit = figures_by_unit(connection, kind, span.start)
                own = unit_figures(connection, kind, OTHER).get(span.start, [])
            assert by_unit == told(office, span.start, span.end, By.UNIT)
            assert own == [one for one in by_unit if one.group == OTHER]
    assert "posting-coverage" not in {one.indicator.code for one in whole[spans[-1].start]}


def test_the_next_run_puts_its_own_in_their_place(office: Office) -> None:
    exported(office)
    office.run()
    before = office.rows("SELECT * FROM figure")
    office.export(row("A-1"))
    second = office.run(date(2021, 10, 1))
    after = office.rows("SELECT * FROM figure")
    assert {one["run_id"] for one in before} == {1}
    assert {one["run_id"] for one in after} == {second.run_id}
    with office.connection() as connection:
        assert kept_spans(connection, SpanKind.MONTH)[-1].start == date(2021, 10, 1)


def test_a_run_that_does_not_land_leaves_the_figures_as_they_are(office: Office) -> None:
    exported(office)
    office.run()
    before = office.rows("SELECT * FROM figure ORDER BY id")
    (office.folder / "export.xlsx").write_bytes(b"no workbook")
    with pytest.raises(Exception, match=r"export\.xlsx"):
        office.run(date(2021, 10, 1))
    assert office.rows("SELECT * FROM figure ORDER BY id") == before
