"""A run as its pages show it: how it ended, what it read, what it found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from monitor.review.admin.run_words import (
    Objection,
    Said,
    error_words,
    notes,
    objections,
    state_words,
)
from monitor.store.models import RunState
from monitor.store.run_list import LedgerRow
from monitor.vietnamese import number
from rules import RULES

_UNREPORTED = "cut-off"


@dataclass(frozen=True, slots=True)
class RuleOfRun:
    """What became of a rule in a run."""

    code: str
    title: str
    open: int
    new: int
    closed: int


@dataclass(frozen=True, slots=True)
class RunView:
    """A run. input: its figures by name, empty where it did not come so far. error: why it failed.

    findings: code of a rule → how many are open, new and closed. landed: whether its figures became
    those of the office.
    """

    id: int
    as_of: date
    started_at: datetime
    finished_at: datetime | None
    state: str
    look: str
    landed: bool
    input: Mapping[str, int]
    drafted: int
    new: int
    closed: int
    sheets: list[Mapping[str, Any]]
    findings: Mapping[str, Mapping[str, int]]
    held: list[Objection]
    notes: list[Said]
    error: Said | None
    verdict: str

    @property
    def is_troubled(self) -> bool:
        """Whether somebody has to look into it."""
        return self.look in ("bad", "warn") or bool(self.input.get("rejected"))

    @property
    def took(self) -> str:
        """How long it took, in minutes and seconds; "" where it has not ended."""
        if self.finished_at is None:
            return ""
        minutes, seconds = divmod(int((self.finished_at - self.started_at).total_seconds()), 60)
        return f"{minutes} phút {seconds} giây" if minutes else f"{seconds} giây"

    @property
    def rules(self) -> list[RuleOfRun]:
        """What became of each rule that has found something."""
        return [
            RuleOfRun(rule.code, rule.title, **self.findings[rule.code])
            for rule in RULES
            if any(self.findings.get(rule.code, {}).values())
        ]


def run_view(run: LedgerRow, last: int | None, *, names: bool) -> RunView:
    """A row of the ledger. last: the number of the last run. names: see `notes`."""
    report: Mapping[str, Any] = run.report or {}
    findings: Mapping[str, Mapping[str, int]] = report.get("findings", {})
    is_cut = run.state == RunState.RUNNING and run.id != last
    words, look = state_words(_UNREPORTED if is_cut else run.state)
    held = objections(report.get("held", []))
    counts: Mapping[str, int] = report.get("input", {})
    error = run.error if run.state == RunState.FAILED else None
    return RunView(
        id=run.id,
        as_of=run.as_of,
        started_at=run.started_at,
        finished_at=run.finished_at,
        state=words,
        look=look,
        landed=run.state in (RunState.DONE, RunState.INCOMPLETE),
        input=counts,
        drafted=report.get("letters", {}).get("drafted", 0),
        new=sum(one["new"] for one in findings.values()),
        closed=sum(one["closed"] for one in findings.values()),
        sheets=report.get("sheets", []),
        findings=findings,
        held=held,
        notes=list(notes(report.get("notes", []), names=names)),
        error=error_words(error, names=names) if error else None,
        verdict=_verdict(run, counts, held, is_cut=is_cut),
    )


def _verdict(
    run: LedgerRow, counts: Mapping[str, int], held: list[Objection], *, is_cut: bool
) -> str:
    """How a run ended, in a sentence."""
    if run.state == RunState.HELD:
        why = ", ".join(one.title.lower() for one in held) or "xem ghi chú"
        return f"Dữ liệu bị giữ lại, chưa được nhận: {why}. Số liệu của lần trước vẫn được dùng."
    if run.state == RunState.FAILED:
        return "Lần chạy không thành công. Số liệu của lần trước vẫn được dùng."
    if run.state == RunState.RUNNING:
        return (
            "Lần chạy bị ngắt giữa chừng, không có gì được ghi lại. Số liệu của lần trước vẫn dùng."
            if is_cut
            else "Đang chạy."
        )
    read = f"đã đọc {number(counts['read'])} dòng"
    all_read = (
        f"{read}, nhận tất cả"
        if not counts["rejected"]
        else (f"{read}, {number(counts['rejected'])} dòng không đọc được")
    )
    if run.state == RunState.INCOMPLETE:
        return f"Lần chạy chưa hoàn tất: {all_read}. Xem ghi chú; chưa thể khẳng định “0 trễ hạn”."
    return f"Lần chạy hoàn tất: {all_read}."
