"""An office with dossiers of many kinds, and lists of them as pages show them."""

import html
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import httpx2
import pytest
from export_files import write
from office import HEAD, Office
from review_site import OTHER, OWN, add
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

PROCEDURES = (
    ("1.0001", "Cấp giấy phép lao động"),
    ("1.0002", "Đăng ký nội quy lao động"),
    ("", "Xác nhận Đỗ đạt 100%_'\":&|!<b>"),
)
APPLICANTS = (
    "Nguyễn Văn An",
    "Trần Thị Bích",
    "Đỗ Văn Đức",
    "<script>alert(1)</script>",
    "Công ty A & B, 'Việt Nam' 100%",
    '=HYPERLINK("http://x")',
    "+84 @ -1",
    "",
)
STATUSES = ("Đang xử lý", "Đã xử lý xong", "Đã trả kết quả", "Yêu cầu bổ sung", "Mới đăng ký")
_HEAD = (*HEAD, "Mã TTHC")


def lasting_office(
    request: pytest.FixtureRequest,
    folders: pytest.TempPathFactory,
    filling: Callable[[Office], None] | None = None,
) -> Iterator[Office]:
    """A filled office on the database that the fixture's parameter names."""
    url = ""
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres")
        name = f"t{uuid4().hex}"
        admin = create_engine(server, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        admin.dispose()
        url = make_url(server).set(database=name).render_as_string(hide_password=False)
    office = Office(folders.mktemp("office"), url)
    (filling or fill)(office)
    yield office
    office.engine.dispose()


def fill(office: Office, count: int = 60, *, people: bool = True, unit: str = OTHER) -> None:
    """Two runs; the second finds more, and what it finds first bears its number."""
    write(office.folder / "export.xlsx", [_HEAD, *rows(count * 2 // 3, unit)])
    office.run(date(2021, 9, 29))
    write(office.folder / "export.xlsx", [_HEAD, *rows(count, unit)])
    office.run()
    if people:
        for role in ("viewer", "officer", "approver"):
            add(office, role, role, unit=OWN)
        for role in ("office", "leader", "admin"):
            add(office, role, role, unit=None)


def rows(count: int, other: str = OTHER) -> Iterator[list[Any]]:
    for n in range(count):
        code, procedure = PROCEDURES[n % 7 % 3]
        status = STATUSES[n % 11 % 5]
        due = f"{1 + n * 7 % 28:02}/09/2021 17:00:00" if n % 9 else ""
        done = f"{1 + n * 5 % 29:02}/09/2021 10:00:00" if status.startswith("Đã") else ""
        yield [
            n,
            f"H99/{2109 - n % 3:04}-{n:03}",
            APPLICANTS[n % 8],
            procedure,
            (OWN, other)[n % 5 // 3],
            "Lê Thị Bình",
            f"{1 + n * 3 % 28:02}/08/2021 08:{n:02}:00",
            due,
            done,
            status,
            code,
        ]


def shown(client: httpx2.Client, address: str) -> list[str]:
    """Codes of all pages of a list, in order."""
    codes: list[str] = []
    while address:
        answer = client.get(address)
        if answer.status_code == 303:
            answer = client.get(answer.headers["location"])
        assert answer.status_code == 200, answer.text
        codes += [
            unquote(found)
            for found in re.findall(r'<th scope="row"><a href="/dossiers/([^"]*)"', answer.text)
        ]
        following = re.search(r'<a href="([^"]*)" rel="next"', answer.text)
        address = html.unescape(following[1]) if following else ""
    return codes


def plain_words(text: str | None) -> list[str]:
    """A naive way to words without accents."""
    lower = unicodedata.normalize("NFD", (text or "").lower().replace("đ", "d"))
    bare = "".join(c for c in lower if not unicodedata.combining(c))
    return "".join(c if c.isalnum() else " " for c in bare).split()


def kept(office: Office) -> list[dict[str, Any]]:
    """Every dossier with its open findings, as the database holds them."""
    findings = office.rows("SELECT * FROM finding WHERE closed_at IS NULL")
    return [
        {**dossier, "findings": [one for one in findings if one["dossier"] == dossier["code"]]}
        for dossier in office.rows("SELECT * FROM dossier ORDER BY code")
    ]


def days_late(dossier: Mapping[str, Any]) -> int | None:
    late = ("overdue-open", "overdue-finished")
    return max(
        (one["working_days_late"] for one in dossier["findings"] if one["rule"] in late),
        default=None,
    )
