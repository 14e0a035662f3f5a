"""Measures the rules: against four conditions by hand in numpy and in pandera, and on ten millions.

All ratios are of one run, because machines are noisy; on pandas they are of processor time. Making
the facts frame (which the service
does once a night) and judging it are timed apart, and so are the conditions by hand: on the
dossiers as they come, and on the facts frame, where working days are counted already.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import narwhals as nw
import numpy as np
import numpy.typing as npt
import pandas as pd
import pandera.pandas as pa_schema
import polars as pl
import pyarrow as pa
from dossiers import invented, write_files

from rules import RULES, judge, prepare
from rules.status import FINISHED, OPEN, Status
from rules.worktime.calendar import DayKind
from rules.worktime.shipped import shipped_calendar
from rules.worktime.table import calendar_table

AS_OF = date(2021, 9, 30)
FOUR = ("overdue-open", "overdue-finished", "due-soon", "result-not-posted")
NEEDED = ["status", "due_at", "completed_at", "returned_at", "posted_at"]
OF_FACTS = [
    "status",
    "due_day",
    "end_day",
    "due_workdays",
    "end_workdays",
    "as_of_day",
    "as_of_workdays",
]
CALENDAR = shipped_calendar()
HOLIDAYS = np.array(
    [day.day for day in CALENDAR.special_days if day.kind is DayKind.OFF], "datetime64[D]"
)
DAY = np.timedelta64(1, "D")

Days = npt.NDArray[np.datetime64]
Mask = npt.NDArray[np.bool_]


class ByHand:
    """The four conditions as one writes them in numpy for oneself."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.as_of = np.datetime64(AS_OF)
        status = frame["status"].to_numpy(dtype=np.int64)
        self.open = np.isin(status, OPEN)
        self.finished = np.isin(status, FINISHED)
        self.due, completed, returned = (
            _days(frame[name]) for name in ("due_at", "completed_at", "returned_at")
        )
        self.end = np.where(np.isnat(completed), returned, completed)
        self.unposted = frame["posted_at"].isna().to_numpy(dtype=bool)

    def hits(self) -> dict[str, Mask]:
        """Rule → which dossiers it hits."""
        return {
            "overdue-open": self.open & (self.due < self.as_of),
            "overdue-finished": self.finished & (self.end > self.due),
            "due-soon": self.due_soon(),
            "result-not-posted": self.result_not_posted(),
        }

    def due_soon(self) -> Mask:
        """Counted for those alone that are open and not yet due."""
        candidates = np.flatnonzero(self.open & (self.due >= self.as_of))
        left = _working_days(self.as_of, self.due[candidates])
        return _marked(candidates[left <= 2], len(self.due))

    def result_not_posted(self) -> Mask:
        """Counted for those alone that are finished and not posted."""
        candidates = np.flatnonzero(self.finished & self.unposted & ~np.isnat(self.end))
        since = _working_days(self.end[candidates], self.as_of)
        return _marked(candidates[since > 5], len(self.end))


class ByHandOnFacts:
    """The same four on the facts frame: its days and ordinals are columns there."""

    def __init__(self, facts: pd.DataFrame) -> None:
        status, self.due, self.end, self.due_place, self.end_place, as_of, place = (
            _numbers(facts[name]) for name in OF_FACTS
        )
        self.as_of, self.place = as_of[0], place[0]
        self.open = (status == Status.ACCEPTED) | (status == Status.IN_PROCESS)
        self.finished = (status == Status.DONE) | (status == Status.HANDED_OVER)
        self.unposted = facts["posted_at"].isna().to_numpy(dtype=bool)

    def hits(self) -> dict[str, Mask]:
        """Rule → which dossiers it hits; what is unknown is no number, and compares as false."""
        left, since = self.due_place - self.place, self.place - self.end_place
        return {
            "overdue-open": self.open & (self.due < self.as_of),
            "overdue-finished": self.finished & (self.end > self.due),
            "due-soon": self.open & (self.due >= self.as_of) & (left <= 2),
            "result-not-posted": self.finished & self.unposted & (since > 5),
        }


