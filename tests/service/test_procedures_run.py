"""The catalogue of procedures in a run: which appointments it speaks against, and what it says."""

from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest
from export_files import write
from office import AS_OF, HEAD, Office, finished, row

from monitor.cli.check_procedures import check_procedures
from monitor.intake.procedures import Catalogue, LegalTerm, Period
from monitor.intake.pull import series_of
from monitor.procedures import catalogue_facts, unlisted
from rules import Facts
from rules.worktime.terms import Unit

CONFIG = '[procedures]\npath = "thu-tuc.xlsx"\n'
CATALOGUE = ("Mã TTHC", "Tên TTHC", "Thời hạn giải quyết", "Từ ngày", "Đến ngày")
WORK_PERMIT = "Cấp giấy phép lao động"  # the procedure of the office's rows
CODE = "1.000459.000.00.00.H99"


def catalogue(office: Office, *rows: Any, config: str = CONFIG) -> None:
    office.write_config(config)
    write(office.folder / "thu-tuc.xlsx", [CATALOGUE, *rows])


def disagreeing(office: Office) -> list[str]:
    found = office.findings()
    return [dossier for rule, dossier in found if rule == "deadline-disagrees"]


def test_an_appointment_other_than_the_legal_time_is_found(office: Office) -> None:
    catalogue(office, [CODE, WORK_PERMIT, "05 ngày làm việc"])
    office.export(
        row("A-1", due="10/09/2021 17:00:00"),  # 02/09 and 03/09 are days off
        row("A-2", due="13/09/2021 17:00:00"),
        finished("A-3", due="09/09/2021 17:00:00"),
    )
    report = office.run()
    assert report.complete
    assert disagreeing(office) == ["A-2", "A-3"]
    assert not any("catalogue" in note or "deadline-disagrees" in note for note in report.notes)
    messages = [f["message"] for f in office.rows("SELECT * FROM finding ORDER BY dossier")]
    assert any("phải là ngày 10/09/2021" in message for message in messages)


def test_half_a_day_and_calendar_days_are_judged_too(office: Office) -> None:
    office.export(row("A-1", due="06/09/2021 17:00:00"), row("A-2", due="01/09/2021 17:00:00"))
    catalogue(office, [CODE, WORK_PERMIT, "1/2 ngày"])
    office.run()
    assert disagreeing(office) == ["A-1"]
    catalogue(office, [CODE, WORK_PERMIT, "3 ngày"])  # ends on Saturday: Monday
    office.run()
    assert disagreeing(office) == ["A-2"]
    catalogue(office, [CODE, WORK_PERMIT, "1 ngày"], config=CONFIG + 'unit = "working-days"\n')
    office.run()
    assert disagreeing(office) == ["A-2"]


def test_the_row_that_holds_on_the_day_of_reception_counts(office: Office) -> None:
    catalogue(
        office,
        [CODE, WORK_PERMIT, "05 ngày làm việc", None, "31/08/2021"],
        [CODE, WORK_PERMIT, "03 ngày làm việc", "01/09/2021", None],
    )
    office.export(
        row("A-1", received="31/08/2021 08:00:00", due="09/09/2021 17:00:00"),
        row("A-2", received="01/09/2021 08:00:00", due="08/09/2021 17:00:00"),
        row("A-3", received="01/09/2021 08:00:00", due="10/09/2021 17:00:00"),
    )
    office.run()
    assert disagreeing(office) == ["A-3"]


def test_without_a_catalogue_the_rule_is_not_judged_and_says_so(small_office: Office) -> None:
    small_office.export(row("A-1"))
    report = small_office.run()
    assert report.complete
    assert "deadline-disagrees" not in report.findings
    note = "deadline-disagrees was not judged: config.toml has no [procedures]"
    assert note in report.notes


@pytest.mark.parametrize("damage", ["gone", "broken", "another list"])
def test_an_unreadable_catalogue_makes_the_run_incomplete_and_closes_nothing(
    office: Office, damage: str
) -> None:
    catalogue(office, [CODE, WORK_PERMIT, "03 ngày làm việc"])
    office.export(row("A-1"))
    office.run()
    assert disagreeing(office) == ["A-1"]
    file = office.folder / "thu-tuc.xlsx"
    if damage == "gone":
        file.unlink()
    elif damage == "broken":
        file.write_bytes(b"PK broken")
    else:
        write(file, [HEAD, row("A-1")])
    report = office.run()
    assert not report.complete
    assert any(
        note.startswith("deadline-disagrees could not be judged: [procedures]: ")
        for note in report.notes
    )
    assert disagreeing(office) == ["A-1"]


