"""Saved web pages as public lists: what they show, wherever it stands."""

from datetime import date
from pathlib import Path

import pytest
from list_files import CODE, code, posted

from monitor.intake.errors import IntakeError
from monitor.intake.lists.reading import read_list


def page(tmp_path: Path, body: str, head: str = "", encoding: str = "utf-8") -> Path:
    file = tmp_path / "page.html"
    file.write_text(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>", encoding)
    return file


@pytest.mark.parametrize(
    "body",
    [
        f"<p>Hồ sơ {CODE}, đã có kết quả</p>",
        f"<ul><li>{CODE}<li>khác</ul>",
        f"<div>{CODE}</div><div>2</div>",
        "<p>000.17.22.H56&nbsp;-&nbsp;210531&#8211;0001</p>",
        "<p>000.17.<wbr>22.H56-21&shy;0531-<b>00</b><i>01</i></p>",
        "<p>000.17.22.H56-2105<br>31-0001</p>",
        "<p>000.17.22.H56-\n   210531-0001</p>",
        "<p>000.17.22.H56-</p><p>210531-0001</p>",
        f"<table><tr><td>STT<td>Mã hồ sơ<tr><td>1<td>{CODE}</table>",
        f"<table><tr><td><div><table><tr><td>{CODE}</td></tr></table></div></td></tr></table>",
        f"<table><tr><td>Danh sách</td></tr></table><p>Bổ sung: {CODE}</p>",
        f"<table><table><tr><td>{CODE}</td></tr></table></table>",
        f"<table><caption>{CODE}</caption><tr><td>1</table>",
    ],
)
def test_a_code_is_found_wherever_a_page_shows_it(tmp_path: Path, body: str) -> None:
    assert posted(page(tmp_path, body)) == {CODE: None}


def test_scripts_styles_comments_and_addresses_are_not_the_page(tmp_path: Path) -> None:
    body = (
        f"<script>var a = '{code(2)}'</script><style>/* {code(3)} */</style><!-- {code(4)} -->"
        f"<template><p>{code(5)}</p></template><a href='/{code(6)}'>x</a><p>{CODE}</p>"
    )
    assert posted(page(tmp_path, body)) == {CODE: None}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1258"])
def test_a_page_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    head = f'<meta charset="{encoding}">'
    body = f"<p>Đăng lúc 12/08/2021 – {CODE.replace('-', '–')}</p>"
    assert posted(page(tmp_path, body, head, encoding)) == {CODE: date(2021, 8, 12)}


def test_a_page_tells_its_day_to_machines(tmp_path: Path) -> None:
    head = '<meta property="article:published_time" content="2021-08-11T20:00:00Z">'
    assert posted(page(tmp_path, f"<p>{CODE}</p>", head)) == {CODE: date(2021, 8, 12)}
    body = f'<p><time datetime="2021-08-12">tuần trước</time></p><p>{CODE}</p>'
    assert posted(page(tmp_path, body)) == {CODE: date(2021, 8, 12)}


def test_the_day_beside_the_list_wins_over_that_of_the_page(tmp_path: Path) -> None:
    head = '<meta itemprop="datePublished" content="2021-08-11">'
    body = f"<p>Ngày đăng: 12/08/2021</p><p>{CODE}</p><p>Ngày đăng: 01/08/2021</p>"
    assert posted(page(tmp_path, body, head)) == {CODE: date(2021, 8, 12)}


def test_in_a_table_the_column_says_what_a_day_means(tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><td>{code(n)}<td><time datetime='2021-07-0{n}'>x</time><td>0{n}/08/2021"
        for n in (1, 2)
    )
    body = f"<table><tr><th>Mã hồ sơ<th>Ngày nhận<th>Ngày công khai{rows}</table>"
    assert posted(page(tmp_path, body)) == {code(1): date(2021, 8, 1), code(2): date(2021, 8, 2)}
    other = page(tmp_path, body.replace("công khai", "hẹn trả"))
    assert posted(other) == {code(1): None, code(2): None}


def test_spans_do_not_move_the_column_of_days(tmp_path: Path) -> None:
    body = (
        "<table><tr><th>Phòng<th>Mã hồ sơ<th>Ngày đăng</tr>"
        f"<tr><td rowspan=2>A<td>{code(1)}<td>01/08/2021</tr><tr><td>{code(2)}<td>02/08/2021</tr>"
        f"<tr><td colspan=2>{code(3)}<td>03/08/2021</tr></table>"
    )
    assert list(posted(page(tmp_path, body)).values()) == [date(2021, 8, day) for day in (1, 2, 3)]


MHTML = """{first}
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----x"

------x
Content-Type: text/html{charset}
Content-Transfer-Encoding: quoted-printable

<html><body><p>Ng=C3=A0y =C4=91=C4=83ng: 12/08/2021</p><p>000.17.22.H56-2105=
31-0001</p></body></html>
------x
Content-Type: text/css

/* 000.17.22.H56-210531-0002 */
------x--
"""


@pytest.mark.parametrize("first", ["From: <Saved by Blink>", 'From: "Saved by Windows', ""])
@pytest.mark.parametrize("charset", ['; charset="utf-8"', ""])
def test_a_web_archive_holds_pages(tmp_path: Path, first: str, charset: str) -> None:
    file = tmp_path / "page.mhtml"
    file.write_text(MHTML.format(first=first, charset=charset).lstrip())
    assert posted(file) == {CODE: date(2021, 8, 12)}


def test_a_web_archive_without_a_page_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "page.mht"
    file.write_text("MIME-Version: 1.0\nContent-Type: text/css\n\nx\n")
    with pytest.raises(IntakeError, match="a web archive without a page"):
        read_list(file)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (f"<table><tr><td>{CODE}</td></tr>", "ends in the middle of a table"),
        ("<div>" * 5_000 + CODE, "is nested more than 250 deep"),
    ],
)
def test_a_page_that_can_not_be_read_whole_is_refused(tmp_path: Path, body: str, said: str) -> None:
    with pytest.raises(IntakeError, match=said):
        read_list(page(tmp_path, body))


def test_a_page_that_declares_entities_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(f'<!DOCTYPE html [<!ENTITY a "b">]><p>{CODE}</p>')
    with pytest.raises(IntakeError, match="declares XML entities"):
        read_list(file)


@pytest.mark.parametrize(
    ("content", "said"), [(b"\x89PNG\r\n", "is a picture"), (b"PK\x05\x06", "an empty archive")]
)
def test_files_of_other_kinds_are_refused(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "a.html").write_bytes(content)
    with pytest.raises(IntakeError, match=said):
        read_list(tmp_path / "a.html")
