"""Guards against a bad pull: reasons to keep an export aside rather than to believe it.

Each compares the pull with what earlier runs have seen, so a first run has nothing to fear. A guard
is lifted for one run by `tthc run --accept REASON`, or beforehand on the review pages.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from statistics import median
from typing import Any

from monitor.config import Settings
from monitor.config.guards import GuardsSettings
from monitor.intake.pull import Pull
from monitor.store.ledger import Baseline

# The numbers of rows at which portals cut a page.
_PAGE_LIMITS = frozenset((10, 20, 25, 30, 40, 50, 100, 150, 200, 250, 300, 500))
# Those at which they, and sheets under a heading, cut a whole list; an office seldom has just that.
_LIST_LIMITS = frozenset(
    (1000, 2000, 5000, 10_000, 20_000, 50_000, 65_535, 65_536, 100_000, 1_048_575, 1_048_576)
)
_WATCHED_COLUMNS = ("received_at", "completed_at", "status", "unit")


class Reason(StrEnum):
    """Why a pull is kept aside."""

    FEWER_ROWS = "fewer-rows"
    DIVISION_GONE = "division-gone"
    STALE = "stale"
    PAGE_LIMIT = "page-limit"
    COLUMN_GONE = "column-gone"


@dataclass(frozen=True, slots=True)
class Objection:
    """A guard that speaks against a pull.

    figures: what it has found and what it had expected, by name.
    """

    reason: Reason
    says: str
    figures: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.reason}: {self.says}"


class HeldError(Exception):
    """The pull is kept aside; the last good state stands.

    evidence: where what was read lies now, as a sentence.
    """

    def __init__(self, pull: Pull, objections: Sequence[Objection], evidence: str) -> None:
        super().__init__("; ".join([*map(str, objections), evidence]))
        self.pull = pull
        self.objections = tuple(objections)
        self.evidence = evidence


def objections(
    pull: Pull,
    recent: Sequence[Baseline],
    gone_divisions: Mapping[str, Collection[str]],
    settings: Settings,
    as_of: date,
) -> Iterator[Objection]:
    """What speaks against a pull.

    recent: what earlier good runs saw, the last one first; empty before the first run. What is
    missing in a pull that is not whole is no objection: its dossiers are left as they were.
    gone_divisions: divisions that the pull has not → codes of the dossiers that each had.
    """
    if not recent:
        return
    last, guards = recent[0], settings.guards
    if pull.whole:
        yield from _too_few(pull, recent, guards)
        yield from _divisions_gone(pull, gone_divisions, guards.smallest_division)
    gone = [name for name in _WATCHED_COLUMNS if name in last.columns - pull.columns]
    if gone:
        yield Objection(
            Reason.COLUMN_GONE,
            f"no column for {', '.join(gone)} any more; the last run had one",
            {"columns": gone},
        )
    yield from _stale(pull, last, as_of, timedelta(days=guards.stale_days))


def _too_few(pull: Pull, recent: Sequence[Baseline], guards: GuardsSettings) -> Iterator[Objection]:
    """Far fewer rows than usual, or as many as stand on a page."""
    last = recent[0]
    usual = median(run.accepted for run in recent)
    missing = usual - pull.accepted
    if missing >= guards.fewest_missing and missing > usual * guards.fewer_rows_percent / 100:
        yield Objection(
            Reason.FEWER_ROWS,
            f"{pull.accepted} rows, where recent runs had {usual:.0f} (median of {len(recent)})",
            {"accepted": pull.accepted, "usual": round(usual), "runs": len(recent)},
        )
    is_less, is_other = pull.accepted < last.accepted, pull.accepted != last.accepted
    limits = (_PAGE_LIMITS if is_less else set()) | (_LIST_LIMITS if is_other else set())
    if cut := limits & {pull.accepted, pull.read}:
        rows = min(cut)
        yield Objection(
            Reason.PAGE_LIMIT,
            f"exactly {rows} rows, where the last run had {last.accepted}: "
            "perhaps only the first page was exported, or the list was cut",
            {"accepted": rows, "last": last.accepted},
        )


def _divisions_gone(
    pull: Pull, gone: Mapping[str, Collection[str]], smallest: int
) -> Iterator[Objection]:
    """A division that had dossiers and has none; not one whose dossiers have another name now."""
    if not gone:
        return
    codes = set(pull.dossiers["code"])
    for unit, had in sorted(gone.items()):
        still_there = sum(code in codes for code in had)
        if len(had) >= smallest and still_there * 2 < len(had):
            yield Objection(
                Reason.DIVISION_GONE,
                f"{unit!r} has no dossier any more; it had {len(had)}",
                {"unit": unit, "had": len(had)},
            )


def _stale(pull: Pull, last: Baseline, as_of: date, oldest: timedelta) -> Iterator[Objection]:
    """The newest dossier has grown too old since the last run: the export has stopped moving."""
    newest = pull.newest_received
    if newest is None or last.newest_received is None:
        return
    was_fresh = last.as_of - last.newest_received <= oldest
    if was_fresh and as_of - newest > oldest:
        yield Objection(
            Reason.STALE,
            f"the newest dossier was received on {newest:%d/%m/%Y}, "
            f"{(as_of - newest).days} days before {as_of:%d/%m/%Y}",
            {"newest": newest.isoformat(), "days": (as_of - newest).days, "most": oldest.days},
        )
