"""Exports from a real Windows share: who is let in, and what is fetched."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from export_files import write
from office import HEAD, Office, row
from sources.remote_office import codes, pulled, remote, source_of
from sources.sftp_server import touch
from sources.smb_server import MISSING, PASSWORD, SmbServer, program, serving

from monitor.intake.errors import IntakeError
from monitor.sources.settling import Settling


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmbServer]:
    if not (program("smbd") and program("pdbedit")):
        pytest.skip(MISSING)
    base = tmp_path_factory.mktemp("smb")
    (base / "share").mkdir()
    with serving(base / "share", base / "own") as started:
        yield started


@pytest.fixture
def share(server: SmbServer, small_office: Office, tmp_path: Path) -> SmbServer:
    """The share with one export in a folder of this test, and the office with its password."""
    (small_office.folder / "password").write_text(f"{PASSWORD}\n")
    folder = server.folder / "một cửa" / tmp_path.name
    put(folder, "a.xlsx", "A-1")
    return SmbServer(folder, server.port, server.user)


def put(folder: Path, name: str, *held: str, at: float = 1_600_000_000) -> Path:
    file = write(folder / name, [HEAD, *(row(code) for code in held)])
    touch(file, at)
    return file


def reached(office: Office, share: SmbServer, name: str = "*.xlsx") -> Office:
    path = f"bao-cao/một cửa/{share.folder.name}/{name}"
    address = f"smb://{share.user}@127.0.0.1:{share.port}/{path}"
    return remote(office, address, "password_file = 'password'\n")


@pytest.mark.parametrize("name", ["*.xlsx", "a.xlsx", ""])
def test_files_of_a_windows_share_are_one_pull(
    small_office: Office, share: SmbServer, name: str
) -> None:
    put(share.folder, "b.xlsx", "A-2", "A-3")
    (share.folder / "trong").mkdir()
    reached(small_office, share, name)
    expected = [["A-1"]] if name == "a.xlsx" else [["A-1"], ["A-2", "A-3"]]
    assert codes(pulled(small_office)) == expected
    assert small_office.run().input.added == sum(map(len, expected))


def test_a_file_of_a_windows_share_is_read_anew_when_it_changed(
    small_office: Office, share: SmbServer
) -> None:
    reached(small_office, share)
    assert codes(pulled(small_office)) == codes(pulled(small_office)) == [["A-1"]]
    put(share.folder, "a.xlsx", "A-2", at=1_600_000_100)
    assert codes(pulled(small_office)) == [["A-2"]]


def test_a_file_that_is_still_copied_to_a_windows_share_is_passed_over(
    small_office: Office, share: SmbServer
) -> None:
    fresh = put(share.folder, "b.xlsx", "A-2", at=1_700_000_000)
    settling = Settling(lambda: 1_700_000_003, 2, lambda _: touch(fresh, 1_700_000_001))
    source = source_of(reached(small_office, share), settling)
    assert codes(list(source.batches())) == [["A-1"]]
    assert not source.whole


def test_a_windows_share_refuses_a_wrong_password_once_and_it_is_not_shown(
    small_office: Office, share: SmbServer
) -> None:
    (small_office.folder / "password").write_text("sai-roi\n")
    with pytest.raises(IntakeError, match="login is refused; check username") as error:
        pulled(reached(small_office, share))
    assert "sai-roi" not in str(error.value)


@pytest.mark.parametrize(
    ("name", "said"), [("none.xlsx", "there is no such file"), ("*.ods", "no file matches")]
)
def test_what_is_not_on_a_windows_share_is_told(
    small_office: Office, share: SmbServer, name: str, said: str
) -> None:
    with pytest.raises(IntakeError, match=said):
        pulled(reached(small_office, share, name))


def test_a_share_that_is_not_there_is_told(small_office: Office, share: SmbServer) -> None:
    address = f"smb://{share.user}@127.0.0.1:{share.port}/khac/a.xlsx"
    remote(small_office, address, "password_file = 'password'\n")
    with pytest.raises(IntakeError, match=r"khac/a\.xlsx: there is no such file or folder"):
        pulled(small_office)
