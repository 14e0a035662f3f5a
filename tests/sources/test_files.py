"""Exports on this machine: which are taken, which are passed over, where they go afterwards."""

from collections.abc import Callable
from datetime import datetime
from os import utime
from pathlib import Path

import pytest
from export_files import write
from office import HEAD, NOW, Office, row
from sqlalchemy.exc import DBAPIError

from monitor.intake.errors import IntakeError
from monitor.intake.sheets import Sheet, read_sheets
from monitor.sources import open_source
from monitor.sources.files import FileSource
from monitor.sources.settling import Settling

LATE = datetime(2021, 9, 30, 1, 0).timestamp()


def export(folder: Path, name: str, *held: str, modified: float = LATE - 3600) -> Path:
    file = write(folder / name, [HEAD, *(row(code) for code in held or ("A-1",))])
    utime(file, (modified, modified))
    return file


def taken(source: FileSource) -> list[str]:
    return [Path(batch.name).name for batch in source.batches()]


def settling(meanwhile: Callable[[], object], waited: list[float] | None = None) -> Settling:
    def sleep(seconds: float) -> None:
        if waited is not None:
            waited.append(seconds)
        meanwhile()

    return Settling(lambda: LATE, 2, sleep)


def test_the_files_of_a_folder_are_one_pull_in_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", ".hidden.csv"):
        export(tmp_path, name)
    source = FileSource(tmp_path)
    assert taken(source) == ["a.csv", "b.csv"]
    assert source.notes == ()


def test_a_lock_file_is_passed_over_and_named(tmp_path: Path) -> None:
    export(tmp_path, "a.csv")
    lock = export(tmp_path, "~$a.csv")
    source = FileSource(tmp_path / "*.csv")
    assert taken(source) == ["a.csv"]
    assert source.notes == (f"{lock} passed over: the lock file of a workbook that is open",)


def test_files_of_the_system_are_passed_over_and_unfinished_downloads_named(
    tmp_path: Path,
) -> None:
    for name in ("a.csv", "Thumbs.db", "desktop.ini", ".DS_Store"):
        export(tmp_path, "a.csv").rename(tmp_path / name)
    source = FileSource(tmp_path)
    export(tmp_path, "a.csv")
    assert (taken(source), source.notes, source.whole) == (["a.csv"], (), True)
    export(tmp_path, "b.csv").rename(tmp_path / "b.xlsx.crdownload")
    source = FileSource(tmp_path)
    assert (taken(source), source.whole) == (["a.csv"], False)
    assert source.notes == (
        f"{tmp_path / 'b.xlsx.crdownload'} passed over: it is still being written",
    )


def test_if_only_a_lock_file_is_there_the_run_says_so(small_office: Office) -> None:
    write(small_office.folder / "~$a.xlsx", [HEAD])
    small_office.config = small_office.config.replace("export.xlsx", "*.xlsx")
    small_office.write_config()
    with pytest.raises(IntakeError, match=r"nothing is left to read\n.*~\$a\.xlsx passed over"):
        small_office.run()


def test_an_empty_folder_is_told_from_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="no export in this folder"):
        list(FileSource(tmp_path).batches())
    with pytest.raises(IntakeError, match="no such file"):
        list(FileSource(tmp_path / "a.csv").batches())


def test_a_file_that_grows_between_two_looks_is_passed_over(tmp_path: Path) -> None:
    export(tmp_path, "a.csv")
    growing = export(tmp_path, "b.csv", modified=LATE - 1)

    def grow() -> None:
        with growing.open("a", encoding="utf-8") as file:
            file.write("1,A-9")
        utime(growing, (LATE - 1, LATE - 1))

    source = FileSource(tmp_path, settling(grow))
    assert taken(source) == ["a.csv"]
    assert source.notes == (f"{growing} passed over: it is still being written",)


def test_a_file_that_vanishes_between_two_looks_is_passed_over(tmp_path: Path) -> None:
    gone = export(tmp_path, "b.csv", modified=LATE - 1)
    with pytest.raises(IntakeError, match="nothing is left to read"):
        taken(FileSource(tmp_path, settling(gone.unlink)))


