"""Tổng quan: the figures of the command, to whom they concern, and nothing glossed over."""

import html
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from office import Office, finished
from review_site import NOW, OTHER, OWN, add, visitor
from sample_site import ANOTHER, DIVISION, Sample, cells, figures, plain, sample_office


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    office = sample_office(tmp_path_factory.mktemp("sample"))
    yield office
    office.engine.dispose()


def shown(text: str) -> dict[str, tuple[str, str, str, str]]:
    """Title of an indicator → its value, counts, unknown and range."""
    found = {}
    for title, *others in cells(text, "indicators"):
        if len(others) >= 5:
            found[title] = (others[0], others[1], others[2], others[3])
    return found


def as_said(number: float | None, places: int) -> str:
    return "–" if number is None else f"{number:.{places}f}".replace(".", ",")


PLACES = {"%": 2, "điểm": 1, "ngày làm việc": 1}


@pytest.mark.parametrize(
    ("query", "start", "end"),
    [
        ("", "2021-09-01", "2021-09-30"),
        ("?kind=month&start=2021-08-01", "2021-08-01", "2021-08-31"),
        ("?kind=week", "2021-09-27", "2021-09-30"),
        ("?kind=week&start=2021-09-20", "2021-09-20", "2021-09-26"),
        ("?kind=year", "2021-01-01", "2021-09-30"),
    ],
)
def test_the_figures_of_a_span_are_those_of_the_command(
    sample: Sample, query: str, start: str, end: str
) -> None:
    text = visitor(sample, "leader").get(f"/overview{query}").text
    found = shown(text)
    told = figures(sample.folder, "--from", start, "--to", end)
    assert len(told) == 8
    for one in told:
        title = next(name for name in found if name.startswith(one["title"]))
        value, counts, unknown, between = found[title]
        places = 0 if one["indicator"] == "online-points" else PLACES[one["unit"]]
        assert value.split()[0].rstrip("%") == as_said(one["value"], places)
        numbers = f"{one['numerator']:,}/{one['denominator']:,}".replace(",", ".")
        assert (counts, unknown) == (numbers, str(one["unknown"]))
        if between != "–":
            assert between.startswith(as_said(one["at_least"], places))
            assert as_said(one["at_most"], places) in between


def test_divisions_stand_the_worst_first_with_the_figures_of_the_command(sample: Sample) -> None:
    asking = visitor(sample, "leader")
    told = figures(sample.folder, "--from", "2021-09-01", "--to", "2021-09-30", "--by", "unit")
    text = asking.get("/overview").text
    rows = [row for row in cells(text, "units") if row[0] != "Đơn vị"]
    shares = {row[0]: row[1] for row in rows}
    assert shares == {
        one["group"]: f"{as_said(one['value'], 2)}% {one['numerator']}/{one['denominator']}"
        + (f", {one['unknown']} không rõ" if one["unknown"] else "")
        for one in told
        if one["indicator"] == "on-time-share"
    }
    values = [float(row[1].split("%")[0].replace(",", ".")) for row in rows]
    assert values == sorted(values)
    longest = [
        float(row[-1].split()[0].replace(",", "."))
        for row in cells(asking.get("/overview?by=median-days").text, "units")
        if row[0] != "Đơn vị"
    ]
    assert longest == sorted(longest, reverse=True)


def test_weeks_and_months_lead_to_themselves(sample: Sample) -> None:
    asking = visitor(sample, "leader")
    text = asking.get("/overview").text
    weeks = [row for row in cells(text, "weeks") if row[0] != "Tuần"]
    assert len(weeks) == 12
    assert text.count("<polyline") >= 7
    links = re.findall(r'href="(/overview\?kind=[^"]+)"', text)
    assert len(links) >= 12
    for link in links:
        address = html.unescape(link)
        assert asking.get(address).status_code == 200, address


def test_every_figure_leads_to_the_dossiers_behind_it(sample: Sample) -> None:
    asking = visitor(sample, "leader")
    for page in ("/overview", "/overview?unit=" + DIVISION):
        lists = re.findall(r'href="(/dossiers\?[^"]+)"', asking.get(page).text)
        assert len(lists) >= 5
        for link in lists:
            address = html.unescape(link)
            assert asking.get(address).status_code == 200, address
            assert ("unit=" in address) is ("unit=" in page)
    # 33 are late by their findings too, as the figure of the year says.
    year = asking.get("/overview?kind=year").text
    assert "33 hồ sơ quá hạn trong 401, 6 hồ sơ không rõ" in year


