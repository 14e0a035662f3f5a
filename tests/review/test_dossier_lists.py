"""The list of dossiers: each filter, search and order against a naive one, for each role."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from dossier_pages import days_late, fill, kept, lasting_office, plain_words, shown
from office import Office
from review_site import OTHER, OWN, visitor

LATE = ("overdue-open", "overdue-finished")
Dossier = Mapping[str, Any]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """One office on each database, which these tests only look at."""
    yield from lasting_office(request, tmp_path_factory)


@pytest.fixture(scope="module")
def small_filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The same on SQLite alone."""
    office = Office(tmp_path_factory.mktemp("office"))
    fill(office)
    yield office
    office.engine.dispose()


def day_of(dossier: Dossier, name: str) -> str:
    return str(dossier[name] or "")[:10]


def has(**wanted: Any) -> Callable[[Dossier], bool]:
    """An open finding with those values."""
    return lambda dossier: any(
        all(one[name] == value for name, value in wanted.items()) for one in dossier["findings"]
    )


FILTERS: dict[str, Callable[[Dossier], bool]] = {
    "": lambda _: True,
    f"unit={quote(OTHER)}": lambda one: one["unit"] == OTHER,
    f"unit={quote(OWN)}": lambda one: one["unit"] == OWN,
    "unit=Phòng không có": lambda _: False,
    "procedure=1.0002": lambda one: one["procedure_code"] == "1.0002",
    "procedure=" + quote("Xác nhận Đỗ đạt 100%_'\":&|!<b>"): lambda one: (
        one["procedure_code"] is None
    ),
    "status=4": lambda one: one["status"] == 4,
    "status=10": lambda one: one["status"] == 10,
    "rule=overdue-open": has(rule="overdue-open"),
    "rule=no-deadline": has(rule="no-deadline"),
    "severity=data": has(severity="data"),
    "run=2": has(opened_run_id=2),
    "run=2&rule=overdue-open": has(opened_run_id=2, rule="overdue-open"),
    "late_from=5": lambda one: (days_late(one) or 0) >= 5,
    "late_from=0": lambda one: days_late(one) is not None,
    "late_from=3&late_to=6": lambda one: 3 <= (days_late(one) or 0) <= 6,
    "late_to=2&rule=apology-missing": lambda one: any(
        found["rule"] == "apology-missing" and found["working_days_late"] <= 2
        for found in one["findings"]
    ),
    "period=received&from=2021-08-05&to=2021-08-09": lambda one: (
        "2021-08-05" <= day_of(one, "received_at") <= "2021-08-09"
    ),
    "period=due&to=2021-09-10": lambda one: "" < day_of(one, "due_at") <= "2021-09-10",
    "period=completed&from=2021-09-20": lambda one: day_of(one, "completed_at") >= "2021-09-20",
    f"unit={quote(OWN)}&status=4&rule=overdue-open&period=due&from=2021-09-02": lambda one: (
        one["unit"] == OWN
        and one["status"] == 4
        and has(rule="overdue-open")(one)
        and day_of(one, "due_at") >= "2021-09-02"
    ),
}


@pytest.mark.parametrize("query", FILTERS)
def test_each_filter_holds_what_a_naive_one_holds(filled: Office, query: str) -> None:
    client, holds = visitor(filled, "leader"), FILTERS[query]
    wanted = [one["code"] for one in kept(filled) if holds(one)]
    assert shown(client, f"/dossiers?{query}&sort=code") == wanted
    assert sorted(shown(client, f"/dossiers?{query}")) == wanted
    assert (wanted == []) == (query == "unit=Phòng không có")


@pytest.mark.parametrize("query", ["", "status=4", "rule=overdue-open", f"unit={quote(OWN)}"])
@pytest.mark.parametrize("sort", ["received", "due", "completed", "late", "code"])
def test_each_order_is_the_naive_one(filled: Office, sort: str, query: str) -> None:
    client, holds = visitor(filled, "leader"), FILTERS[query]
    found = [one for one in kept(filled) if holds(one)]
    if sort == "late":
        found = [one for one in found if days_late(one) is not None]

    def key(one: Dossier) -> Any:
        if sort == "late":
            return days_late(one)
        return one["code"] if sort == "code" else str(one[f"{sort}_at"] or "")

    upward = [one["code"] for one in sorted(found, key=key)]
    downward = [one["code"] for one in sorted(found, key=key, reverse=True)]
    assert shown(client, f"/dossiers?{query}&sort={sort}") == upward
    assert shown(client, f"/dossiers?{query}&sort=-{sort}") == downward


SEARCHES = [
    "h99 2108 004",
    "H99/2109-0",
    "nguyen van",
    "NGUYỄN VĂN AN",
    "an nguy",
    "do duc van",
    "việt nam 100",
    "cap giay phep",
    "1.0002",
    "noi quy",
    "đỗ đạt",
    "script",
    "hyperlink",
    "%",
    "_",
    "'",
    "' OR 1=1 --",
    ":* & | ! ( )",
    "=nguyen",
    "an",
    "a",
    "không ai tên thế này",
]