def test_one_waits_once_for_new_files_and_never_for_old_ones(tmp_path: Path) -> None:
    waited: list[float] = []
    export(tmp_path, "a.csv", modified=LATE - 61)
    assert taken(FileSource(tmp_path, settling(lambda: None, waited))) == ["a.csv"]
    assert waited == []
    export(tmp_path, "b.csv", modified=LATE - 5)
    export(tmp_path, "c.csv", modified=LATE + 5)
    assert taken(FileSource(tmp_path, settling(lambda: None, waited))) == [
        "a.csv",
        "b.csv",
        "c.csv",
    ]
    assert waited == [2]


def test_a_file_that_changes_while_it_is_read_is_passed_over(tmp_path: Path) -> None:
    export(tmp_path, "a.csv")
    changing = export(tmp_path, "b.csv")

    def read_slowly(file: Path) -> list[Sheet]:
        if file == changing:
            utime(file, (LATE, LATE))
            raise IntakeError("half a file")
        return read_sheets(file)

    source = FileSource(tmp_path, reader=read_slowly)
    assert taken(source) == ["a.csv"]
    assert source.notes == (f"{changing} passed over: it is still being written",)


def test_the_office_clock_tells_which_files_are_new(small_office: Office) -> None:
    file = small_office.export(row("A-1"))
    here = small_office.settings.zone_on(NOW.date())
    new = NOW.replace(tzinfo=here).timestamp() - 10
    utime(file, (new, new))
    small_office.config = small_office.config.replace("settle_s = 0", "settle_s = 0.01")
    small_office.write_config()
    source = open_source(small_office.settings, lambda: NOW)
    assert isinstance(source, FileSource)
    assert len(list(source.batches())) == 1


def moving_office(office: Office, pattern: str = "*.xlsx") -> Path:
    office.config = office.config.replace('"export.xlsx"', f'"{pattern}"\nmove_to = "da-xu-ly"')
    office.write_config()
    return office.folder / "da-xu-ly"


def test_files_whose_run_has_landed_are_moved(small_office: Office) -> None:
    done = moving_office(small_office, "**/*.xlsx")
    small_office.export(row("A-1"))
    small_office.run()
    assert [file.name for file in done.iterdir()] == ["export.xlsx"]
    assert not (small_office.folder / "export.xlsx").exists()
    with pytest.raises(IntakeError, match="no file matches"):
        small_office.run()


def test_a_moved_file_overwrites_none(small_office: Office) -> None:
    done = moving_office(small_office)
    for code in ("A-1", "A-2", "A-3"):
        small_office.export(row(code))
        small_office.run()
    names = ["export (2).xlsx", "export (3).xlsx", "export.xlsx"]
    assert sorted(file.name for file in done.iterdir()) == names
    codes = [read_sheets(done / name)[0].rows[1][1] for name in names]
    assert codes == ["A-2", "A-3", "A-1"]


def test_without_the_key_the_files_stay(small_office: Office) -> None:
    file = small_office.export(row("A-1"))
    small_office.run()
    assert file.exists()


def test_a_run_that_fails_within_the_transaction_moves_nothing(small_office: Office) -> None:
    done = moving_office(small_office)
    file = small_office.export(row("A-1"))
    small_office.run()
    file = small_office.export(row("A-2"))
    with small_office.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER no BEFORE INSERT ON finding BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    with pytest.raises(DBAPIError):
        small_office.run()
    assert file.exists()
    assert len(list(done.iterdir())) == 1


def test_a_file_that_was_replaced_meanwhile_is_left_for_the_next_run(tmp_path: Path) -> None:
    file = export(tmp_path, "a.csv")
    source = FileSource(file, move_to=tmp_path / "done")
    assert taken(source) == ["a.csv"]
    export(tmp_path, "a.csv", "A-2", modified=LATE)
    source.acknowledge()
    assert file.exists()
    assert not (tmp_path / "done").exists()


def test_a_file_that_can_not_be_moved_is_named(tmp_path: Path) -> None:
    file = export(tmp_path, "a.csv")
    (tmp_path / "done").write_text("no folder")
    source = FileSource(file, move_to=tmp_path / "done")
    assert taken(source) == ["a.csv"]
    with pytest.raises(IntakeError, match=r"a\.csv: the run has landed, but it can't be moved"):
        source.acknowledge()
