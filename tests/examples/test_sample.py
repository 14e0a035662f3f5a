"""The bundled sample: always the same bytes, and the shape that the docs and the demo count on."""

import re
import subprocess
import sys
import tomllib
import zipfile
from collections import Counter
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

EXAMPLES = Path(__file__).parents[2] / "examples"
EXPORT = Path("exports/danh-sach-ho-so-2021-09.xlsx")
POSTING = Path("postings/cong-khai-ket-qua-2021-09.xlsx")
CATALOGUE = Path("procedures/danh-muc-tthc-2021.xlsx")
AS_OF = date(2021, 9, 30)
HERE = timezone(timedelta(hours=7))
HOLIDAYS = (date(2021, 9, 2), date(2021, 9, 3))
HEADINGS = [
    "STT",
    "Đơn vị tiếp nhận",
    "Lĩnh vực",
    "Mã TTHC",
    "Tên thủ tục hành chính",
    "Mã hồ sơ",
    "Trạng thái",
    "Kênh thực hiện",
    "Địa chỉ",
    "Người nộp",
    "Chủ hồ sơ",
    "Loại đối tượng",
    "Đơn vị xử lý",
    "Cán bộ xử lý",
    "Ngày nộp hồ sơ",
    "Ngày nhận",
    "Ngày hẹn trả",
    "Ngày kết thúc xử lý",
    "Ngày trả kết quả",
]
NEW, REFUSED = "Mới đăng ký", "Không được tiếp nhận"
OPEN = ("Được tiếp nhận", "Đang xử lý")
FINISHED = ("Đã xử lý xong", "Đã trả kết quả")
OTHERS = (
    "Yêu cầu bổ sung giấy tờ",
    "Yêu cầu thực hiện nghĩa vụ tài chính",
    "Công dân yêu cầu rút hồ sơ",
    "Dừng xử lý",
)
Row = dict[str, str]


def cells(path: Path) -> list[list[object]]:
    sheet = CalamineWorkbook.from_path(EXAMPLES / path).get_sheet_by_index(0)
    return [list(row) for row in sheet.to_python(skip_empty_area=False)]


def table(path: Path) -> list[Row]:
    """The rows between the row of column numbers and the total, by heading."""
    rows = cells(path)
    total = next(i for i, row in enumerate(rows) if str(row[0]).startswith("Tổng cộng"))
    names = [str(name) for name in rows[4]]
    return [dict(zip(names, map(str, row), strict=True)) for row in rows[6:total]]


@pytest.fixture(scope="module")
def dossiers() -> list[Row]:
    return table(EXPORT)


def moment(row: Row, heading: str) -> datetime | None:
    if not row[heading]:
        return None
    return datetime.strptime(row[heading], "%d/%m/%Y %H:%M:%S").replace(tzinfo=HERE)


def day(row: Row, heading: str) -> date | None:
    found = moment(row, heading)
    return found.date() if found else None


def working_days(after: date, until: date) -> int:
    """The worked days d with after < d <= until, one by one."""
    count = 0
    while after < until:
        after += timedelta(days=1)
        count += after.weekday() < 5 and after not in HOLIDAYS
    return count


def is_late(row: Row) -> bool:
    due, end = day(row, "Ngày hẹn trả"), day(row, "Ngày kết thúc xử lý")
    if due is None:
        return False
    if row["Trạng thái"] in FINISHED:
        return end is not None and end > due
    return row["Trạng thái"] in OPEN and due < AS_OF


def make(out: Path) -> None:
    script = EXAMPLES / "make_sample.py"
    subprocess.run([sys.executable, str(script), "--out", str(out)], check=True)


def contents(path: Path) -> list[tuple[str, tuple[int, ...], bytes]]:
    with zipfile.ZipFile(path) as book:
        return [(part.filename, part.date_time, book.read(part)) for part in book.infolist()]


def test_the_files_in_the_repository_are_what_the_script_writes(tmp_path: Path) -> None:
    make(tmp_path / "one")
    make(tmp_path / "two")
    for name in (EXPORT, POSTING, CATALOGUE):
        written = tmp_path / "one" / name
        assert written.read_bytes() == (tmp_path / "two" / name).read_bytes()
        # Two builds of zlib may pack the same bytes differently: compare what was packed.
        assert contents(written) == contents(EXAMPLES / name)


