"""`tthc backup` takes database and files as they belong together, or leaves nothing behind."""

import sqlite3
import tarfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from command import tthc
from office import Office, row
from sqlalchemy import create_engine, text

from monitor.backup.archive import back_up, forget
from monitor.backup.database import BackupError, copy_database

NOON = datetime(2026, 11, 28, 12, 15)


def taken(office: Office, folder: Path, at: datetime = NOON) -> Path:
    return back_up(office.folder / "config.toml", office.settings, office.engine, folder, at).path


def names(archive: Path) -> set[str]:
    with tarfile.open(archive) as tar:
        return set(tar.getnames())


def test_everything_beside_config_toml_is_taken_but_what_is_made_anew(
    small_office: Office, tmp_path: Path
) -> None:
    for name in ("mau/phieu.docx", "ban-do.png", "mail-password.txt", "out/pictures/1.png"):
        file = small_office.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x", encoding="utf-8")
    (small_office.folder / ".tthc-cache").mkdir()
    (small_office.folder / ".tthc-cache" / "old").write_text("x", encoding="utf-8")
    small_office.export(row("A-1"))
    small_office.run()
    assert names(taken(small_office, tmp_path / "sao-luu")) == {
        "tthc.db",
        "config.toml",
        "export.xlsx",
        "mau/phieu.docx",
        "ban-do.png",
        "mail-password.txt",
        "out/letters/2021-09-30/Phòng Việc làm/A-1.docx",
        "SHA256SUMS",
        "RESTORE.txt",
    }


def test_every_letter_that_the_database_names_is_in_the_archive_of_a_busy_night(
    small_office: Office, tmp_path: Path
) -> None:
    small_office.export(*(row(f"A-{n}") for n in range(120)))
    archives: list[Path] = []
    with ThreadPoolExecutor(1) as night:
        running = night.submit(small_office.run)
        while not running.done():
            at = NOON + timedelta(seconds=len(archives))
            archives.append(taken(small_office, tmp_path / "sao-luu", at))
        running.result()
    archives.append(taken(small_office, tmp_path / "sao-luu", NOON - timedelta(days=1)))
    seen = []
    for number, archive in enumerate(archives):
        with tarfile.open(archive) as tar:
            tar.extract("tthc.db", tmp_path / str(number), filter="data")
        with closing(sqlite3.connect(tmp_path / str(number) / "tthc.db")) as kept:
            paths = kept.execute("SELECT path FROM letter WHERE path IS NOT NULL").fetchall()
        assert {f"out/letters/{path}" for (path,) in paths} <= names(archive)
        seen.append(len(paths))
    assert len(archives) > 2
    assert (seen[0], seen[-1]) == (0, 120)


def test_only_the_newest_are_kept_when_asked(small_office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "sao-luu"
    made = [taken(small_office, folder, NOON + timedelta(days=day)) for day in range(4)]
    (folder / "other.tar.gz").write_bytes(b"not ours")
    assert forget(folder, 2) == made[:2]
    assert {*folder.iterdir()} == {*made[2:], folder / "other.tar.gz"}
    said = tthc("backup", str(folder), "--keep", "1", cwd=small_office.folder)
    assert said.returncode == 0
    assert said.stderr.decode().count("deleted: ") == 2


def test_the_command_says_what_lies_elsewhere(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    office = tmp_path / "office"
    office.mkdir()
    (office / "linked").symlink_to(elsewhere, target_is_directory=True)
    (office / "config.toml").write_text(
        f'[source]\npath = "{elsewhere}/*.xlsx"\n[database]\nurl = "sqlite:///../tthc.db"\n',
        encoding="utf-8",
    )
    assert tthc("findings", cwd=office).returncode == 0  # makes the tables
    said = tthc("backup", "sao-luu", cwd=office)
    assert said.returncode == 0, said.stderr.decode()
    notes = said.stderr.decode()
    assert f"not in it, for it lies elsewhere: source.path = {elsewhere}/*.xlsx" in notes
    assert "tthc.db in it is the database, which lies elsewhere: " in notes
    assert "not in it: linked, which is a link to another folder" in notes


def test_tables_of_another_version_are_taken_as_they_are(
    small_office: Office, tmp_path: Path
) -> None:
    with small_office.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert names(taken(small_office, tmp_path / "sao-luu")) >= {"tthc.db"}
    assert small_office.rows("SELECT * FROM alembic_version") == [{"version_num": "9999"}]


def _no_tables(office: Office) -> None:
    office.write_config('[database]\nurl = "sqlite:///other.db"\n')


def _damaged(office: Office) -> None:
    office.engine.dispose()
    with (office.folder / "tthc.db").open("r+b") as file:
        file.seek(8 * 4096)
        file.write(b"\xff" * 8 * 4096)


def _no_room(office: Office) -> None:
    (office.folder / "sao-luu").write_bytes(b"a file, no folder")


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (_no_tables, "the database holds no tables of tthc"),
        (_damaged, "tthc.db can't be copied: database disk image is malformed"),
        (_no_room, "the backup could not be written: "),
    ],
)
def test_a_backup_that_fails_says_why_and_leaves_nothing(
    small_office: Office, spoil: Callable[[Office], None], why: str
) -> None:
    spoil(small_office)
    said = tthc("backup", "sao-luu", cwd=small_office.folder)
    assert said.returncode == 1
    assert why in said.stderr.decode()
    assert not [*(small_office.folder / "sao-luu").glob("*")]


def test_without_pg_dump_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match="apt install postgresql-client"):
        copy_database(create_engine("postgresql+psycopg://u@h/n"), tmp_path / "copy")


def test_no_process_shows_the_password_of_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "pg_dump"
    program.write_text('#!/bin/sh\necho "$@ and $PGPASSWORD" >&2\nexit 1\n', encoding="utf-8")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    url = "postgresql+psycopg://u:bi-m%40t@h:5433/n?sslmode=require"
    with pytest.raises(BackupError) as error:
        copy_database(create_engine(url), tmp_path / "copy")
    assert str(error.value).endswith(
        f"--file={tmp_path / 'copy'} --dbname=postgresql://u@h:5433/n?sslmode=require and bi-m@t"
    )
