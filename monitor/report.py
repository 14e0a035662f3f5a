"""What a run reports: the one JSON object that scripts read."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from monitor.guards import Objection
from monitor.intake.pull import SheetCount
from monitor.store.findings import Tally


@dataclass(frozen=True, slots=True)
class InputCounts:
    """Rows of the export (read = accepted + rejected) and what they did to the dossiers."""

    read: int
    accepted: int
    rejected: int
    unchanged: int
    added: int
    changed: int
    vanished: int


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a run.

    findings: only the rules that were judged. complete: every rule that config.toml asks for was
    judged. notes: what a person should know before believing the figures. sheets: what each sheet
    brought. held: what speaks against a pull that was kept aside.
    """

    run_id: int
    as_of: date
    input: InputCounts
    findings: Mapping[str, Tally]
    drafted: int
    complete: bool
    notes: tuple[str, ...] = field(default=())
    sheets: tuple[SheetCount, ...] = field(default=())
    held: tuple[Objection, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """The object that `tthc run --format json` prints."""
        return {
            "run_id": self.run_id,
            "as_of": self.as_of.isoformat(),
            "input": asdict(self.input),
            "findings": {code: asdict(tally) for code, tally in self.findings.items()},
            "letters": {"drafted": self.drafted},
            "complete": self.complete,
            "notes": list(self.notes),
        }

    def as_kept(self) -> dict[str, Any]:
        """The same as the ledger keeps it, with each sheet and each objection."""
        return {
            **self.as_json(),
            "sheets": [asdict(sheet) for sheet in self.sheets],
            "held": [{"reason": one.reason, **one.figures} for one in self.held],
        }

    @property
    def nothing_new(self) -> bool:
        """Whether the run met what it knew already and decided nothing new."""
        counts = self.input
        moved = counts.added + counts.changed + counts.vanished + self.drafted
        return not moved and not any(t.new or t.closed for t in self.findings.values())
