"""`tthc indicators`: the figures of the sample counted by hand, and what is said about them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from export_files import write
from office import AS_OF, HEAD, Office, finished, row
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from monitor.cli.app import app
from monitor.store.models import RunState

runner = CliRunner()


def called(folder: Path, *arguments: str) -> Any:
    return runner.invoke(app(), ["indicators", "--config", str(folder / "config.toml"), *arguments])


def rows_of(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    result = called(folder, "--format", "json", *arguments)
    assert result.exit_code == 0, result.output
    told: list[dict[str, Any]] = json.loads(result.stdout)
    return told


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled sample after its run: 412 dossiers on 30/09/2021, 33 late."""
    folder = tmp_path_factory.mktemp("sample")
    assert runner.invoke(app(), ["demo", "--out", str(folder)]).exit_code == 0
    return folder


def test_the_sample_gives_the_figures_that_its_findings_give(sample: Path) -> None:
    # Counted by hand from the export: 412 less 6 new and 5 refused at the counter are 401, of which
    # 310 finished, 35 are open and 14 wait, stopped or were withdrawn in time; 3 have no
    # appointment but kept their legal time; 33 are late, and 6 were first seen waiting after their
    # appointment. 29 of the 50 open ones came in within ten working days; the export has no day of
    # the last entry.
    keys = ("numerator", "denominator", "unknown", "value", "at_most")
    assert {r["indicator"]: tuple(r[k] for k in keys) for r in rows_of(sample)} == {
        "on-time-share": (362, 401, 6, 90.27, 91.77),
        "on-time-points": (561, 331, 1, 1.7, 1.7),
        "apology-coverage": (0, 33, 3, 0.0, 8.33),
        "posting-coverage": (289, 307, 0, 94.14, 94.14),
        "online-share": (140, 401, 0, 34.91, 34.91),
        "online-points": (140, 401, 0, 0.0, None),
        "progress-timeliness": (29, 50, 21, 58.0, 100.0),
        "median-days": (2072, 331, 0, 5.0, None),
    }


@pytest.mark.parametrize("by", ["unit", "procedure", "channel", "month"])
def test_groups_of_the_sample_add_up(sample: Path, by: str) -> None:
    whole, groups = rows_of(sample), rows_of(sample, "--by", by)
    for one in whole:
        parts = [r for r in groups if r["indicator"] == one["indicator"]]
        for key in ("numerator", "denominator", "unknown"):
            assert sum(part[key] for part in parts) == one[key]
    names = {r["group_name"] for r in groups}
    told = {
        "unit": "Thanh tra Sở",
        "procedure": "2.099905.000.00.00.H99 Đăng ký nội quy lao động của doanh nghiệp",
        "channel": "Trực tuyến",
        "month": "08/2021",
    }
    assert told[by] in names


def test_a_table_is_for_people_with_a_comma_and_says_what_is_counted(sample: Path) -> None:
    shown = called(sample, "--from", "2021-07-01", "--to", "2021-12-31").stdout
    assert shown.startswith("Từ 01/07/2021 đến hết ngày 30/09/2021")
    for part in ("90,27 %", "18,05/20", "mẫu số: hồ sơ tiếp nhận hoặc giải quyết trong kỳ"):
        assert part in shown


def test_a_complete_run_gives_no_warning_and_one_that_is_not_does(small_office: Office) -> None:
    small_office.export(row("A-1"), finished("A-2"))
    small_office.run()
    assert not any(r["lower_bound"] for r in rows_of(small_office.folder))
    small_office.export(row("A-1"), finished("A-2"), row(None, received="31/08/2021"))
    small_office.run()
    shown = called(small_office.folder).stdout
    assert shown.startswith("SỐ LIỆU CHƯA ĐẦY ĐỦ (1 dòng không đọc được): số hồ sơ là cận dưới")
    told = rows_of(small_office.folder)
    assert all(r["lower_bound"] and "1 dòng không đọc được" in r["note"] for r in told)
    result = called(small_office.folder, "--format", "csv")
    assert "SỐ LIỆU CHƯA ĐẦY ĐỦ" in result.stderr


