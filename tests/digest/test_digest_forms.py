"""The digest as page and as text: the same figures, nobody's name, no zero that is none."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from digest_office import OTHER, THIS_WEEK, issue, later, nothing_late, two_weeks
from lxml import html
from office import Office, row

from monitor.digest.chart import trend_picture
from monitor.digest.content import TrendWeek
from monitor.digest.html import page_alone

GMAIL_CUTS_AT = 102_000  # bytes
ZERO = re.compile(r"(?<!\d)0 (?:hồ sơ )?(?:quá hạn|trễ hạn)|không có hồ sơ (?:nào )?quá hạn,")
LONG = "Trung tâm Điều dưỡng và Phục hồi chức năng người có công và đối tượng bảo trợ, cơ sở"


def found(page: str, path: str) -> list[Any]:
    """What an XPath finds in a page."""
    return list(html.fromstring(page).xpath(path))  # type: ignore[arg-type]


def words(page: str) -> str:
    """What a page says, its pictures too."""
    said = found(page, "//body//text() | //img/@alt")
    return " ".join(" ".join(map(str, said)).split())


def test_page_and_text_say_the_same(office: Office) -> None:
    two_weeks(office)
    made = issue(office)
    for said in (words(made.page.html), " ".join(made.text.split())):
        assert made.digest.verdict in said
        assert "giải quyết ngay 2 hồ sơ quá hạn (lâu nhất 14 ngày làm việc)" in said
        assert "25,00%" in said
        assert "tuần trước 1" in said
        assert "xấu hơn" in said
        assert "Tỷ lệ hồ sơ quá hạn có văn bản xin lỗi".lower() in said.lower()
        assert "từ tuần bắt đầu ngày 30/08 đến tuần bắt đầu ngày 27/09/2021: 0, 1" in said
        assert OTHER in said
        assert "Nguyễn Văn An" not in said
        assert "Lê Thị Bình" not in said


def test_the_text_can_be_read_aloud(office: Office) -> None:
    two_weeks(office)
    text = issue(office).text
    assert text.startswith("Sở Lao động - Thương binh và Xã hội\nBản tin thủ tục hành chính")
    assert "- Quá hạn chưa xong: 3 hồ sơ; tuần trước 1, xấu hơn." in text
    assert "- Đúng hạn: 25,00% (1 trên 4 hồ sơ); tuần trước 75,00%, xấu hơn." in text
    assert re.search(r"[|▲▼•]|\S {2,}\S|\n\n\n|–", text) is None


@pytest.mark.parametrize("kind", ["stale", "rows", "no run"])
def test_of_data_that_is_not_whole_no_form_claims_that_nothing_is_late(
    small_office: Office, kind: str
) -> None:
    if kind == "stale":
        nothing_late(small_office)
    elif kind == "rows":
        small_office.export(row("A-1", due="30/11/2021"), row(None))
        small_office.run(THIS_WEEK)
    made = issue(small_office, now=later(48 if kind == "stale" else 0))
    for said in (made.subject, made.text, words(made.page.html)):
        assert "CHƯA ĐẦY ĐỦ" in said
        assert ZERO.search(said) is None
    if kind == "stale":
        assert made.subject.startswith("[DỮ LIỆU CŨ, CHƯA ĐẦY ĐỦ]")
    assert ZERO.search("0 quá hạn")


def test_a_division_that_had_nothing_to_do_this_week_is_told_so(small_office: Office) -> None:
    done = "Đã xử lý xong"
    early = {"done": "02/08/2021 10:00:00", "status": done, "received": "01/08/2021 08:00:00"}
    small_office.export(row("A-1"), row("B-1", unit=OTHER, due="20/08/2021", **early))
    small_office.run(THIS_WEEK)
    assert issue(small_office, OTHER).subject == (
        f"Bản tin TTHC tuần 39/2021, {OTHER}: không có hồ sơ quá hạn, không thiếu thư xin lỗi"
    )


def test_a_quiet_week_is_said_to_be_one(small_office: Office) -> None:
    nothing_late(small_office)
    made = issue(small_office)
    assert "Không có việc nào phải làm ngay." in made.text
    assert "không ghi nhận hồ sơ nào trễ hạn" in words(made.page.html)
    assert made.page.pictures == []


def test_what_an_export_says_is_text_and_no_markup(small_office: Office) -> None:
    unit = 'Phòng <img src="http://x.example/a.png"> & "B"'
    small_office.export(row("A-1", unit=unit))
    small_office.run(THIS_WEEK)
    made = issue(small_office)
    assert [one.get("src") for one in html.fromstring(made.page.html).iter("img")] == [
        "cid:dien-bien"
    ]
    assert unit in made.text
    assert unit in words(made.page.html)


def test_the_page_is_made_for_mail_programs(small_office: Office) -> None:
    two_weeks(small_office)
    page = issue(small_office).page
    for cell in found(page.html, "//td | //th"):
        assert "font-size" in cell.get("style"), html.tostring(cell)
    assert {one.get("class") for one in found(page.html, "//*[@bgcolor]")} >= {"ground", "paper"}
    assert found(page.html, "//meta[@name='color-scheme']/@content") == ["light dark"]
    assert "max-width: 640px" in found(page.html, "//*[@class='paper']")[0].get("style")
    assert "<!--[if mso]><table" in page.html
    (style,) = found(page.html, "//style")
    assert style.text.strip().startswith("@media (prefers-color-scheme: dark)")
    assert found(page.html, "//script | //link | //form | //div") == []
    assert "background-image" not in page.html
    assert "cid:" not in page_alone(page)
    assert all(
        address.startswith("http://127.0.0.1:8040") for address in found(page.html, "//a/@href")
    )


def test_thirty_divisions_with_long_names_are_not_cut_off(small_office: Office) -> None:
    late = [row(f"A-{n}", unit=f"{LONG} {n % 30}") for n in range(60)]
    small_office.export(*late)
    small_office.run(THIS_WEEK)
    made = issue(small_office)
    assert len(made.page.html.encode()) < GMAIL_CUTS_AT
    assert f"{LONG} 29" in words(made.page.html)
    assert "Còn 28 đơn vị khác có việc phải làm" in made.text
    own = issue(small_office, f"{LONG} 7")
    assert own.digest.late == 2


def test_a_division_that_nobody_has_heard_of_is_no_quiet_one(small_office: Office) -> None:
    two_weeks(small_office)
    made = issue(small_office, "Thanh Tra Sở")
    assert made.subject == (
        "[CHƯA ĐẦY ĐỦ] Bản tin TTHC tuần 39/2021, Thanh Tra Sở: chưa đủ dữ liệu để kết luận"
    )
    assert "không có hồ sơ nào của “Thanh Tra Sở”" in made.text


def weeks(*late: int) -> list[TrendWeek]:
    monday = date(2021, 7, 12)
    starts = [monday + timedelta(days=7 * n) for n in range(len(late))]
    return [
        TrendWeek(start, start + timedelta(days=6), None, count, count + 1)
        for start, count in zip(starts, late, strict=True)
    ]


def test_the_picture_is_the_same_for_the_same_weeks_and_small() -> None:
    first = trend_picture(weeks(0, 3, 12), whole=True)
    assert first == trend_picture(weeks(0, 3, 12), whole=True)
    assert first != trend_picture(weeks(0, 3, 12), whole=False)
    assert first != trend_picture(weeks(0, 3, 13), whole=True)
    assert len(trend_picture(weeks(*range(9_990, 10_002)), whole=True)) < 60_000