def test_the_export_is_laid_out_as_the_portal_does() -> None:
    rows = cells(EXPORT)
    assert rows[0][0] == "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI TỈNH NAM SƠN"
    assert rows[1][0] == "DANH SÁCH HỒ SƠ TIẾP NHẬN VÀ GIẢI QUYẾT"
    assert rows[2][0] == "Từ ngày 01/07/2021 đến ngày 30/09/2021"
    assert not any(rows[3])
    assert rows[4] == HEADINGS
    assert rows[5] == [f"({n})" for n in range(1, 20)]
    footer = [next((cell for cell in row if cell), "") for row in rows[-4:]]
    assert footer == [
        f"Tổng cộng: {len(rows) - 10} hồ sơ",
        "",
        "Nam Sơn, ngày 30 tháng 9 năm 2021",
        "NGƯỜI LẬP BIỂU",
    ]


def test_every_kind_of_dossier_occurs(dossiers: list[Row]) -> None:
    assert 380 <= len(dossiers) <= 420
    status = Counter(row["Trạng thái"] for row in dossiers)
    assert set(status) == {NEW, REFUSED, *OPEN, *FINISHED, *OTHERS}
    finished = sum(status[text] for text in FINISHED)
    assert finished > len(dossiers) / 2
    assert status["Đang xử lý"] > status["Được tiếp nhận"] > max(status[text] for text in OTHERS)
    channels = Counter(row["Kênh thực hiện"] for row in dossiers)
    for channel, share in {"Trực tiếp": 0.55, "Trực tuyến": 0.35, "Bưu chính": 0.10}.items():
        assert channels.pop(channel) / len(dossiers) == pytest.approx(share, abs=0.05)
    assert not channels
    assert len({row["Đơn vị xử lý"] for row in dossiers}) == 5
    assert len({row["Mã TTHC"] for row in dossiers}) == 10
    assert len({row["Cán bộ xử lý"] for row in dossiers if row["Cán bộ xử lý"]}) == 12
    assert any("&" in row["Chủ hồ sơ"] for row in dossiers)


def test_codes_carry_the_day_and_a_daily_counter(dossiers: list[Row]) -> None:
    seen: Counter[str] = Counter()
    for row in dossiers:
        since = moment(row, "Ngày nhận") or moment(row, "Ngày nộp hồ sơ")
        stem = f"000.11.22.H99-{since:%y%m%d}"
        seen[stem] += 1
        assert row["Mã hồ sơ"] == f"{stem}-{seen[stem]:04d}"


def test_due_dates_skip_weekends_and_holidays(dossiers: list[Row]) -> None:
    data = tomllib.loads((EXAMPLES / "sample_data.toml").read_text(encoding="utf-8"))
    days = {table["code"]: table["days"] for table in data["procedures"]}
    assert all(3 <= count <= 20 for count in days.values())
    over_holidays = 0
    for row in dossiers:
        received, due = day(row, "Ngày nhận"), moment(row, "Ngày hẹn trả")
        assert received not in HOLIDAYS
        if received and due:
            assert due.hour == 17
            assert due.weekday() < 5
            assert due.date() not in HOLIDAYS
            assert working_days(received, due.date()) == days[row["Mã TTHC"]]
            over_holidays += received < HOLIDAYS[0] < due.date()
    assert over_holidays > 20


def test_events_follow_each_other(dossiers: list[Row]) -> None:
    events = ("Ngày nộp hồ sơ", "Ngày nhận", "Ngày kết thúc xử lý", "Ngày trả kết quả")
    for row in dossiers:
        times = [found for heading in events if (found := moment(row, heading))]
        assert times == sorted(times)
        assert times[-1] <= datetime(2021, 9, 30, 18, tzinfo=HERE)
        status = row["Trạng thái"]
        assert bool(row["Ngày nhận"]) == (status not in (NEW, REFUSED))
        assert bool(row["Ngày kết thúc xử lý"]) == (
            status in (*FINISHED, "Công dân yêu cầu rút hồ sơ")
        )
        assert bool(row["Ngày trả kết quả"]) == (status == "Đã trả kết quả")
        if not row["Ngày nhận"]:
            assert not row["Ngày hẹn trả"]


