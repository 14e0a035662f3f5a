"""Quản trị, lần chạy: how each run ended, what it could not read and why, in Vietnamese."""

from html import unescape
from io import BytesIO

import pytest
from fastapi.testclient import TestClient
from office import AS_OF, NOW, Office, finished, row
from python_calamine import CalamineWorkbook
from review_site import add, visitor
from run_site import SECRET, export, failed, held, unread
from sample_site import plain

from monitor.review.admin.run_words import Said, notes, row_reason
from monitor.store.ledger import begin
from monitor.vietnamese import masked_text

RUNS = "/admin/runs"


def text_of(client: TestClient, address: str) -> str:
    """The words of a page."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return plain(answer.text)


def test_each_run_stands_with_how_it_ended(staffed: Office) -> None:
    held(staffed)
    failed(staffed)
    office = visitor(staffed, "office")
    text = text_of(office, RUNS)
    assert "không thành công. Số liệu của lần trước vẫn được dùng." in text
    for words in ("hoàn tất", "bị giữ lại", "Ít dòng bất thường", "Không có tệp"):
        assert words in text
    assert text.index("Lần 5") < text.index("Lần 1")


def test_before_the_first_run_the_page_says_what_would_stand_there(small_office: Office) -> None:
    add(small_office, "admin", "admin", unit=None)
    text = text_of(visitor(small_office, "admin"), RUNS)
    assert "Chưa có lần chạy nào." in text
    assert "tthc run" in text


def test_a_run_says_what_it_read_and_found(staffed: Office) -> None:
    unread(staffed)
    text = text_of(visitor(staffed, "office"), f"{RUNS}/2")
    assert "Lần chạy hoàn tất: đã đọc 8 dòng, 2 dòng không đọc được." in text
    assert "export.xlsx Danh sách" in text
    assert "Hồ sơ quá hạn chưa có kết quả 4 1 0" in text
    assert "“Kết quả chưa được công khai” không được đánh giá: chưa khai báo nguồn" in text
    assert 'lang="en"' not in visitor(staffed, "office").get(f"{RUNS}/2").text


def test_a_run_that_was_held_says_why_with_its_figures(small_staffed: Office) -> None:
    number = held(small_staffed)
    text = text_of(visitor(small_staffed, "admin"), f"{RUNS}/{number}")
    assert "Dữ liệu bị giữ lại, chưa được nhận: ít dòng bất thường." in text
    assert "Tệp có 5 dòng, trong khi 3 lần chạy gần đây thường có 65 dòng." in text
    assert "out/held" in text


def test_a_run_that_was_cut_off_is_not_called_running(small_staffed: Office) -> None:
    begin(small_staffed.engine, AS_OF, NOW)
    admin = visitor(small_staffed, "admin")
    assert "đang chạy" in text_of(admin, RUNS)
    export(small_staffed)
    small_staffed.run()
    assert "bị ngắt giữa chừng" in text_of(admin, f"{RUNS}/2")


def test_rows_that_could_not_be_read_have_a_place_and_a_reason(staffed: Office) -> None:
    unread(staffed)
    text = text_of(visitor(staffed, "office"), f"{RUNS}/2/rejected")
    assert "2 dòng không đọc được" in text
    assert "H, Ngày hẹn trả A-5 31/06/2021 không có ngày hoặc giờ này" in text
    assert f"A-6 {SECRET} không phải ngày tháng" in text
    assert "Cả dòng" in text


def test_who_may_not_see_names_sees_none_on_the_page_nor_in_the_workbook(staffed: Office) -> None:
    unread(staffed)
    admin = visitor(staffed, "admin")
    text = text_of(admin, f"{RUNS}/2/rejected")
    assert "A-5 31/06/2021" in text
    assert "A-6 H. V. T. không phải ngày tháng" in text
    for address in (RUNS, f"{RUNS}/2", f"{RUNS}/2/rejected"):
        assert SECRET not in unescape(admin.get(address).text)
    for login, is_told in (("admin", False), ("office", True)):
        answer = visitor(staffed, login).get(f"{RUNS}/2/rejected.xlsx")
        assert answer.headers["content-disposition"].endswith('"dong-khong-doc-duoc-2.xlsx"')
        sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0)
        rows = sheet.to_python()
        assert [line[4] for line in rows[1:]] == ["A-5", "A-6"]
        assert any(SECRET in line for line in rows) is is_told
    taken = staffed.rows("SELECT actor, subject_key FROM audit WHERE action = 'export'")
    assert [tuple(one.values()) for one in taken] == [("admin", "2"), ("office", "2")]


def test_a_row_that_is_mended_no_longer_stands_in_the_next_run(small_staffed: Office) -> None:
    unread(small_staffed)
    export(small_staffed, row("A-5", due="30/06/2021"), row("A-6", due=SECRET, applicant=SECRET))
    small_staffed.run()
    office = visitor(small_staffed, "office")
    assert "A-5" in text_of(office, f"{RUNS}/2/rejected")
    text = text_of(office, f"{RUNS}/3/rejected")
    assert "1 dòng không đọc được" in text
    assert "A-5" not in text


def test_many_rows_come_page_by_page(small_staffed: Office) -> None:
    export(small_staffed, *(row(f"D-{n}", received="hôm qua") for n in range(60)))
    small_staffed.run()
    office = visitor(small_staffed, "office")
    first = office.get(f"{RUNS}/2/rejected").text
    assert (first.count('<th scope="row"'), "Về đầu danh sách" in first) == (50, False)
    after = first.partition("?after=")[2].partition('"')[0]
    second = office.get(f"{RUNS}/2/rejected?after={after}").text
    assert (second.count('<th scope="row"'), "Trang sau" in second) == (10, False)


def test_what_a_run_found_and_closed_is_listed_for_who_may_see_dossiers(staffed: Office) -> None:
    export(staffed, finished("A-2"))
    staffed.run()
    leader = visitor(staffed, "leader")
    assert "A-2" in text_of(leader, f"{RUNS}/1/findings")
    assert "B-1" not in text_of(leader, f"{RUNS}/2/findings")
    assert "A-2" in text_of(leader, f"{RUNS}/2/findings?closed=true")


@pytest.mark.parametrize("number", ["7", "0", "99999999999999999999999", "x"])
def test_a_run_that_is_not_there_is_no_fault(small_staffed: Office, number: str) -> None:
    answer = visitor(small_staffed, "admin").get(f"{RUNS}/{number}")
    assert answer.status_code in (404, 422)


def test_what_nobody_has_put_into_vietnamese_is_shown_as_it_is_without_names() -> None:
    said = f"sheet 'a', row 3: found '{SECRET}': odd"
    assert list(notes([said], names=True)) == [Said(said, is_foreign=True)]
    assert SECRET not in next(notes([said], names=False)).words
    assert row_reason("odd") == (Said("odd", is_foreign=True), "")


def test_a_reason_for_the_whole_sheet_is_put_into_vietnamese_with_its_figures() -> None:
    why = (
        "60 of 63 open dossiers have no appointment and 2 of 2 finished ones have, as where an end "
        "of processing stands under its heading; have the cells slipped?"
    )
    said, expected = row_reason(why)
    assert said.words.startswith("60 trong 63 hồ sơ đang giải quyết không có ngày hẹn trả")
    assert (said.is_foreign, expected) == (False, "ngày tháng ở đúng cột")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("31/06/2021 17:00", "31/06/2021 17:00"),
        ("Nguyễn Thị Ánh", "N. T. Á."),
        ("079123456789", "079…"),
        ("4 - Đã trả", "4 - Đ. t."),
    ],
)
def test_a_cell_that_may_hold_anything_is_masked(text: str, shown: str) -> None:
    assert masked_text(text) == shown
