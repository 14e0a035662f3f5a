"""Records → a sheet: their keys are its headings, what lies deeper comes to columns of its own."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from monitor.intake.cells import Cell, clean, is_blank, raw_text
from monitor.intake.errors import IntakeError
from monitor.intake.formats.sheet import Sheet
from monitor.intake.records.documents import Record, parse_json
from monitor.intake.records.layouts import RecordLayout, layout_of
from monitor.intake.records.pages import page_of
from monitor.intake.records.paths import Path, value_at

_MOST_COLUMNS = 1_000
_EXACT = 10**15  # whole numbers below it are the same as floating ones
_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def read_json(content: bytes, name: str) -> list[Sheet]:
    """The records of a JSON document, as one sheet; a page of several has a note that says so.

    Raises IntakeError that names the document, the place and what was expected.
    """
    page = page_of(parse_json(content, name), name)
    sheet = sheet_of(page.records, name)
    if page.total in (None, len(page.records)):
        return [sheet]
    note = (
        f"holds {len(page.records):,} records and says there are {page.total:,}; "
        "are the other pages there?"
    )
    return [replace(sheet, notes=(note,))]


def sheet_of(records: Sequence[Record], name: str) -> Sheet:
    """Records as a sheet: row 1 has the headings, record n stands in row n + 1.

    Lists and objects are kept as compact JSON text. Raises IntakeError for more different keys
    than a table can have columns.
    """
    layout = layout_of(records)
    own = [*layout.columns, *layout.counts]
    filled = set(layout.always.values())
    keys: dict[str, int] = {}  # in order of their columns, which follow the layout's own
    rows: list[list[Cell]] = []
    for number, record in enumerate(records, start=1):
        cells, used = _own_cells(record, layout)
        filled.update(cells)
        row: list[Cell] = [*map(cells.get, own), *[None] * len(keys)]
        for key, value in record.items():
            if key in used:
                continue
            if (at := keys.setdefault(key, len(row))) == len(row):
                row.append(None)
            row[at] = _cell(value)
        if len(keys) > _MOST_COLUMNS:
            raise IntakeError(
                f"{name}: record {number}: the records have more than {_MOST_COLUMNS:,} different "
                "keys; expected the same keys in each"
            )
        rows.append(row)
    headings: list[Cell] = [text if text in filled else None for text in own]
    return Sheet(name, "", [[*headings, *keys], *rows], every_row=True)


def codes_of(records: Sequence[Record]) -> tuple[str, ...]:
    """What tells each record from others: its code, or all of it where no code is known."""
    layout = layout_of(records)
    paths = layout.columns[layout.always["code"]] if layout.always else ()
    return tuple(
        clean(raw_text(found[0])) if (found := _found(record, paths)) else _compact(record)
        for record in records
    )


def _own_cells(record: Record, layout: RecordLayout) -> tuple[dict[str, Cell], set[str]]:
    """The layout's own columns that have a value, and the keys that need no other column."""
    cells: dict[str, Cell] = {}
    used: set[str] = set()
    for heading, paths in layout.columns.items():
        if found := _found(record, paths):
            cells[heading], path = found
            if len(path) == 1:
                used.add(path[0].key)
        else:
            used.update(path[0].key for path in paths if record.get(path[0].key, 0) in (None, ""))
    for heading, paths in layout.counts.items():
        if entries := next(_lists(record, paths), None):
            cells[heading] = len(entries)
    return cells, used


def _found(record: Record, paths: Sequence[Path]) -> tuple[Cell, Path] | None:
    """The first value that is there and is neither a list nor an object, and its path."""
    for path in paths:
        value = value_at(record, path)
        if value is not None and not isinstance(value, list | dict):
            cell = _cell(value)
            if not is_blank(cell):
                return cell, path
    return None


def _lists(record: Record, paths: Sequence[Path]) -> Iterator[list[Any]]:
    values = (value_at(record, path) for path in paths)
    return (value for value in values if isinstance(value, list) and value)


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return _storable(value)
    if value is None or isinstance(value, float):
        return value
    if isinstance(value, bool):
        return _compact(value)
    if isinstance(value, int):
        return value if abs(value) < _EXACT else str(value)
    return _storable(_compact(value)) if value else None


def _storable(text: str) -> str:
    """Text without what no database keeps: zero characters, and halves of a cut-off character."""
    if text.isascii():
        return text.replace("\0", "")
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