def test_about_eight_percent_are_late(dossiers: list[Row]) -> None:
    late = [row for row in dossiers if is_late(row)]
    assert 0.07 <= len(late) / len(dossiers) <= 0.09
    assert {row["Trạng thái"] for row in late} == {*OPEN, *FINISHED}


def test_the_edges_of_lateness_occur(dossiers: list[Row]) -> None:
    zero_days_late = same_day = due_soon = no_deadline = 0
    for row in dossiers:
        status, due = row["Trạng thái"], moment(row, "Ngày hẹn trả")
        end = moment(row, "Ngày kết thúc xử lý")
        no_deadline += due is None and status in (*OPEN, *FINISHED)
        if due and end and is_late(row):
            zero_days_late += working_days(due.date(), end.date()) == 0
        if due and end:
            same_day += end.date() == due.date() and end > due
        if due and status in OPEN and due.date() >= AS_OF:
            due_soon += working_days(AS_OF, due.date()) <= 2
    assert zero_days_late == 3
    assert same_day == 1
    assert no_deadline == 3
    assert 5 <= due_soon <= 12


def test_some_results_were_never_posted(dossiers: list[Row]) -> None:
    posted = {row["Mã hồ sơ"]: row for row in table(POSTING)}
    finished = {row["Mã hồ sơ"]: row for row in dossiers if row["Trạng thái"] in FINISHED}
    assert set(posted) < set(finished)
    for code, row in posted.items():
        end = day(finished[code], "Ngày kết thúc xử lý")
        on = datetime.strptime(row["Ngày công khai"], "%d/%m/%Y").replace(tzinfo=HERE).date()
        assert end is not None
        assert end < on <= AS_OF
        assert row["Chủ hồ sơ"] == finished[code]["Chủ hồ sơ"]
    ends = {code: day(row, "Ngày kết thúc xử lý") for code, row in finished.items()}
    old = [code for code, end in ends.items() if end and working_days(end, AS_OF) > 5]
    missing = [code for code in old if code not in posted]
    assert len(missing) / len(old) == pytest.approx(0.06, abs=0.01)


def test_five_appointments_are_by_a_legal_time_that_no_longer_holds(dossiers: list[Row]) -> None:
    periods = table(CATALOGUE)
    assert len({row["Mã TTHC"] for row in periods}) == 10
    wrong = []
    for row in dossiers:
        received, due = day(row, "Ngày nhận"), day(row, "Ngày hẹn trả")
        if received is None or due is None:
            continue
        (term,) = (
            int(one["Thời hạn giải quyết"].split()[0])
            for one in periods
            if one["Mã TTHC"] == row["Mã TTHC"] and holds(one, received)
        )
        if working_days(received, due) != term:
            wrong.append(row["Mã TTHC"])
    assert wrong == ["1.099906.000.00.00.H99"] * 5


def holds(period: Row, on: date) -> bool:
    """Whether a row of the catalogue holds on that day; its days are written as in 16/09/2021."""
    first, last = (
        "-".join(reversed(period[heading].split("/"))) for heading in ("Từ ngày", "Đến ngày")
    )
    return first <= on.isoformat() and (not last or on.isoformat() <= last)


@pytest.mark.parametrize("path", [EXPORT, POSTING, CATALOGUE])
def test_no_phone_or_identity_number_occurs(path: Path) -> None:
    text = " | ".join(str(cell) for row in cells(path) for cell in row)
    assert not re.search(r"\d{7}", text)
    assert not re.search(r"\b0\d{2,3}[ .]\d{3}[ .]\d{3}\b|\+84|@", text)


def test_the_config_points_at_the_sample() -> None:
    config = tomllib.loads((EXAMPLES / "config.toml").read_text(encoding="utf-8"))
    assert set(config) == {"agency", "source", "postings", "procedures", "database", "letters"}
    assert list(EXAMPLES.glob(config["source"]["path"])) == [EXAMPLES / EXPORT]
    assert list(EXAMPLES.glob(config["postings"]["path"])) == [EXAMPLES / POSTING]
    assert list(EXAMPLES.glob(config["procedures"]["path"])) == [EXAMPLES / CATALOGUE]
