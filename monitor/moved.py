"""What moves when the calendar does: the same dossiers judged by two calendars."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import narwhals as nw
from sqlalchemy import Connection

from monitor.config import Settings
from monitor.facts import FactsFrame, facts_frame
from monitor.intake.procedures import Catalogue
from monitor.judging import absent_sources, judge_all
from monitor.stored_facts import stored_pull
from rules import Calendar
from rules.rule import Needs
from rules.status import OPEN

_COMPARED = ("working_days_late", "working_days_left", "legal_due_on")


@dataclass(frozen=True, slots=True)
class MovedDossier:
    """A dossier whose days late change; `apology_issued_at` where its letter is out already."""

    dossier: str
    unit: str | None
    due_at: date
    days_late_before: int
    days_late_after: int
    apology_issued_at: date | None

    @property
    def no_longer_late(self) -> bool:
        """It was late by working days, and is by none."""
        return not self.days_late_after

    @property
    def newly_late(self) -> bool:
        """It was late by no working day, and is now."""
        return not self.days_late_before


@dataclass(frozen=True, slots=True)
class Moved:
    """What another calendar changes.

    deadlines: dossiers whose count moves: the days late, or the days left while it is open.
    legal: dossiers whose legal time, by the catalogue of procedures, ends on another day.
    dossiers: those whose days late move.
    opened, closed: code of a rule → findings that the next run opens or closes for it.
    """

    deadlines: int
    legal: int
    dossiers: tuple[MovedDossier, ...]
    opened: dict[str, int]
    closed: dict[str, int]

    @property
    def no_longer_late(self) -> int:
        """Dossiers that are no longer late by a working day."""
        return sum(one.no_longer_late for one in self.dossiers)

    @property
    def newly_late(self) -> int:
        """Dossiers that become late by a working day."""
        return sum(one.newly_late for one in self.dossiers)

    @property
    def letters(self) -> int:
        """Dossiers whose days late move although their letter has been issued."""
        return sum(one.apology_issued_at is not None for one in self.dossiers)

    @property
    def letters_no_longer_late(self) -> int:
        """Those of them that are no longer late."""
        return sum(one.no_longer_late and bool(one.apology_issued_at) for one in self.dossiers)

    def as_json(self) -> dict[str, Any]:
        """The figures and the dossiers, as plain values."""
        return {
            "deadlines": self.deadlines,
            "legal": self.legal,
            "days_late": len(self.dossiers),
            "no_longer_late": self.no_longer_late,
            "newly_late": self.newly_late,
            "letters": self.letters,
            "letters_no_longer_late": self.letters_no_longer_late,
            "findings_opened": self.opened,
            "findings_closed": self.closed,
            "dossiers": [asdict(one) for one in self.dossiers],
        }

    def __str__(self) -> str:
        legal = f"the legal time of {self.legal} dossiers ends on another day"
        if not self.deadlines:
            return f"no appointment moves; {legal}" if self.legal else "no deadline moves"
        letters = f"{self.letters} letters have been issued for these"
        if self.letters:
            letters += f" ({self.letters_no_longer_late} for dossiers that are no longer late)"
        return (
            f"{self.deadlines} deadlines move: the days late of {len(self.dossiers)} dossiers "
            f"change, {self.no_longer_late} are no longer late, {self.newly_late} are newly late; "
            f"{letters}" + (f"; {legal}" if self.legal else "")
        )


def moved_as_kept(
    connection: Connection,
    settings: Settings,
    catalogue: Catalogue,
    before: Calendar,
    after: Calendar,
    as_of: date,
) -> Moved:
    """What moves of the dossiers as they are kept; nothing is written."""
    pull = stored_pull(connection)
    old, new = (
        facts_frame(connection, pull, calendar, catalogue, as_of, settings)
        for calendar in (before, after)
    )
    return moved_between(settings, old, new, absent_sources(settings, pull))


def moved_between(
    settings: Settings, before: FactsFrame, after: FactsFrame, absent: Mapping[Needs, str]
) -> Moved:
    """What moves between the facts of the same dossiers by two calendars.

    absent: sources that there are not; their rules are left out.
    """
    old = before.frame.select("code", *(nw.col(name).alias(f"{name}_before") for name in _COMPARED))
    frame = after.frame.join(old, on="code", how="left")
    late, left, legal = (
        (nw.col(name) != nw.col(f"{name}_before")).fill_null(value=False) for name in _COMPARED
    )
    deadlines = frame.filter(late | (nw.col("status").is_in(OPEN) & left))
    moved = deadlines.filter(late).sort("code").to_arrow().to_pylist()
    was, now = (_findings(settings, facts, absent) for facts in (before, after))
    return Moved(
        deadlines=len(deadlines),
        legal=len(frame.filter(legal)),
        dossiers=tuple(
            MovedDossier(
                dossier=row["code"],
                unit=row["unit"],
                due_at=row["due_at"].date(),
                days_late_before=row["working_days_late_before"],
                days_late_after=row["working_days_late"],
                apology_issued_at=row["apology_issued_at"],
            )
            for row in moved
        ),
        opened=_by_rule(now - was),
        closed=_by_rule(was - now),
    )


def _findings(
    settings: Settings, facts: FactsFrame, absent: Mapping[Needs, str]
) -> set[tuple[str, str]]:
    judged = judge_all(facts, settings, absent, {})
    return {(found.rule, found.dossier) for found in judged.found}


def _by_rule(findings: set[tuple[str, str]]) -> dict[str, int]:
    return dict(sorted(Counter(rule for rule, _ in findings).items()))
