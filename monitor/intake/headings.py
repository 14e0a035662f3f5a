"""Which column of a sheet is which: headings matched with the names that exports use."""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from monitor.intake.cells import Cell, Row, clean, fold, raw_text
from monitor.intake.columns import ORDINAL
from monitor.intake.errors import IntakeError

_SEARCHED_ROWS = 60
_FEWEST_HEADINGS = 3
_MOST_ROWS = 3  # of one heading
_ENDS = ("status", "completed_at", "returned_at")
# What is said in brackets of the form of a column, or its number; it changes no meaning.
_REMARK = re.compile(
    r"\s*[(\[]\s*(?:[dmyhs/.: -]+|ngày\W*tháng\W*năm|\d{1,2}|\*+)\s*[)\]]$", re.IGNORECASE
)
_DAY = re.compile(r"^(ngày)\W*tháng\W*năm\b", re.IGNORECASE)
Configured = Mapping[str, Sequence[str]]
Names = Mapping[str, Sequence[str]]
"""Canonical name → folded headings, the best first."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the columns of a sheet are understood.

    columns: canonical name → column index. extras: heading as written → column index.
    first, last: index of the first and last heading row.
    """

    columns: Mapping[str, int]
    extras: Mapping[str, int]
    headings: Mapping[int, str]
    first: int
    last: int


def find_layout(rows: Sequence[Row], configured: Configured, known: Names) -> Layout | None:
    """The layout of a sheet of dossiers; None for a sheet that is none (a cover, a summary).

    configured: canonical name → headings, from config.toml; they win over the known names.
    A heading may take three rows. Dossiers need a code, an appointment, and a way to tell whether
    they are finished.
    """
    best: Layout | None = None
    for index in range(min(len(rows), _SEARCHED_ROWS)):
        for last in range(index, min(index + _MOST_ROWS, len(rows))):
            layout = _layout(rows, index, last, configured, known)
            if layout and (best is None or len(layout.columns) > len(best.columns)):
                best = layout
    return best if best and not lacking(best.columns) else None


def likeliest_heading(
    rows: Sequence[Row], configured: Configured, known: Names
) -> tuple[dict[int, str], dict[str, int]]:
    """The texts of the row that has most known headings, and what of them is known."""
    best: tuple[dict[int, str], dict[str, int]] = {}, {}
    for at in range(min(len(rows), _SEARCHED_ROWS)):
        texts = _texts(rows[at])
        found = _claimed(texts, configured, known)
        if len(found) > len(best[1]):
            best = texts, found
    return best


def ordinal_of(layout: Layout) -> int | None:
    """The column of the running number, if the sheet has one."""
    named = (
        i for i, text in layout.headings.items() if heading_key(text) in known_headings()[ORDINAL]
    )
    return next(named, None)


def is_other_heading(row: Row, layout: Layout) -> bool:
    """Whether a row is the heading of a table of dossiers whose columns stand in other places.

    The same heading again, as paged exports repeat it, is no other.
    """
    names = {column: _named().get(heading_key(text)) for column, text in _texts(row).items()}
    if "code" not in names.values() or len(set(names.values()) - {None}) < _FEWEST_HEADINGS:
        return False
    return any(
        layout.columns.get(name, column) != column
        and fold(layout.headings.get(column, "")) != fold(raw_text(row[column]))
        for column, name in names.items()
        if name is not None
    )


def lacking(found: Mapping[str, int]) -> list[tuple[str, ...]]:
    """The columns that dossiers need and a sheet has not; each with those that would do as well."""
    needed = [("code",), ("due_at",), _ENDS]
    return [names for names in needed if not any(name in found for name in names)]


def check_configured(layout: Layout, configured: Configured, where: str) -> None:
    """Raise IntakeError for a column that config.toml names and the sheet has not."""
    for name in configured:
        if name not in layout.columns:
            found = ", ".join(repr(text) for text in layout.headings.values())
            raise IntakeError(
                f"{where}: the sheet has no heading for {wanted(name, configured)}; it has {found}"
            )


def wanted(name: str, configured: Configured) -> str:
    """The canonical name, with the headings that config.toml gives it."""
    headings = " or ".join(repr(heading) for heading in configured.get(name, ()))
    return f"{name} ([source.columns] says {headings})" if headings else name


