"""Dossiers that are excused from a letter: shown apart, neither covered nor dropped."""

from typing import Any

from command import said, tthc
from letter_office import TODAY, desk, issued, prepare
from office import Office, finished, row

from monitor.letterbook.ending import excuse, withdraw
from monitor.letterbook.kinds import Fault
from monitor.store.register import register_rows

EXCUSING = '[letters]\nexcusing_faults = ["system"]\n'


def coverage(office: Office) -> dict[str, Any]:
    told = said(tthc("indicators", "--format", "json", cwd=office.folder))
    (found,) = (one for one in told if one["indicator"] == "apology-coverage")
    return {name: found[name] for name in ("numerator", "denominator", "unknown", "excused")}


def test_the_coverage_counts_excused_dossiers_apart(small_office: Office) -> None:
    codes = [f"A-{number}" for number in range(4)]
    prepare(small_office, *(row(code) for code in codes), finished("B-1"), more=EXCUSING)
    issued(small_office, "A-0")
    late = {"unknown": 0, "numerator": 1}
    assert coverage(small_office) == {**late, "denominator": 4, "excused": 0}
    excuse(desk(small_office), "A-1", reason="Mất điện", fault=Fault.SYSTEM)
    assert coverage(small_office) == {**late, "denominator": 3, "excused": 1}
    shown = tthc("indicators", cwd=small_office.folder, columns="400").stdout.decode()
    assert "được miễn xin lỗi: 1" in shown
    withdraw(desk(small_office), "A-1", reason="Ghi nhầm")
    assert coverage(small_office) == {**late, "denominator": 4, "excused": 0}


def test_the_register_says_why_a_letter_was_withdrawn_and_a_dossier_excused(
    office: Office,
) -> None:
    prepare(office, row("A-1"), row("A-2"), row("A-3"), more=EXCUSING)
    excuse(desk(office), "A-1", reason="Mất điện", fault=Fault.SYSTEM)
    withdraw(desk(office), "A-2", reason="Sai tên")
    with office.connection() as connection:
        rows = register_rows(connection, TODAY.year)
    assert [(one.line, one.dossier, one.state, one.note) for one in rows] == [
        (1, "A-2", "withdrawn", "Đã rút ngày 30/09/2021: Sai tên"),
        (2, "A-3", "draft", None),
        (1, "A-1", "excused", "Được miễn xin lỗi ngày 30/09/2021: Mất điện"),
    ]
    assert (rows[2].ended_on, rows[2].ended_reason) == (TODAY, "Mất điện")
