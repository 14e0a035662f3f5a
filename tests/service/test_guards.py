"""A pull that is too odd to be believed is kept aside until a person accepts it."""

from datetime import date
from typing import Any

from office import AS_OF, NOW, Office, finished, row

from monitor import nightly
from monitor.guards import Reason
from monitor.report import Report


def dossiers(count: int, unit: str = "Phòng Việc làm") -> list[list[Any]]:
    return [finished(f"{unit[:9]}-{n}", unit=unit) for n in range(count)]


def accepted(office: Office, *reasons: Reason, as_of: date = AS_OF) -> Report:
    clock, silence = (lambda: NOW), (lambda *_: None)
    return nightly.run(office.settings, office.engine, as_of, clock, silence, reasons)


def test_a_first_run_has_nothing_to_fear(office: Office) -> None:
    office.export(*dossiers(10))
    assert office.run(date(2024, 1, 1)).complete


def test_far_fewer_rows_are_kept_aside_and_nothing_is_resolved(office: Office) -> None:
    office.export(row("L-1"), *dossiers(60))
    office.run()
    before = office.contents()
    office.export(*dossiers(41))
    report = office.run()
    assert not report.complete
    assert report.input.accepted == 41
    assert report.input.vanished == 0
    assert (report.findings["overdue-open"].open, report.findings["overdue-open"].closed) == (1, 0)
    assert "kept aside: fewer-rows: 41 rows, where recent runs had 61" in report.notes[0]
    assert office.contents() == before
    assert [r["state"] for r in office.rows("SELECT state FROM run ORDER BY id")] == [
        "done",
        "held",
    ]


def test_a_reason_that_is_accepted_lifts_its_guard_for_one_run(small_office: Office) -> None:
    small_office.export(*dossiers(60))
    small_office.run()
    small_office.export(*dossiers(30))
    assert not accepted(small_office, Reason.STALE).complete
    report = accepted(small_office, Reason.FEWER_ROWS, Reason.PAGE_LIMIT)
    assert report.complete
    assert report.input.vanished == 30
    assert report.notes[0].startswith("accepted all the same: fewer-rows")


def test_a_few_rows_less_are_no_objection(small_office: Office) -> None:
    small_office.export(*dossiers(60))
    small_office.run()
    small_office.export(*dossiers(43))
    assert small_office.run().complete
    small_office.export(*dossiers(42)[:-1])
    assert small_office.run().complete


def test_a_division_that_disappears_is_an_objection(small_office: Office) -> None:
    small_office.export(*dossiers(60), *dossiers(5, "Thanh tra Sở"))
    small_office.run()
    small_office.export(*dossiers(62))
    report = small_office.run()
    assert "division-gone: 'Thanh tra Sở' has no dossier any more; it had 5" in report.notes[0]


def test_a_division_that_is_renamed_is_none(small_office: Office) -> None:
    small_office.export(*dossiers(20), *(finished(f"T-{n}", unit="Phòng A") for n in range(5)))
    small_office.run()
    small_office.export(*dossiers(20), *(finished(f"T-{n}", unit="Phòng B") for n in range(5)))
    assert small_office.run().complete


def test_an_export_that_stops_moving_is_an_objection(small_office: Office) -> None:
    small_office.export(finished("A-1", received="20/09/2021"))
    small_office.run(date(2021, 9, 30))
    assert small_office.run(date(2021, 11, 4)).complete
    report = small_office.run(date(2021, 11, 5))
    assert "stale: the newest dossier was received on 20/09/2021, 46 days" in report.notes[0]


def test_an_export_that_was_old_from_the_start_is_none(small_office: Office) -> None:
    small_office.export(finished("A-1", received="20/09/2021"))
    small_office.run(date(2022, 1, 1))
    assert small_office.run(date(2022, 2, 1)).complete


def test_a_round_number_of_rows_below_the_last_is_an_objection(small_office: Office) -> None:
    small_office.export(*dossiers(104))
    small_office.run()
    small_office.export(*dossiers(100))
    assert "page-limit: exactly 100 rows" in small_office.run().notes[0]
    small_office.export(*dossiers(101))
    assert small_office.run().complete


def test_rows_that_can_not_be_read_count_towards_a_page(small_office: Office) -> None:
    small_office.export(*dossiers(104))
    small_office.run()
    small_office.export(*dossiers(99), row("A-1000", due="31/02/2021"))
    assert "page-limit: exactly 100 rows" in small_office.run().notes[0]


def test_a_list_that_has_grown_to_where_lists_are_cut_is_an_objection(
    small_office: Office,
) -> None:
    small_office.export(*dossiers(990))
    small_office.run()
    small_office.export(*dossiers(1000))
    assert "page-limit: exactly 1000 rows" in small_office.run().notes[0]
    small_office.export(*dossiers(1001))
    assert small_office.run().complete


def test_a_column_that_is_gone_is_an_objection(small_office: Office) -> None:
    small_office.config = small_office.config.replace("export.xlsx", "export.csv")
    small_office.write_config()
    file = small_office.folder / "export.csv"
    file.write_text(
        "Mã hồ sơ,Ngày hẹn trả,Trạng thái,Ngày kết thúc xử lý\nA-1,1/9/2021,9,1/9/2021\n"
    )
    small_office.run()
    file.write_text("Mã hồ sơ,Ngày hẹn trả,Trạng thái\nA-1,1/9/2021,9\n")
    report = small_office.run()
    assert "column-gone: no column for completed_at any more" in report.notes[0]
