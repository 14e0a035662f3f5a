"""What the records of each one-stop system look like, one data file a system."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from monitor.intake.cells import fold
from monitor.intake.records.documents import Record
from monitor.intake.records.paths import Path, path_of, value_at

_SEARCHED_RECORDS = 60


@dataclass(frozen=True, slots=True)
class Envelope:
    """Where a document keeps its records, and what it says of their number."""

    records: tuple[Path, ...]
    total: tuple[Path, ...]
    pages: tuple[Path, ...]
    next: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class RecordLayout:
    """How the records of one system become columns.

    recognised_by: folded keys. columns: heading → paths, the best first. counts: heading → lists
    whose length it holds. always: canonical name → heading that is there even without a value.
    """

    recognised_by: frozenset[str]
    columns: Mapping[str, tuple[Path, ...]]
    counts: Mapping[str, tuple[Path, ...]]
    always: Mapping[str, str]

    def recognises(self, record: Any) -> bool:
        """Whether the record has the keys of this system."""
        return isinstance(record, dict) and self.recognised_by <= {fold(key) for key in record}

    def finds_code(self, record: Record) -> bool:
        """Whether the code stands where this system has it: "Mã hồ sơ" is not its MaHoSo."""
        paths = self.columns[self.always["code"]]
        return any(value_at(record, path) is not None for path in paths)


# Records of a system that has no file: their keys are their headings.
_PLAIN = RecordLayout(frozenset(), {}, {}, {})


def layout_of(records: Sequence[Record]) -> RecordLayout:
    """The layout that one of the first records has; with no record at all, any.

    Records with the same keys in another spelling are a list whose headings are its keys.
    """
    layouts, _ = _shipped()
    if not records:
        return layouts[0]
    head = records[:_SEARCHED_RECORDS]
    own = (a for a in layouts if any(a.recognises(one) and a.finds_code(one) for one in head))
    return next(own, _PLAIN)


def is_record(document: Any) -> bool:
    """Whether a document is one record of a known system."""
    return any(layout.recognises(document) for layout in _shipped()[0])


def envelope() -> Envelope:
    """The places where any known system keeps its records and their number."""
    return _shipped()[1]


@cache
def _shipped() -> tuple[tuple[RecordLayout, ...], Envelope]:
    folder = files("monitor.intake.data").joinpath("layouts")
    named = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    tables = [tomllib.loads(file.read_text(encoding="utf-8")) for file in named]
    layouts = tuple(
        RecordLayout(
            recognised_by=frozenset(map(fold, table["recognised_by"])),
            columns=_by_heading(table["columns"]),
            counts=_by_heading(table["counts"]),
            always=table["always"],
        )
        for table in tables
    )
    places = {
        name: tuple(path_of(t) for table in tables for t in table["envelope"].get(name, ()))
        for name in ("records", "total", "pages", "next")
    }
    return layouts, Envelope(**places)


def _by_heading(table: Mapping[str, Sequence[str]]) -> dict[str, tuple[Path, ...]]:
    return {heading: tuple(map(path_of, texts)) for heading, texts in table.items()}