def _numbers(column: "pd.Series[Any]") -> npt.NDArray[np.float64]:
    return column.to_numpy(dtype="float64", na_value=np.nan)


def _days(moments: "pd.Series[Any]") -> Days:
    return moments.to_numpy(dtype="datetime64[us]", na_value=np.datetime64("NaT")).astype(
        "datetime64[D]"
    )


def _working_days(start: Any, end: Any) -> npt.NDArray[np.int64]:
    return np.asarray(np.busday_count(start + DAY, end + DAY, holidays=HOLIDAYS))


def _marked(places: npt.NDArray[np.intp], length: int) -> Mask:
    marked = np.zeros(length, bool)
    marked[places] = True
    return marked


def vectorised_schema() -> pa_schema.DataFrameSchema:
    """The four in pandera: each check sees the whole frame."""
    return pa_schema.DataFrameSchema(
        checks=[
            pa_schema.Check(lambda frame: ~_by_hand(frame, "overdue-open"), name=FOUR[0]),
            pa_schema.Check(lambda frame: ~_by_hand(frame, "overdue-finished"), name=FOUR[1]),
            pa_schema.Check(lambda frame: ~pd.Series(ByHand(frame).due_soon()), name=FOUR[2]),
            pa_schema.Check(
                lambda frame: ~pd.Series(ByHand(frame).result_not_posted()), name=FOUR[3]
            ),
        ]
    )


def schema_of_facts() -> pa_schema.DataFrameSchema:
    """The four in pandera on the facts frame."""

    def check(code: str) -> pa_schema.Check:
        return pa_schema.Check(lambda f: ~pd.Series(ByHandOnFacts(f).hits()[code]), name=code)

    return pa_schema.DataFrameSchema(checks=[check(code) for code in FOUR])


def _by_hand(frame: pd.DataFrame, code: str) -> "pd.Series[bool]":
    hand = ByHand(frame)
    late = hand.open & (hand.due < hand.as_of)
    return pd.Series(late if code == "overdue-open" else hand.finished & (hand.end > hand.due))


def row_wise_schema() -> pa_schema.DataFrameSchema:
    """The four in pandera: each check sees one row."""
    conditions: Mapping[str, Callable[[Any], Any]] = {
        "overdue-open": lambda row: row.status in OPEN and row.due_at.date() < AS_OF,
        "overdue-finished": lambda row: (
            row.status in FINISHED and _end(row).date() > row.due_at.date()
        ),
        "due-soon": lambda row: (
            row.status in OPEN
            and row.due_at.date() >= AS_OF
            and _working_days(np.datetime64(AS_OF), np.datetime64(row.due_at.date())) <= 2
        ),
        "result-not-posted": lambda row: (
            row.status in FINISHED
            and row.posted_at is None
            and _working_days(np.datetime64(_end(row).date()), np.datetime64(AS_OF)) > 5
        ),
    }
    return pa_schema.DataFrameSchema(
        checks=[
            pa_schema.Check(_none_is_fine(condition), element_wise=True, name=code)
            for code, condition in conditions.items()
        ]
    )


def _none_is_fine(condition: Callable[[Any], Any]) -> Callable[[Any], bool]:
    def passes(row: Any) -> bool:
        try:
            return not condition(row)
        except (AttributeError, TypeError, ValueError):  # a moment that is not there
            return True

    return passes


def _end(row: Any) -> Any:
    return row.returned_at if pd.isna(row.completed_at) else row.completed_at


def _seconds(schema: pa_schema.DataFrameSchema, frame: pd.DataFrame) -> float:
    """All failures are collected, as one needs them to report."""
    start = time.process_time()
    with suppress(pa_schema.errors.SchemaErrors):
        schema.validate(frame, lazy=True)
    return time.process_time() - start