def test_a_division_sees_itself_alone(sample: Sample) -> None:
    own = visitor(sample, "viewer")
    text = own.get("/overview").text
    assert DIVISION in plain(text)
    assert ANOTHER not in plain(text)
    told = figures(sample.folder, "--from", "2021-09-01", "--to", "2021-09-30", "--by", "unit")
    one = next(r for r in told if (r["indicator"], r["group"]) == ("on-time-share", DIVISION))
    found = next(v for title, v in shown(text).items() if "đúng hạn" in title)
    assert found[1] == f"{one['numerator']}/{one['denominator']}"
    assert own.get("/overview", params={"unit": DIVISION}).status_code == 200
    assert own.get("/overview", params={"unit": ANOTHER}).status_code == 404
    assert visitor(sample, "admin").get("/overview").status_code == 403
    leader = visitor(sample, "leader").get("/overview", params={"unit": ANOTHER})
    assert leader.status_code == 200
    assert "xem toàn cơ quan" in leader.text


def test_of_stale_or_partial_data_nothing_good_is_said(small_staffed: Office) -> None:
    good = finished("A-4")
    small_staffed.export(good)
    with small_staffed.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM figure")
        connection.exec_driver_sql("DELETE FROM finding")
        connection.exec_driver_sql("DELETE FROM change_log")
        connection.exec_driver_sql("DELETE FROM letter")
        connection.exec_driver_sql("DELETE FROM dossier")
    small_staffed.run()
    claim = "không có hồ sơ quá hạn trong 1 hồ sơ"
    met = ">Đạt<"
    fresh = visitor(small_staffed, "leader").get("/overview").text
    assert claim in fresh
    assert met in fresh
    stale = visitor(small_staffed, "leader", now=NOW + timedelta(days=3)).get("/overview").text
    assert 'class="banner"' in stale
    assert "số liệu chưa đủ để kết luận" in stale
    assert claim not in stale
    assert met not in stale
    with small_staffed.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE run SET state = 'incomplete'")
    partial = visitor(small_staffed, "leader").get("/overview").text
    assert claim not in partial
    assert met not in partial


def test_points_at_stake_are_an_estimate_that_says_what_it_rests_on(sample: Sample) -> None:
    text = visitor(sample, "leader").get("/overview").text
    rows = {row[0]: row for row in cells(text, "par")}
    late = next(row for title, row in rows.items() if "quá hạn có văn bản xin lỗi" in title)
    assert "chưa đối chiếu văn bản" in late[0]
    assert late[2] == "Có nguy cơ mất điểm thiếu 33 hồ sơ"
    online = next(row for title, row in rows.items() if "trực tuyến" in title)
    assert online[2] == "Chưa biết"
    assert "Ước tính nội bộ" in text
    assert "PAR INDEX: 3 điều kiện của" in text


def test_before_the_first_run_there_are_no_figures_and_that_is_said(small_office: Office) -> None:
    add(small_office, "leader", "leader", unit=None)
    answer = visitor(small_office, "leader").get("/overview")
    assert answer.status_code == 200
    assert "Chưa có số liệu" in answer.text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("kind=day", 422),
        ("kind=week&start=2021-09-28", 404),
        ("kind=month&start=never", 422),
        ("by=nothing", 404),
        ("unit=nobody", 200),
    ],
)
def test_addresses_of_nothing_are_refused(staffed: Office, query: str, status: int) -> None:
    assert visitor(staffed, "leader").get(f"/overview?{query}").status_code == status


def test_both_databases_give_the_same_page(staffed: Office) -> None:
    text = visitor(staffed, "leader").get("/overview").text
    assert shown(text)["Tỷ lệ hồ sơ giải quyết đúng hạn 4,00/20 điểm"][:3] == ("20,00%", "1/5", "0")
    rows = [row[:2] for row in cells(text, "units") if row[0] != "Đơn vị"]
    assert rows == [[OTHER, "0,00% 0/1"], [OWN, "25,00% 1/4"]]
    assert "chưa khai báo nguồn công khai kết quả" in text