def test_a_run_that_was_kept_aside_is_told(small_office: Office) -> None:
    small_office.export(*(finished(f"A-{n}") for n in range(40)))
    small_office.run()
    small_office.export(finished("A-0"))
    small_office.run()
    assert small_office.rows("SELECT state FROM run ORDER BY id DESC")[0]["state"] == RunState.HELD
    assert "lần chạy 2 ngày 30/09/2021 bị giữ lại" in called(small_office.folder).stdout
    assert rows_of(small_office.folder)[0]["denominator"] == 40


def test_without_posted_lists_there_is_no_figure_but_the_reason(small_office: Office) -> None:
    small_office.export(finished("A-1"))
    small_office.run()
    told = {r["indicator"]: r for r in rows_of(small_office.folder)}["posting-coverage"]
    assert (told["value"], told["numerator"], told["denominator"], told["unknown"]) == (None,) * 4
    assert "[postings]" in told["note"]
    assert "N/A" in called(small_office.folder).stdout


def test_to_be_seen_for_the_first_time_is_no_progress(small_office: Office) -> None:
    small_office.export(row("A-1"), row("A-2"), row("A-3", received="28/09/2021 08:00:00"))
    small_office.run()
    small_office.export(
        row("A-1"), row("A-2", due="10/10/2021"), row("A-3", received="28/09/2021 08:00:00")
    )
    small_office.run(date(2021, 10, 1))
    told = {r["indicator"]: r for r in rows_of(small_office.folder)}["progress-timeliness"]
    assert (told["numerator"], told["denominator"], told["unknown"]) == (2, 3, 1)


def test_which_appointment_counts_is_set_in_the_config_and_by_the_option(
    small_office: Office,
) -> None:
    """Finished by the new date that one letter gave, after the first one."""
    head = [*HEAD, "Ngày xin lỗi"]
    before, after = date(2021, 9, 8), date(2021, 9, 30)
    open_yet, done = (
        row("A-1", due="10/09/2021"),
        finished("A-1", due="17/09/2021", done="15/09/2021"),
    )
    for as_of, dossier, apology in ((before, open_yet, ""), (after, done, "08/09/2021")):
        write(small_office.folder / "export.xlsx", [head, [*dossier, apology]])
        small_office.run(as_of)

    def in_time(*arguments: str) -> Any:
        told = rows_of(small_office.folder, *arguments)
        return next(r["numerator"] for r in told if r["indicator"] == "on-time-share")

    assert (in_time(), in_time("--appointment", "first")) == (1, 0)
    small_office.write_config('[indicators]\nappointment = "first"\n')
    assert (in_time(), in_time("--appointment", "new")) == (0, 1)


def test_vanished_dossiers_are_still_counted(small_office: Office) -> None:
    small_office.export(row("A-1"), finished("A-2"))
    small_office.run()
    small_office.export(finished("A-2"))
    small_office.run()
    assert rows_of(small_office.folder)[0]["denominator"] == 2


def test_a_workbook_holds_numbers(small_office: Office) -> None:
    small_office.export(row("A-1"), finished("A-2"))
    small_office.run()
    file = small_office.folder / "a.xlsx"
    assert called(small_office.folder, "--out", str(file)).exit_code == 0
    (head, first, *_) = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    told = dict(zip(head, first, strict=True))
    assert (told["value"], told["numerator"], told["to"]) == (50.0, 1.0, AS_OF)


def test_a_period_that_nobody_knows_anything_of_is_refused(small_office: Office) -> None:
    small_office.export(row("A-1"))
    small_office.run()
    result = called(small_office.folder, "--from", "2021-10-01")
    assert result.exit_code == 2
    assert "the last day that is known" in result.stderr


def test_before_any_run_there_are_no_figures_and_it_is_said(small_office: Office) -> None:
    shown = called(small_office.folder).stdout
    assert shown.startswith("SỐ LIỆU CHƯA ĐẦY ĐỦ (chưa có lần chạy nào)")