def test_what_the_catalogue_does_not_have_or_can_not_be_read_is_said(small_office: Office) -> None:
    catalogue(
        small_office,
        [CODE, "Thủ tục khác", "05 ngày làm việc"],
        ["1.000460", "Thủ tục dài", "02 tháng"],
    )
    small_office.export(row("A-1"), row("A-2"))
    report = small_office.run()
    assert report.complete
    assert disagreeing(small_office) == []
    missing = "the catalogue does not have the procedures of 2 dossiers, 1 procedures: "
    assert missing + f"{WORK_PERMIT} (2)" in report.notes
    assert any(
        note.startswith("1 cells of the catalogue") and "row 3, column C" in note
        for note in report.notes
    )


def dossiers(*rows: tuple[str | None, str | None, str | None]) -> pd.DataFrame:
    """Dossiers of (procedure code, procedure name, day of reception)."""
    codes, names, days = zip(*rows, strict=True)
    received = [day and datetime.fromisoformat(day) for day in days]
    columns = {
        Facts.procedure_code: codes,
        Facts.procedure_name: names,
        Facts.received_at: received,
        Facts.submitted_at: [None] * len(rows),
        Facts.due_at: [None] * len(rows),
    }
    return pd.DataFrame({fact.name: series_of(fact, values) for fact, values in columns.items()})


FIVE, THREE = LegalTerm(5, Unit.WORKING_DAYS), LegalTerm(3, Unit.DAYS)
SOME_PROCEDURES = Catalogue(
    periods=(
        Period("1.000002", "Cấp lại", FIVE, "full", date(2021, 1, 1)),
        Period("1.000001", "Cấp mới", THREE, None, end=date(2021, 6, 30)),
        Period("1.000001", "Cấp mới", FIVE, "partial", date(2021, 7, 1)),
        Period("1.000004", "Bãi bỏ", FIVE, end=date(2021, 6, 30)),
    ),
    by_name={"capmoi": "1.000001"},
)


@pytest.mark.parametrize(
    ("code", "name", "day", "length"),
    [
        ("1.000001", None, "2021-06-30", 3),
        ("1.000001", None, "2021-07-01", 5),
        ("1.000001.000.00.00.H48", "Cấp lại", "2021-07-01", 5),
        ("1.000002", None, "2020-12-31", None),
        ("1.000004", None, "2021-06-30", 5),
        ("1.000004", None, "2021-07-01", None),
        ("1.000003", "Cấp mới", "2021-07-01", None),
        ("0.000001", None, "2021-07-01", None),
        (None, "CẤP MỚI", "2021-06-30", 3),
        (None, "Cấp lại", "2021-07-01", None),
        (None, None, "2021-07-01", None),
        ("1.000001", None, None, None),
    ],
)
def test_a_dossier_has_its_procedure_by_code_or_else_by_name(
    code: str | None, name: str | None, day: str | None, length: int | None
) -> None:
    some = dossiers((code, name, day), ("1.000002", None, "2021-07-01"))
    facts = catalogue_facts(some, SOME_PROCEDURES)
    found = facts["legal_term"].array.__arrow_array__().to_pylist()
    assert found == [length, 5]
    assert len(unlisted(some, SOME_PROCEDURES)) == (length is None)


def test_an_empty_catalogue_knows_nothing() -> None:
    facts = catalogue_facts(dossiers(("1.000001", None, "2021-07-01")), Catalogue())
    assert {name: column.isna().all() for name, column in facts.items()} == {
        "legal_term": True,
        "legal_unit": True,
        "online_level": True,
    }


def test_check_says_what_the_catalogue_has_and_what_can_not_be_read(small_office: Office) -> None:
    said: list[tuple[str, str | None, str]] = []

    def check() -> str:
        say = lambda *line: said.append(line)  # noqa: E731
        return "\n".join(check_procedures(small_office.settings, AS_OF, say))

    assert check() == ""
    catalogue(small_office, [CODE, WORK_PERMIT, "05 ngày làm việc"], ["1.1", "Khác", "02 tháng"])
    assert "row 3, column C, Thời hạn giải quyết: found '02 tháng': expected" in check()
    (small_office.folder / "thu-tuc.xlsx").unlink()
    check()
    assert said[0] == ("procedures", None, "not configured: deadline-disagrees is not judged")
    assert said[1][1:] == (None, "2 procedures, 1 of them with a legal time that can be compared")
    assert "there is no such file" in str(said[2][1])