def found_by(typed: str, one: Dossier, *, names: bool) -> bool:
    """All words stand in code and name, or in the procedure; the last one may be a beginning."""
    words = plain_words(typed)
    if not words:
        return False

    def all_in(text: str, shortest: int) -> bool:
        known = plain_words(text)
        *whole, last = words
        begins = any(word.startswith(last) for word in known) and len(last) >= shortest
        return all(word in known for word in whole) and (last in known or begins)

    own = f"{one['code']} {one['applicant'] or ''}" if names else one["code"]
    procedure = f"{one['procedure_code'] or ''} {one['procedure_name'] or ''}"
    return all_in(own, 3) or all_in(procedure, 1)


@pytest.mark.parametrize("login", ["leader", "viewer", "officer"])
def test_each_search_finds_what_a_naive_one_finds_and_names_only_for_who_may(
    filled: Office, login: str
) -> None:
    client = visitor(filled, login)
    mine = [one for one in kept(filled) if login == "leader" or one["unit"] == OWN]
    for typed in SEARCHES:
        wanted = [one["code"] for one in mine if found_by(typed, one, names=login != "viewer")]
        found = shown(client, "/dossiers?" + urlencode({"q": typed, "sort": "code"}))
        assert found == wanted, typed


@pytest.mark.parametrize(
    ("login", "own_only", "names"),
    [
        ("viewer", True, False),
        ("officer", True, True),
        ("approver", True, True),
        ("office", False, True),
        ("leader", False, True),
    ],
)
def test_each_role_sees_its_divisions_and_names_or_masks(
    filled: Office, login: str, own_only: bool, names: bool
) -> None:
    client = visitor(filled, login)
    mine = [one["code"] for one in kept(filled) if not own_only or one["unit"] == OWN]
    assert shown(client, "/dossiers?sort=code") == mine
    text = client.get(f"/dossiers?unit={quote(OWN)}&sort=code").text
    assert ("Nguyễn Văn An" in text, "Nguyễn V. A." in text) == (names, not names)
    others = client.get(f"/dossiers?unit={quote(OTHER)}&rule=overdue-open")
    assert ("H99/" in others.text) != own_only


def test_who_looks_at_no_dossiers_has_no_list(small_filled: Office) -> None:
    client = visitor(small_filled, "admin")
    assert [client.get(f"/dossiers{end}").status_code for end in ("", ".xlsx")] == [403, 403]


def test_what_is_stored_stays_text(small_filled: Office) -> None:
    text = visitor(small_filled, "leader").get("/dossiers?q=script").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script>alert" not in text
    assert "<b>" not in text.split("<tbody>")[1]


@pytest.mark.parametrize(
    "query",
    [
        "late_from=x",
        "late_to=-1",
        "from=2021-13-01",
        "from=0001-01-01",
        "to=99999-01-01",
        "status=11",
        "status=%D9%A3",
        "rule=none",
        "severity=none",
        "period=none&from=2021-01-01",
        "sort=applicant",
        "page=one",
        "q=" + "x" * 501,
        "unit=" + "x" * 501,
    ],
)
def test_an_address_that_no_page_of_ours_sends_is_refused_with_its_name(
    small_filled: Office, query: str
) -> None:
    answer = visitor(small_filled, "leader").get(f"/dossiers?{query}")
    assert answer.status_code == 422
    assert "Giá trị không hợp lệ" in answer.text


def test_pages_beyond_the_last_are_the_last_and_each_dossier_stands_on_one(
    filled: Office,
) -> None:
    client = visitor(filled, "leader")
    first = client.get("/dossiers?sort=code").text
    assert "<b>60</b> hồ sơ" in first
    assert "Trang 1 trên 2" in first
    for page in ("2", "99999999999999999999999999", "0"):
        text = client.get(f"/dossiers?sort=code&page={page}").text
        assert f"Trang {2 if page != '0' else 1} trên 2" in text
    assert len(set(shown(client, "/dossiers"))) == 60


def test_an_address_holds_no_empty_fields_and_says_what_is_chosen(small_filled: Office) -> None:
    client = visitor(small_filled, "leader")
    answer = client.get("/dossiers?q=&unit=&rule=overdue-open&late_from=2&late_to=&from=&page=")
    assert answer.headers["location"] == "/dossiers?rule=overdue-open&late_from=2"
    text = client.get(answer.headers["location"]).text
    chips = text.split('class="chips"')[1].split("</ul>")[0]
    assert 'href="/dossiers?late_from=2"' in chips
    assert 'href="/dossiers?rule=overdue-open"' in chips
    assert "Quá hạn từ 2 ngày làm việc" in chips


def test_an_empty_list_says_what_to_do(small_filled: Office) -> None:
    text = visitor(small_filled, "viewer").get("/dossiers?q=khongco").text
    assert "Không có hồ sơ nào phù hợp" in text
    assert "Vai trò của bạn không tìm được theo tên" in text


def test_choices_and_counts_are_those_of_the_last_run(office: Office) -> None:
    fill(office, 3)
    client = visitor(office, "leader")
    assert "<b>3</b> hồ sơ" in client.get("/dossiers").text
    fill(office, 4, people=False, unit="Phòng mới lập")
    text = client.get("/dossiers").text
    assert "<b>4</b> hồ sơ" in text
    assert '<option value="Phòng mới lập">' in text
