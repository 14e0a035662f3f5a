"""Named layouts: what the tables of each system look like, one data file a system."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from monitor.intake.cells import fold
from monitor.intake.headings import Names

AUTO = "auto"


@dataclass(frozen=True, slots=True)
class NamedLayout:
    """The tables of one system.

    known: its headings. needed: the canonical columns without which a sheet is not of it, each with
    its headings as written. formats, statuses: as in config.toml, [source.dates] and
    [source.statuses].
    """

    name: str
    title: str
    known: Names
    needed: Mapping[str, tuple[str, ...]]
    formats: tuple[str, ...]
    statuses: Mapping[str, int]

    def missing(self, columns: Iterable[str]) -> list[str]:
        """What a sheet with these canonical columns lacks, in words."""
        return [
            f"{name} ({' or '.join(map(repr, headings))})"
            for name, headings in self.needed.items()
            if name not in set(columns)
        ]

    def matched(self, headings: Iterable[str]) -> int:
        """How many of the headings are of this system; 0 if one that it needs is not there."""
        folded = set(map(fold, headings))
        if any(folded.isdisjoint(self.known[name]) for name in self.needed):
            return 0
        return sum(key in folded for keys in self.known.values() for key in set(keys))


def named_layout(name: str) -> NamedLayout | None:
    """The named layout; None for "auto", where headings are matched by meaning."""
    return None if name == AUTO else _shipped()[name]


def layout_names() -> list[str]:
    """What [source] layout may say."""
    return [AUTO, *_shipped()]


def fitting(headings: Iterable[str]) -> list[NamedLayout]:
    """The named layouts that account for most of these headings, the strictest; none if none fits.

    Several are equal where the headings do not tell their systems apart.
    """
    texts = list(headings)
    ranks = {
        layout.name: (matched, len(layout.needed))
        for layout in _shipped().values()
        if (matched := layout.matched(texts))
    }
    best = max(ranks.values(), default=None)
    return [_shipped()[name] for name, rank in ranks.items() if rank == best]


@cache
def _shipped() -> Mapping[str, NamedLayout]:
    folder = files("monitor.intake.data").joinpath("tables")
    named = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    tables = {f.name.removesuffix(".toml"): f.read_text(encoding="utf-8") for f in named}
    return {name: _read(name, text) for name, text in tables.items()}


def _read(name: str, text: str) -> NamedLayout:
    table = tomllib.loads(text)
    headings: dict[str, list[str]] = {}
    for heading, column in table["columns"].items():
        headings.setdefault(column, []).append(heading)
    return NamedLayout(
        name=name,
        title=table["title"],
        known={column: [fold(text) for text in texts] for column, texts in headings.items()},
        needed={column: tuple(headings[column]) for column in table["needed"]},
        formats=tuple(table["formats"]),
        statuses=table.get("statuses", {}),
    )