def timed(
    work: Callable[[], Any], times: int = 3, clock: Callable[[], float] = time.process_time
) -> tuple[float, Any]:
    """The shortest of some tries, in seconds, and what came of the last.

    clock: of the processor, where one core works, so that the work of others does not count.
    """
    best = float("inf")
    for _ in range(times):
        start = clock()
        result = work()
        best = min(best, clock() - start)
    return best, result


def against_others(rows: int, *, row_wise: bool) -> None:
    """All rules on pandas, and four of them by hand and in pandera."""
    frame = invented(rows, seed=1).to_pandas(types_mapper=pd.ArrowDtype)
    days = pa.table(calendar_table(CALENDAR)).to_pandas(types_mapper=pd.ArrowDtype)
    dossiers, calendar = (nw.from_native(f, eager_only=True) for f in (frame, days))
    making, facts = timed(lambda: prepare(dossiers, calendar, CALENDAR, AS_OF, by_clock=False))
    judging, judgement = timed(lambda: judge(facts, RULES, {}))
    taking, hand = timed(lambda: ByHand(frame))
    four, masks = timed(hand.hits)
    ready = facts.to_native()
    taking_facts, on_facts = timed(lambda: ByHandOnFacts(ready))
    four_of_facts, masks_of_facts = timed(on_facts.hits)
    few = frame[NEEDED]
    by_hand, by_hand_on_facts = taking + four, taking_facts + four_of_facts
    measured = {
        "by hand in numpy, from the dossiers": by_hand,
        "- their columns, taken out as days": taking,
        "- the four conditions alone": four,
        "by hand in numpy, from the facts frame": by_hand_on_facts,
        "- its columns, taken out as numbers": taking_facts,
        "- the four conditions alone, ": four_of_facts,
        f"all {len(RULES)} rules, facts and judging": making + judging,
        "- making the facts frame": making,
        "- judging": judging,
        "pandera, four checks of the dossiers": _seconds(vectorised_schema(), few),
        "pandera, four checks of the facts": _seconds(
            schema_of_facts(), ready[[*OF_FACTS, "posted_at"]]
        ),
    }
    if row_wise:
        plain = few.astype({"status": "int64"})
        measured["pandera, four checks of each row"] = _seconds(row_wise_schema(), plain)
    print(f"{rows} dossiers on pandas, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for what, seconds in measured.items():
        shares = f"{seconds / by_hand:8.1f} x {seconds / by_hand_on_facts:8.1f} x by hand"
        print(f"  {what:38} {seconds:8.3f} s {shares}")
    for code in FOUR:
        ours = judgement.hits[code].to_numpy().astype(bool)
        others = [int((ours != found[code]).sum()) for found in (masks, masks_of_facts)]
        print(f"  {code}: {int(ours.sum())} hits, {others} of them otherwise by hand")


def ten_millions(rows: int) -> None:
    """All rules on Polars."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "dossiers"
        write_files(folder, rows)
        scan = nw.from_native(pl.scan_parquet(folder))
        days = nw.from_native(pl.DataFrame(calendar_table(CALENDAR)).lazy())
        making, facts = timed(
            lambda: prepare(scan, days, CALENDAR, AS_OF, by_clock=False).collect(),
            1,
            time.perf_counter,
        )
        judging, judgement = timed(lambda: judge(facts, RULES, {}), clock=time.perf_counter)
    counts = judgement.hits.drop("code").select(nw.all().sum()).row(0)
    print(f"{rows} dossiers on Polars, {os.cpu_count()} cores")
    print(f"  reading them and making the facts frame {making:6.1f} s")
    print(f"  judging all {len(RULES)} rules           {judging:6.1f} s; {sum(counts)} findings")


def main() -> None:
    """Print the measurements."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--many", type=int, default=10_000_000)
    parser.add_argument("--no-row-wise", action="store_true", help="leave out what takes minutes")
    options = parser.parse_args()
    against_others(options.rows, row_wise=not options.no_row_wise)
    ten_millions(options.many)


if __name__ == "__main__":
    main()
