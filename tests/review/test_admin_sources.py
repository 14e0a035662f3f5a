"""Quản trị, nguồn dữ liệu: where it comes from, without secrets, and how old it is."""

from datetime import timedelta

import pytest
from office import CONFIG, Office, finished
from review_site import NOW, add, visitor
from run_site import export, failed, held
from sample_site import plain

SOURCES = "/admin/sources"


def text_of(office: Office, days: int = 0) -> str:
    return plain(visitor(office, "admin", NOW + timedelta(days=days)).get(SOURCES).text)


def test_each_source_says_where_it_lies_and_what_it_brought(staffed: Office) -> None:
    staffed.write_config('[postings]\npath = "posted.txt"\n')
    (staffed.folder / "posted.txt").write_text("A-4\nA-3\n", encoding="utf-8")
    export(staffed)
    staffed.run()
    text = text_of(staffed)
    assert "Hồ sơ TTHC đọc được" in text
    assert str(staffed.folder / "export.xlsx") in text
    assert "5 dòng, 0 không đọc được" in text
    assert "tiếp nhận 01/09/2021, cách đây 29 ngày" in text
    assert "Đã thấy 2 mã hồ sơ Công khai gần nhất 30/09/2021" in text
    assert "Danh mục thủ tục chưa khai báo" in text


def test_data_that_has_grown_old_is_called_so(small_staffed: Office) -> None:
    assert "hồ sơ mới nhất cách đây 49 ngày" in text_of(small_staffed, days=20)
    small_staffed.write_config("[guards]\nstale_days = 7\n")
    text = text_of(small_staffed)  # read an hour ago, and nothing new in it for four weeks
    assert "Cần xem lại nguồn: Hồ sơ TTHC." in text
    assert "Dữ liệu mới và đủ" not in text


def test_a_source_that_could_not_be_read_says_why(small_staffed: Office) -> None:
    small_staffed.write_config('[postings]\npath = "gone.txt"\n')
    small_staffed.run()
    text = text_of(small_staffed)
    assert "Kết quả đã công khai không đọc được" in text
    assert "Không có tệp" in text
    assert "there is no such file" not in text


def test_a_pull_that_failed_or_is_held_is_called_so(small_staffed: Office) -> None:
    number = held(small_staffed)
    assert f"Hồ sơ TTHC lần chạy {number} bị giữ lại" in text_of(small_staffed)
    export(small_staffed, *(finished(f"C-{n}") for n in range(60)))
    failed(small_staffed)
    assert f"Hồ sơ TTHC lần chạy {number + 1} không thành công" in text_of(small_staffed)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (
            'path = "sftp://one:s3cret@host.example:2222/out/*.xlsx"',
            "sftp://host.example:2222/out/*.xlsx",
        ),
        (
            'path = "https://tok:s3cret@host.example/a.xlsx?key=s3cret"',
            "https://host.example/a.xlsx",
        ),
        ('path = "nfs://one:s3cret@host/a"', "nfs://"),
        (
            (
                'type = "sql"\n[source.sql]\nquery = "SELECT 1"\n'
                'url = "postgresql+psycopg://one:s3cret@db.example/portal?password=s3cret"'
            ),
            "postgresql://db.example/portal",
        ),
        (
            'type = "sql"\n[source.sql]\nquery = "SELECT 1"\nurl_file = "secret.txt"',
            "url_file",
        ),
        (
            'type = "api"\n[source.api]\nsystem = "igate"\nurl = "https://host.example/x?key=s3cret"',
            "https://host.example/x",
        ),
    ],
)
def test_no_secret_of_an_address_is_shown(small_office: Office, source: str, shown: str) -> None:
    add(small_office, "admin", "admin", unit=None)
    small_office.config = CONFIG.replace('path = "export.xlsx"', source)
    small_office.write_config()
    text = text_of(small_office)
    assert shown in text
    assert "s3cret" not in text
    assert "chưa đọc lần nào" in text
