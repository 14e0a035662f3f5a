"""Public lists as the service gets them: from files and from a web server; and what is kept."""

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from list_files import CODE, code, pdf
from office import Office, finished
from sources.web_server import WebServer, serving

from monitor.sources import posted_sheets

RECEIVED = "31/05/2021 08:00:00"  # the day that the codes name
NAMES = ("Trần Văn Khôi", "Lý Thị Ngọc Hân", "Đinh Công Phúc")


@pytest.fixture
def web() -> Iterator[WebServer]:
    with serving(WebServer()) as server:
        yield server


def document(path: Path) -> Path:
    made = docx.Document()
    made.add_paragraph("Ngày đăng: 12/08/2021")
    table = made.add_table(rows=0, cols=2)
    for number, name in enumerate(NAMES, 1):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = code(number), name
    made.save(str(path))
    return path


def page() -> bytes:
    lines = "".join(f"<li>{code(n)} – {name}</li>" for n, name in enumerate(NAMES, 1))
    return f"<html><body><p>Đăng ngày 12/8/2021</p><ul>{lines}</ul></body></html>".encode()


def test_lists_of_all_kinds_lie_in_one_folder(small_office: Office) -> None:
    folder = small_office.folder / "postings"
    folder.mkdir()
    document(folder / "a.docx")
    pdf(folder / "b.pdf", [[code(4)]])
    (folder / "c.html").write_bytes(page())
    (folder / "d.txt").write_text(code(5))
    small_office.write_config('[postings]\npath = "postings/*"\n')
    small_office.export(*(finished(code(n), received=RECEIVED) for n in range(1, 7)))
    report = small_office.run()
    assert report.complete
    assert small_office.findings() == [("result-not-posted", code(6))]
    rows = small_office.rows("SELECT code, posted_at FROM posting")
    kept = {row["code"]: str(row["posted_at"]) for row in rows}
    seen = {code(4): "2021-09-30", code(5): "2021-09-30"}
    assert kept == {code(n): "2021-08-12" for n in (1, 2, 3)} | seen


def test_no_name_of_a_list_reaches_the_database(small_office: Office) -> None:
    folder = small_office.folder / "postings"
    folder.mkdir()
    document(folder / "a.docx")
    (folder / "b.html").write_bytes(page())
    (folder / "c.csv").write_text("\n".join(f"{code(9)},{name}" for name in NAMES))
    small_office.write_config('[postings]\npath = "postings/*"\n')
    small_office.export(finished(code(1), received=RECEIVED))
    assert small_office.run().complete
    small_office.engine.dispose()
    kept = b"".join(file.read_bytes() for file in small_office.folder.glob("tthc.db*"))
    assert code(9).encode() in kept
    assert [name for name in NAMES if name.encode() in kept] == []


@pytest.mark.parametrize("kind", ["page", "pdf", "docx", "text", "csv"])
def test_a_list_may_be_an_address_of_any_kind(
    small_office: Office, web: WebServer, kind: str
) -> None:
    contents = {
        "page": page(),
        "pdf": pdf(small_office.folder / "a", [[code(1)]]).read_bytes(),
        "docx": document(small_office.folder / "b").read_bytes(),
        "text": CODE.encode(),
        "csv": f"Mã hồ sơ,Chủ hồ sơ\n{CODE},{NAMES[0]}\n".encode(),
    }
    web.files["/tin/cong-khai?id=7"] = contents[kind]
    small_office.write_config(f"[postings]\npath = '{web.url}/tin/cong-khai?id=7'\n")
    small_office.export(finished(CODE, received=RECEIVED))
    assert [sheet.file for sheet in posted_sheets(small_office.settings)] == ["cong-khai"]
    assert small_office.run().complete
    assert small_office.findings() == []


def test_a_page_without_codes_is_named_and_nothing_is_judged_by_it(
    small_office: Office, web: WebServer
) -> None:
    web.files["/tin/cong-khai"] = b"<html><body><p>Trang dang bao tri</p></body></html>"
    small_office.write_config(f"[postings]\npath = '{web.url}/tin/cong-khai'\n")
    small_office.export(finished(CODE, received=RECEIVED))
    report = small_office.run()
    assert not report.complete
    assert small_office.findings() == []
    assert any("cong-khai: has no dossier code" in note for note in report.notes)
