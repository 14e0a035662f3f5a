"""The sources that config.toml names, and what the last run had of each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from monitor.config import Settings
from monitor.review.admin.run_words import error_words, state_words
from monitor.sources.shown import shown_path, shown_source
from monitor.store.ledger import last_good
from monitor.store.models import Run, RunState
from monitor.store.postings import posted
from monitor.store.run_list import LedgerRow, runs_before
from monitor.vietnamese import day, number

_TYPES = {"file": "tệp", "sql": "cơ sở dữ liệu", "api": "giao diện của hệ thống một cửa"}
_UNITS = {"days": "ngày", "working-days": "ngày làm việc"}
_UNREAD = r"[a-z-]+ could not be judged: \[{table}\]: (.*)"
_IN_FILE = "địa chỉ nằm trong một tệp riêng trên máy chủ (url_file)"
_GOOD, _BAD, _WARN = "good", "bad", "warn"


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source. state: words, and the look of its tag. facts: what is to be said of it, by term.

    trouble: why it could not be read, in the words of the run; "" where it could. run: the run that
    had it last.
    """

    title: str
    table: str
    state: tuple[str, str]
    facts: dict[str, str]
    trouble: str = ""
    run: int | None = None
    at: datetime | None = None

    @property
    def is_odd(self) -> bool:
        """Whether somebody has to look into it."""
        return self.state[1] in (_WARN, _BAD)


def sources(connection: Connection, settings: Settings, today: date) -> list[SourceView]:
    """The sources, those too that are not configured."""
    good = last_good(connection)
    last = next(iter(runs_before(connection, None, 1)), None)
    return [
        _dossiers(settings, good, last, today),
        _postings(connection, settings, good),
        _procedures(settings, good),
    ]


def _dossiers(
    settings: Settings, good: Run | None, last: LedgerRow | None, today: date
) -> SourceView:
    source = settings.source
    layout = "tự nhận theo tiêu đề cột" if source.layout == "auto" else source.layout
    facts = {
        "Loại": _TYPES[source.type],
        "Ở đâu": shown_source(settings) or _IN_FILE,
        "Mẫu cột": layout,
    }
    if source.columns or source.statuses:
        facts["Khai báo riêng"] = ", ".join(_own(settings))
    state = ("chưa đọc lần nào", _WARN)
    if good is not None:
        counts = (good.report or {}).get("input", {})
        read, rejected = (number(counts.get(name, 0)) for name in ("read", "rejected"))
        facts["Lần đọc gần nhất"] = f"{read} dòng, {rejected} không đọc được"
        state = ("đọc được", _GOOD)
        if good.newest_received is not None:
            age = (today - good.newest_received).days
            facts["Hồ sơ mới nhất"] = f"tiếp nhận {day(good.newest_received)}, {_ago(age)}"
            if age > settings.guards.stale_days:
                state = (f"dữ liệu cũ, hồ sơ mới nhất {_ago(age)}", _WARN)
    if last is not None and last.state in (RunState.FAILED, RunState.HELD):
        state = (f"lần chạy {last.id} {state_words(last.state)[0]}", _BAD)
    ended = good.finished_at if good else None
    return SourceView(
        "Hồ sơ TTHC", "[source]", state, facts, run=last.id if last else None, at=ended
    )


def _postings(connection: Connection, settings: Settings, good: Run | None) -> SourceView:
    title, table = "Kết quả đã công khai", "[postings]"
    if settings.postings is None:
        lacks = "Các quy tắc và chỉ số về công khai kết quả không được đánh giá."
        return SourceView(title, table, ("chưa khai báo", ""), {"Hệ quả": lacks})
    count, newest = posted(connection)
    facts = {
        "Ở đâu": shown_path(settings, settings.postings.path),
        "Đã thấy": f"{number(count)} mã hồ sơ",
        "Công khai gần nhất": day(newest),
    }
    return _kept(title, table, facts, good)


def _procedures(settings: Settings, good: Run | None) -> SourceView:
    title, table = "Danh mục thủ tục", "[procedures]"
    if settings.procedures is None:
        lacks = "Không đối chiếu được ngày hẹn trả với thời hạn quy định."
        return SourceView(title, table, ("chưa khai báo", ""), {"Hệ quả": lacks})
    facts = {
        "Ở đâu": shown_path(settings, settings.procedures.path),
        "“Ngày” trong danh mục": _UNITS[settings.procedures.unit],
    }
    return _kept(title, table, facts, good)


def _kept(title: str, table: str, facts: dict[str, str], good: Run | None) -> SourceView:
    """A source beside the dossiers, as the last run that landed had it."""
    if good is None:
        return SourceView(title, table, ("chưa đọc lần nào", _WARN), facts)
    pattern = re.compile(_UNREAD.format(table=table.strip("[]")), re.DOTALL)
    said = (pattern.fullmatch(note) for note in (good.report or {}).get("notes", []))
    trouble = next((_told(match[1]) for match in said if match), "")
    state = ("không đọc được", _BAD) if trouble else ("đọc được", _GOOD)
    return SourceView(title, table, state, facts, trouble, good.id, good.finished_at)


def _told(error: str) -> str:
    said = error_words(f"IntakeError: {error}", names=False)
    return error if said.is_foreign else said.words


def _own(settings: Settings) -> Iterator[str]:
    source = settings.source
    if source.columns:
        yield f"{len(source.columns)} tên cột"
    if source.statuses:
        yield f"{len(source.statuses)} tên trạng thái"


def _ago(days: int) -> str:
    return "hôm nay" if days == 0 else f"cách đây {number(days)} ngày" if days > 0 else "ngày tới"
