"""Which columns of a sheet are those of a catalogue of procedures."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitor.intake.cells import Row, clean, fold
from monitor.intake.procedures.terms import TermReader

Headings = Mapping[str, Sequence[str]]

_SEARCHED_ROWS = 60
_IN_BRACKETS = re.compile(r"(.+)\((.+)\)")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the heading is, and what it says.

    at: index of its row. columns: name → column. texts: column → heading. unit: that of numbers
    without one, where the heading has it in brackets.
    """

    at: int
    columns: Mapping[str, int]
    texts: Mapping[int, str]
    unit: str

    @property
    def lacking(self) -> list[str]:
        """What it takes to be a catalogue and is not there."""
        named = "code" in self.columns or "name" in self.columns
        return ([] if named else ["code or name"]) + ([] if "term" in self.columns else ["term"])


def best_layout(rows: Sequence[Row], headings: Headings, terms: TermReader) -> Layout:
    """The layout of the row that has most of the headings; it may lack some that are needed."""
    known = {fold(text): name for name, texts in headings.items() for text in texts}
    layouts = [
        _layout(at, row, headings, known, terms) for at, row in enumerate(rows[:_SEARCHED_ROWS])
    ]
    empty = Layout(0, {}, {}, "")
    return max(layouts, key=lambda layout: len(layout.columns), default=empty)


def why_no_catalogue(layout: Layout, headings: Headings) -> str:
    """What the best row lacks, for a message."""
    if not layout.columns:
        return "no row has a known heading; expected 'Mã TTHC' and 'Thời hạn giải quyết'"
    expected = {"code or name": "code", "term": "term"}
    lacking = [f"{one} (e.g. {headings[expected[one]][0]!r})" for one in layout.lacking]
    shown = ", ".join(map(repr, layout.texts.values()))
    return f"no heading for {', '.join(lacking)} among {shown}"


def _layout(
    at: int, row: Row, headings: Headings, known: Mapping[str, str], terms: TermReader
) -> Layout:
    texts = {
        i: text for i, cell in enumerate(row) if isinstance(cell, str) and (text := clean(cell))
    }
    found: dict[str, dict[str, int]] = {}
    unit = ""
    for index, text in texts.items():
        folded = fold(text)
        bracketed = _IN_BRACKETS.fullmatch(text)
        if folded not in known and bracketed and terms.is_unit(bracketed[2]):
            folded, unit = fold(bracketed[1]), bracketed[2]
        if folded in known:
            found.setdefault(known[folded], {}).setdefault(folded, index)
    columns = {
        name: next(there[key] for key in map(fold, headings[name]) if key in there)
        for name, there in found.items()
    }
    return Layout(at, columns, texts, unit)
