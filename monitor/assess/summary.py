"""What an assessment read and found, counted in what it wrote."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pyarrow import dataset


@dataclass(frozen=True, slots=True)
class Summary:
    """An assessment in figures.

    dossiers: rows read; nameless: those of them without a code. severities: of each judged rule,
    in the order of the catalogue. hits: findings a rule. absent: columns that the input lacks,
    whose facts are unknown. left_out, failed: rule → why it was not, or could not be, judged.
    """

    as_of: date
    engine: str
    input: tuple[str, ...]
    calendar: str
    by_clock: bool
    dossiers: int
    nameless: int
    severities: Mapping[str, str]
    hits: Mapping[str, int]
    absent: tuple[str, ...]
    left_out: Mapping[str, str]
    failed: Mapping[str, str]

    @property
    def complete(self) -> bool:
        """Whether every rule that should have been judged was, over every dossier."""
        return not self.failed and not self.nameless

    @property
    def by_severity(self) -> dict[str, int]:
        """Findings a severity."""
        counts: Counter[str] = Counter()
        for code, severity in self.severities.items():
            counts[severity] += self.hits[code]
        return dict(counts)

    def as_json(self) -> dict[str, Any]:
        """The summary as plain values."""
        return {
            "as_of": self.as_of.isoformat(),
            "engine": self.engine,
            "input": list(self.input),
            "calendar": self.calendar,
            "late_by_clock": self.by_clock,
            "dossiers": self.dossiers,
            "dossiers_without_code": self.nameless,
            "findings": sum(self.hits.values()),
            "by_severity": self.by_severity,
            "by_rule": {
                code: {"severity": severity, "findings": self.hits[code]}
                for code, severity in self.severities.items()
            },
            "absent_columns": list(self.absent),
            "not_judged": dict(self.left_out),
            "failed": dict(self.failed),
            "complete": self.complete,
        }


def count_by_rule(findings: Path) -> dict[str, int]:
    """Findings a rule in a folder of parquet files, read in portions."""
    counts: Counter[str] = Counter()
    for batch in dataset.dataset(findings, format="parquet").to_batches(columns=["rule"]):
        for entry in batch.column("rule").value_counts().to_pylist():
            counts[entry["values"]] += entry["counts"]
    return dict(counts)
