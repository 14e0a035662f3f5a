"""Exports from a real web server: what is asked, what is kept, what is said when it fails."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from export_files import write
from office import HEAD, Office, row
from sources.remote_office import codes, pulled, remote
from sources.web_server import WebServer, serving

from monitor.intake.errors import IntakeError
from monitor.intake.formats.limits import MB
from monitor.sources import open_source, posted_sheets
from monitor.sources.cache import FOLDER


@pytest.fixture
def web() -> Iterator[WebServer]:
    with serving(WebServer()) as server:
        yield server


def export(folder: Path, *codes: str, name: str = "export.xlsx") -> bytes:
    return write(folder / "made" / name, [HEAD, *(row(code) for code in codes)]).read_bytes()


def test_a_run_on_an_address_is_the_run_on_the_file(tmp_path: Path, web: WebServer) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    by_file, by_web = Office(tmp_path / "a"), Office(tmp_path / "b")
    file = by_file.export(row("A-1"), row("A-2", due="04/10/2021"), row(None))
    web.files["/mot-cua/export.xlsx"] = file.read_bytes()
    remote(by_web, f"{web.url}/mot-cua/export.xlsx")
    for _ in range(2):
        assert by_file.run().as_json() == by_web.run().as_json()
    assert by_file.findings() == by_web.findings()
    assert web.answers == {200: 1, 304: 1}
    for office in (by_file, by_web):
        office.engine.dispose()


@pytest.mark.parametrize("dated", [False, True], ids=["ETag", "Last-Modified"])
def test_a_file_is_sent_again_only_when_it_has_changed(
    small_office: Office, web: WebServer, dated: bool
) -> None:
    web.dated = dated
    web.files["/export.xlsx"] = export(small_office.folder, "A-1")
    remote(small_office, f"{web.url}/export.xlsx")
    assert [codes(pulled(small_office)) for _ in range(3)] == [[["A-1"]]] * 3
    assert web.answers == {200: 1, 304: 2}
    web.files["/export.xlsx"] = export(small_office.folder, "A-1", "A-22222")
    assert codes(pulled(small_office)) == [["A-1", "A-22222"]]
    assert web.answers == {200: 2, 304: 2}


def test_a_spoilt_cache_is_fetched_anew(small_office: Office, web: WebServer) -> None:
    web.files["/export.xlsx"] = export(small_office.folder, "A-1")
    remote(small_office, f"{web.url}/export.xlsx")
    pulled(small_office)
    (kept,) = (small_office.folder / FOLDER).rglob("export.xlsx")
    kept.write_bytes(b"half")
    assert codes(pulled(small_office)) == [["A-1"]]
    assert web.answers == {200: 2}


def test_a_page_of_links_is_a_folder(small_office: Office, web: WebServer) -> None:
    links = (
        "b.csv",
        "/ds/a%20%C4%91.csv",
        "../c.csv",
        "d.xlsx",
        "~$a.csv",
        "http://x.invalid/e.csv",
    )
    page = "".join(f'<a href="{link}">{link}</a>' for link in links)
    web.files["/ds/"] = page.encode()
    web.files["/ds/b.csv"] = export(small_office.folder, "A-2", name="b.csv")
    web.files["/ds/a%20%C4%91.csv"] = export(small_office.folder, "A-1", name="a.csv")
    remote(small_office, f"{web.url}/ds/*.csv")
    source = open_source(small_office.settings)
    batches = list(source.batches())
    assert codes(batches) == [["A-1"], ["A-2"]]
    assert [batch.name for batch in batches] == [f"{web.url}/ds/a đ.csv", f"{web.url}/ds/b.csv"]
    assert source.notes == (
        f"{web.url}/ds/~$a.csv passed over: the lock file of a workbook that is open",
    )


def test_what_is_gone_over_there_is_dropped_from_the_cache(
    small_office: Office, web: WebServer
) -> None:
    for name in ("a.csv", "b.csv"):
        web.files[f"/ds/{name}"] = export(small_office.folder, "A-1", name=name)
    web.files["/ds/"] = b"<a href=a.csv>a</a> <a href=b.csv>b</a>"
    remote(small_office, f"{web.url}/ds/")
    pulled(small_office)
    assert len(list((small_office.folder / FOLDER).rglob("*.csv"))) == 2
    web.files["/ds/"] = b"<a href=b.csv>b</a>"
    pulled(small_office)
    assert [file.name for file in (small_office.folder / FOLDER).rglob("*.csv")] == ["b.csv"]


def test_the_server_may_name_the_file(small_office: Office, web: WebServer) -> None:
    web.files["/export?ky=2021"] = export(small_office.folder, "A-1")
    web.headers["Content-Disposition"] = 'attachment; filename="../../ds:1.xlsx"'
    remote(small_office, f"{web.url}/export?ky=2021")
    (batch,) = pulled(small_office)
    assert batch.name == f"{web.url}/export"
    assert batch.sheets[0].file == "ds_1.xlsx"


@pytest.mark.parametrize("name", [".version.json", "version.json", "a" * 400 + ".xlsx"])
def test_no_name_that_a_server_gives_spoils_the_cache(
    small_office: Office, web: WebServer, name: str
) -> None:
    web.files["/export"] = export(small_office.folder, "A-1")
    web.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    remote(small_office, f"{web.url}/export")
    assert [codes(pulled(small_office)) for _ in range(2)] == [[["A-1"]]] * 2
    assert web.answers == {200: 1, 304: 1}


def test_a_token_and_headers_are_sent_and_a_wrong_one_is_told(
    small_office: Office, web: WebServer
) -> None:
    web.token = "bi-mat-7"
    web.files["/export.xlsx"] = export(small_office.folder, "A-1")
    (small_office.folder / "token").write_text("bi-mat-7\n")
    more = "token_file = 'token'\nheaders = ['X-Office: SNV']\n"
    remote(small_office, f"{web.url}/export.xlsx", more)
    assert codes(pulled(small_office)) == [["A-1"]]
    assert web.asked[0]["X-Office"] == "SNV"
    (small_office.folder / "token").write_text("khac-8\n")
    with pytest.raises(IntakeError, match=r"401 Unauthorized; check token_file") as error:
        pulled(small_office)
    assert "khac-8" not in str(error.value)
    assert len(web.asked) == 2
    (small_office.folder / "token").unlink()
    with pytest.raises(IntakeError, match=r"\[source.remote\] token_file"):
        pulled(small_office)


def test_a_failing_server_is_asked_three_times(small_office: Office, web: WebServer) -> None:
    web.files["/export.xlsx"] = export(small_office.folder, "A-1")
    remote(small_office, f"{web.url}/export.xlsx")
    web.failures = [503, 0]
    assert codes(pulled(small_office)) == [["A-1"]]
    web.failures = [500, 502, 429, 500]
    with pytest.raises(IntakeError, match=r"can't be reached, tried 3 times: .* 429"):
        pulled(small_office)
    assert web.failures == [500]


def test_a_file_that_never_came_is_not_unchanged(small_office: Office, web: WebServer) -> None:
    remote(small_office, f"{web.url}/export.xlsx")
    web.failures = [304]
    with pytest.raises(IntakeError, match="is said to be unchanged, but was never sent"):
        pulled(small_office)


def test_a_file_that_breaks_off_is_never_taken_for_whole(
    small_office: Office, web: WebServer
) -> None:
    web.files["/export.csv"] = export(small_office.folder, "A-1", name="export.csv")
    remote(small_office, f"{web.url}/export.csv")
    web.failures = [0, 0, 0]
    with pytest.raises(IntakeError, match="can't be reached"):
        pulled(small_office)
    assert list((small_office.folder / FOLDER).rglob("*.csv")) == []


def test_a_failed_fetch_keeps_the_old_file(small_office: Office, web: WebServer) -> None:
    web.files["/export.xlsx"] = export(small_office.folder, "A-1")
    remote(small_office, f"{web.url}/export.xlsx")
    pulled(small_office)
    web.failures = [503, 503, 503]
    with pytest.raises(IntakeError):
        pulled(small_office)
    assert codes(pulled(small_office)) == [["A-1"]]
    assert web.answers[304] == 1


@pytest.mark.parametrize("told", ["", "3000000000"], ids=["no length", "length"])
@pytest.mark.parametrize("path", ["/export.csv", "/ds/"], ids=["file", "folder"])
def test_an_answer_without_end_is_cut_off_and_refused(
    small_office: Office, web: WebServer, monkeypatch: pytest.MonkeyPatch, told: str, path: str
) -> None:
    for limit in ("FILE_BYTES", "FOLDER_PAGE_BYTES"):
        monkeypatch.setattr(f"monitor.sources.web.{limit}", 3 * MB)
    web.endless = path
    web.headers = {"Content-Length": told} if told else {}
    remote(small_office, f"{web.url}{path}")
    with pytest.raises(IntakeError, match=rf"{path}: sends more than the 3 MB that are read"):
        pulled(small_office)
    assert len(web.asked) == 1  # another try would mend nothing
    assert web.sent < 20 * MB
    assert not list((small_office.folder / FOLDER).rglob("part"))


def test_a_packed_answer_counts_as_it_is_unpacked(
    small_office: Office, web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.sources.web.FILE_BYTES", 3 * MB)
    web.files["/export.csv"] = gzip.compress(b"STT\n".ljust(4 * MB))
    web.headers["Content-Encoding"] = "gzip"
    remote(small_office, f"{web.url}/export.csv")
    with pytest.raises(IntakeError, match="sends more than the 3 MB"):
        pulled(small_office)


def test_a_silent_server_is_given_up(small_office: Office, web: WebServer) -> None:
    web.slow = Event()
    remote(small_office, f"{web.url}/export.xlsx", "timeout_s = 0.1\n")
    with pytest.raises(IntakeError, match=r"can't be reached, tried 3 times: .*timed out"):
        pulled(small_office)
    web.slow.set()


def test_nobody_listening_is_told_without_the_secrets_of_the_address(small_office: Office) -> None:
    remote(small_office, "http://an:bimat7@127.0.0.1:1/export.xlsx?key=bimat8")
    with pytest.raises(
        IntakeError, match=r"^http://an@127\.0\.0\.1:1/export\.xlsx: can't"
    ) as error:
        pulled(small_office)
    assert "bimat" not in str(error.value)


@pytest.mark.parametrize("status", [400, 403, 404, 410])
def test_a_refusal_is_not_tried_again(small_office: Office, web: WebServer, status: int) -> None:
    remote(small_office, f"{web.url}/export.xlsx")
    web.failures = [status]
    with pytest.raises(IntakeError, match=str(status)):
        pulled(small_office)
    assert len(web.asked) == 1


def test_credentials_follow_no_redirection_to_another_host(
    small_office: Office, web: WebServer
) -> None:
    web.redirects["/export.xlsx"] = f"http://localhost:{web.port}/other.xlsx"
    remote(small_office, f"{web.url}/export.xlsx", "headers = ['X-Key: bimat7']\n")
    with pytest.raises(IntakeError, match=r"leads to http://localhost/other\.xlsx"):
        pulled(small_office)
    web.redirects["/export.xlsx"] = "/moved.xlsx"
    web.files["/moved.xlsx"] = export(small_office.folder, "A-1")
    assert codes(pulled(small_office)) == [["A-1"]]


def test_an_error_in_a_file_names_its_address_and_not_the_cache(
    small_office: Office, web: WebServer
) -> None:
    web.files["/export.xlsx"] = b"PK\x03\x04 half a workbook"
    remote(small_office, f"{web.url}/export.xlsx")
    with pytest.raises(IntakeError, match=rf"{web.url}/export\.xlsx") as error:
        pulled(small_office)
    assert FOLDER not in str(error.value)


def test_public_lists_may_lie_there_too_and_get_no_secrets_of_another_host(
    small_office: Office, web: WebServer
) -> None:
    small_office.export(row("A-1"))
    web.files["/ds.csv"] = export(small_office.folder, "A-1", name="ds.csv")
    more = f"[source.remote]\nheaders = ['X-Key: bimat7']\n[postings]\npath = '{web.url}/ds.csv'\n"
    small_office.write_config(more)
    assert [sheet.file for sheet in posted_sheets(small_office.settings)] == ["ds.csv"]
    assert "X-Key" not in web.asked[0]
    assert small_office.run().complete
    web.files.clear()
    report = small_office.run()
    assert any("[postings]" in note and "404" in note for note in report.notes)


def test_what_was_fetched_is_for_the_service_alone(small_office: Office, web: WebServer) -> None:
    web.files["/export.xlsx"] = export(small_office.folder, "A-1")
    remote(small_office, f"{web.url}/export.xlsx")
    pulled(small_office)
    cache = small_office.folder / FOLDER
    assert cache.stat().st_mode & 0o077 == 0
    assert (cache / ".gitignore").read_text() == "*\n"
    assert not list(cache.rglob("part"))


@pytest.mark.parametrize("path", ["ftp://host/a.xlsx", "https://", "sftp://host/*/a.xlsx"])
def test_an_address_that_is_none_is_refused(small_office: Office, path: str) -> None:
    remote(small_office, path)
    with pytest.raises(IntakeError, match=r"expected an address|after the last /"):
        pulled(small_office)