def _layout(
    rows: Sequence[Row], first: int, last: int, configured: Configured, known: Names
) -> Layout | None:
    texts = _texts(rows[first])
    columns = _claimed(texts, configured, known)
    added: dict[int, str] = {}
    for below in rows[first + 1 : last + 1]:
        if not columns or _is_data(below, columns):
            return None
        lower = _texts(below)
        joined = _joined(texts, lower)
        added = _added(columns, (lower, joined), configured, known)
        texts = {**joined, **texts, **added}
    if last > first and not added:
        return None
    taken = set(columns.values())
    extras = {name: index for name, index in distinct(texts).items() if index not in taken}
    columns.pop(ORDINAL, None)
    return Layout(columns, extras, texts, first, last)


def _added(
    columns: dict[str, int], rows: Sequence[Mapping[int, str]], configured: Configured, known: Names
) -> dict[int, str]:
    """The headings of these rows that are known and claim what no row above has; they claim it."""
    added: dict[int, str] = {}
    for texts in rows:
        for name, index in _claimed(texts, configured, known).items():
            if name not in columns and index not in columns.values():
                columns[name] = index
                added[index] = texts[index]
    return added


def _joined(upper: Mapping[int, str], lower: Mapping[int, str]) -> dict[int, str]:
    """Each lower heading after the upper one that spans it: "Ngày" over "hẹn trả"."""
    joined: dict[int, str] = {}
    for index, text in lower.items():
        spanning = max((i for i in upper if i <= index), default=None)
        joined[index] = text if spanning is None else f"{upper[spanning]} {text}"
    return joined


def _is_data(row: Row, columns: Mapping[str, int]) -> bool:
    """Whether a row under a heading holds a code, so that it is not a second heading row."""
    index = columns.get("code")
    return index is not None and index < len(row) and bool(fold(raw_text(row[index])))


def _texts(row: Row) -> dict[int, str]:
    return {i: text for i, cell in enumerate(row) if (text := _text(cell))}


def _text(cell: Cell) -> str:
    return clean(cell) if isinstance(cell, str) else ""


def _claimed(texts: Mapping[int, str], configured: Configured, known: Names) -> dict[str, int]:
    """Canonical name → column, by the first name of each that the row has."""
    folded: dict[str, int] = {}
    for index, text in texts.items():
        folded.setdefault(heading_key(text), index)
    exact = distinct(texts) if configured else {}
    claimed: dict[str, int] = {}
    for name, headings in configured.items():
        for heading in headings:
            if (found := exact.get(clean(heading), folded.get(heading_key(heading)))) is not None:
                claimed[name] = found
                break
    taken = set(claimed.values())
    for name, keys in known.items():
        if name in claimed or name in configured:
            continue
        free = (folded[key] for key in keys if key in folded and folded[key] not in taken)
        if (first := next(free, None)) is not None:
            claimed[name] = first
    return claimed


def heading_key(text: str) -> str:
    """A heading reduced to what is compared: letters and digits, without a remark on its form.

    "Ngày, tháng, năm tiếp nhận" is "Ngày tiếp nhận".
    """
    return fold(_DAY.sub(r"\1", _REMARK.sub("", text)))


def distinct(texts: Mapping[int, str]) -> dict[str, int]:
    """Heading → column, numbered where the sheet has a heading more than once."""
    times: Counter[str] = Counter()
    named: dict[str, int] = {}
    for index, text in texts.items():
        times[text] += 1
        named[f"{text} ({times[text]})" if times[text] > 1 else text] = index
    return named


@cache
def known_texts() -> dict[str, list[str]]:
    """Canonical name → the headings that are known for it, the best first."""
    text = files("monitor.intake.data").joinpath("headings.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _named() -> dict[str, str]:
    """Folded heading → canonical name."""
    return {heading: name for name, headings in known_headings().items() for heading in headings}


@cache
def known_headings() -> dict[str, list[str]]:
    """Canonical name → the folded headings that are known for it, the best first."""
    return {name: [fold(text) for text in texts] for name, texts in known_texts().items()}
