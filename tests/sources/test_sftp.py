"""Exports from a real SFTP server: who is let in, whose key is trusted, what is fetched."""

import sys
from collections.abc import Iterator
from pathlib import Path

import paramiko
import pytest
from export_files import write
from office import HEAD, Office, row
from sources.remote_office import codes, pulled, remote, source_of
from sources.sftp_server import SftpServer, serving, touch

from monitor.intake.errors import IntakeError
from monitor.sources.settling import Settling


@pytest.fixture
def sftp(small_office: Office) -> Iterator[SftpServer]:
    """A server with one export, whose host key the office knows and whose password it has."""
    folder = small_office.folder / "remote"
    put(folder, "a.xlsx", "A-1")
    with serving(SftpServer(folder)) as server:
        (small_office.folder / "known_hosts").write_text(server.known_host)
        (small_office.folder / "password").write_text("mat-khau\n")
        yield server


def put(folder: Path, name: str, *held: str, at: float = 1_600_000_000) -> Path:
    file = write(folder / "mot cua" / name, [HEAD, *(row(code) for code in held)])
    touch(file, at)
    return file


def reached(office: Office, server: SftpServer, name: str = "*.xlsx", more: str = "") -> Office:
    keys = "known_hosts = 'known_hosts'\n" + (more or "password_file = 'password'\n")
    return remote(office, f"sftp://mot-cua@127.0.0.1:{server.port}/mot cua/{name}", keys)


def test_all_files_of_a_glob_are_one_pull(small_office: Office, sftp: SftpServer) -> None:
    put(sftp.folder, "b.xlsx", "A-2", "A-3")
    put(sftp.folder, "b.csv", "A-4")
    put(sftp.folder, "~$b.xlsx".replace("xlsx", "csv"), "A-5").rename(
        sftp.folder / "mot cua" / "~$b.xlsx"
    )
    reached(small_office, sftp)
    source = source_of(small_office)
    batches = list(source.batches())
    assert codes(batches) == [["A-1"], ["A-2", "A-3"]]
    assert batches[0].name == f"sftp://mot-cua@127.0.0.1:{sftp.port}/mot cua/a.xlsx"
    assert [note.split(" passed")[0].rpartition("/")[2] for note in source.notes] == ["~$b.xlsx"]
    assert small_office.run().input.added == 3


@pytest.mark.parametrize("name", ["a.xlsx", "", "*"])
def test_a_file_and_a_whole_folder_can_be_named(
    small_office: Office, sftp: SftpServer, name: str
) -> None:
    assert codes(pulled(reached(small_office, sftp, name))) == [["A-1"]]


def test_a_file_is_fetched_once_a_version(small_office: Office, sftp: SftpServer) -> None:
    put(sftp.folder, "b.xlsx", "A-2")
    reached(small_office, sftp)
    assert codes(pulled(small_office)) == codes(pulled(small_office)) == [["A-1"], ["A-2"]]
    assert sftp.opened == ["a.xlsx", "b.xlsx"]
    put(sftp.folder, "b.xlsx", "A-3", at=1_600_000_100)
    assert codes(pulled(small_office)) == [["A-1"], ["A-3"]]
    assert sftp.opened == ["a.xlsx", "b.xlsx", "b.xlsx"]


def test_a_key_opens_too(small_office: Office, sftp: SftpServer) -> None:
    key = paramiko.RSAKey.generate(2048)
    sftp.client_key, sftp.password = key, "another"
    key.write_private_key_file(str(small_office.folder / "key"))
    reached(small_office, sftp, more="key_file = 'key'\n")
    assert codes(pulled(small_office)) == [["A-1"]]


def test_a_wrong_password_is_told_once_and_not_shown(
    small_office: Office, sftp: SftpServer
) -> None:
    (small_office.folder / "password").write_text("sai-roi\n")
    reached(small_office, sftp)
    with pytest.raises(IntakeError, match="login is refused; check username") as error:
        pulled(small_office)
    assert "sai-roi" not in str(error.value)


def test_a_machine_that_nobody_vouched_for_is_refused(
    small_office: Office, sftp: SftpServer
) -> None:
    (small_office.folder / "known_hosts").unlink()
    reached(small_office, sftp)
    with pytest.raises(
        IntakeError, match=rf"ssh-keyscan -p {sftp.port} 127\.0\.0\.1 >> .*hosts"
    ) as e:
        pulled(small_office)
    assert sftp.host_key.fingerprint in str(e.value)


def test_a_machine_with_another_key_is_refused(small_office: Office, sftp: SftpServer) -> None:
    other = SftpServer(sftp.folder, port=sftp.port)
    (small_office.folder / "known_hosts").write_text(other.known_host)
    reached(small_office, sftp)
    with pytest.raises(IntakeError, match="Somebody may be posing as that machine"):
        pulled(small_office)
    assert sftp.opened == []


def test_a_file_that_is_still_uploaded_is_passed_over(
    small_office: Office, sftp: SftpServer
) -> None:
    fresh = put(sftp.folder, "b.xlsx", "A-2", at=1_700_000_000)
    put(sftp.folder, "c.xlsx", "A-3", at=1_700_000_000)

    def upload_goes_on(_: float) -> None:
        touch(fresh, 1_700_000_001)

    reached(small_office, sftp)
    settling = Settling(lambda: 1_700_000_003, 2, upload_goes_on)
    source = source_of(small_office, settling)
    assert codes(list(source.batches())) == [["A-1"], ["A-3"]]
    assert [note.rpartition("/")[2] for note in source.notes] == [
        "b.xlsx passed over: it is still being written"
    ]
    assert not source.whole


def test_what_is_not_there_is_told(small_office: Office, sftp: SftpServer) -> None:
    reached(small_office, sftp, "none.xlsx")
    with pytest.raises(IntakeError, match=r"none\.xlsx: there is no such file"):
        pulled(small_office)


def test_a_pattern_without_files_is_told(small_office: Office, sftp: SftpServer) -> None:
    reached(small_office, sftp, "*.ods")
    with pytest.raises(IntakeError, match=r"\*\.ods: no file matches"):
        pulled(small_office)


def test_nobody_listening_is_told_after_three_tries(small_office: Office, sftp: SftpServer) -> None:
    sftp.port = 1
    (small_office.folder / "known_hosts").write_text(sftp.known_host)
    reached(small_office, sftp)
    with pytest.raises(IntakeError, match="can't be reached, tried 3 times"):
        pulled(small_office)


def test_a_missing_package_is_named_with_what_installs_it(
    small_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    remote(small_office, "sftp://host/a.xlsx")
    monkeypatch.delitem(sys.modules, "monitor.sources.sftp", raising=False)
    monkeypatch.setitem(sys.modules, "paramiko", None)
    with pytest.raises(IntakeError, match=r"paramiko is missing: install tthc-monitor\[remote\]"):
        pulled(small_office)
