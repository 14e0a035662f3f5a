"""The list as a workbook: what the page shows, as text, with masks, told by the audit log."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from dossier_pages import days_late, fill, kept, shown
from office import Office
from python_calamine import CalamineWorkbook
from review_site import OWN, visitor

from monitor.review.pages import dossiers as pages
from monitor.store.audit import verify


@pytest.fixture
def filled(office: Office) -> Office:
    fill(office)
    return office


def sheet(office: Office, login: str, query: str) -> tuple[list[list[Any]], bytes]:
    """The rows without their head, and the file."""
    answer = visitor(office, login).get(f"/dossiers.xlsx?{query}")
    assert answer.status_code == 200
    assert "ho-so-2021-09-30.xlsx" in answer.headers["content-disposition"]
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    return book.get_sheet_by_name("Hồ sơ").to_python()[1:], answer.content


def test_it_holds_the_dossiers_of_the_list_in_its_order(filled: Office) -> None:
    for query in ("sort=-due", "rule=overdue-open", "q=nguyen&status=4"):
        rows, _ = sheet(filled, "leader", query)
        on_pages = shown(visitor(filled, "leader"), f"/dossiers?{query}")
        assert [row[0] for row in rows] == on_pages
    by_code = {one["code"]: one for one in kept(filled)}
    for row in sheet(filled, "leader", "")[0]:
        one = by_code[row[0]]
        late = days_late(one)
        assert row[1] == (one["applicant"] or "")
        assert row[10] == ("" if late is None else late)
        assert str(row[8])[:16] == str(one["due_at"] or "")[:16]
        assert len(row[11].split("; ") if row[11] else []) == len(one["findings"])


def test_no_cell_is_a_formula_or_a_link(filled: Office) -> None:
    rows, content = sheet(filled, "leader", "")
    assert {'=HYPERLINK("http://x")', "+84 @ -1"} <= {row[1] for row in rows}
    with ZipFile(BytesIO(content)) as parts:
        text = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in text
    assert "<hyperlink" not in text


def test_names_are_masked_and_divisions_kept_to_as_on_the_page(filled: Office) -> None:
    rows, _ = sheet(filled, "viewer", "")
    assert {row[4] for row in rows} == {OWN}
    names = {row[1] for row in rows}
    assert "Nguyễn V. A." in names
    assert "Nguyễn Văn An" not in names


def test_the_audit_log_tells_who_took_it_but_not_what_he_searched_for(filled: Office) -> None:
    sheet(filled, "office", "rule=overdue-open&q=nguyen")
    entry = filled.rows("SELECT * FROM audit ORDER BY id")[-1]
    assert (entry["actor"], entry["action"], entry["subject_kind"]) == (
        "office",
        "export",
        "dossiers",
    )
    assert "overdue-open" in str(entry["detail"])
    assert "nguyen" not in str(entry["detail"])
    with filled.connection() as connection:
        assert verify(connection).tampered is None


def test_it_ends_at_its_last_row_and_says_so(
    small_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(small_office, 20)
    monkeypatch.setattr(pages, "MOST_ROWS", 7)
    rows, content = sheet(small_office, "leader", "")
    assert len(rows) == 7
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    notes = [row[0] for row in book.get_sheet_by_name("Ghi chú").to_python()]
    assert any("hơn 7 hồ sơ, tệp chỉ gồm 7 hồ sơ đầu" in note for note in map(str, notes))
