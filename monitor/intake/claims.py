"""Two columns that both could be one canonical column: settled by their values, or asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.intake.cell_columns import rows_at
from monitor.intake.cells import Cell, Row, clean, column_letter, fold, is_blank, raw_text
from monitor.intake.columns import ORDINAL
from monitor.intake.errors import IntakeError, place_of
from monitor.intake.headings import Configured, Layout, Names, distinct, heading_key
from monitor.intake.rows import data_rows
from monitor.intake.sheets import Sheet
from monitor.intake.unclear import config_lines, different, termed
from monitor.intake.wordings import wordings_of

# Whether a dossier is late rests on these; returned_at is the end where there is no other.
_LATENESS = ("code", "received_at", "due_at", "completed_at", "status")


def settle_claims(
    sheet: Sheet, layout: Layout, configured: Configured, known: Names
) -> tuple[Layout, list[str]]:
    """The layout with each canonical column settled, and what a person should know of that.

    Columns with the same values need no question, and an empty one has no claim. Raises IntakeError
    that asks which column it is, where they differ and lateness depends on it.
    """
    rivals = _rivals(sheet, layout, configured, known)
    if not rivals:
        return layout, []
    at = data_rows(sheet.rows, layout, every_row=sheet.every_row).at
    rows = list(map(_DataRow, at.tolist(), rows_at(sheet.rows, at)))
    notes: list[str] = []
    questions: list[str] = []
    for name, columns in rivals.items():
        filled = [i for i in columns if any(not is_blank(_cell(row, i)) for row in rows)]
        if filled and columns[0] not in filled:
            notes.append(_is_empty(layout, name, columns[0], filled[0]))
            layout = _moved(layout, name, filled[0])
        if difference := _difference(name, filled, rows):
            if name in _LATENESS or (
                name == "returned_at" and "completed_at" not in layout.columns
            ):
                questions.append(_question(layout, name, filled, difference))
            else:
                notes.append(_told(layout, name, filled, difference))
    place = place_of(sheet.file, sheet.name)
    if questions:
        raise IntakeError("\n".join(f"{place}: {question}" for question in questions))
    return layout, [f"{place}: {note}" for note in notes]


@dataclass(frozen=True, slots=True)
class _DataRow:
    """A dossier's row: its index in the sheet, and its cells."""

    index: int
    cells: Row


@dataclass(frozen=True, slots=True)
class _Difference:
    """Rows in which columns differ: the first of them, the column that differs there, how many."""

    first: _DataRow
    column: int
    count: int
    of: int


def _rivals(
    sheet: Sheet, layout: Layout, configured: Configured, known: Names
) -> dict[str, list[int]]:
    """Canonical name → the columns that claim it, the one that is taken first.

    Keys of records that differ in case alone are two keys of their system: the one that is spelled
    as we know it has no rival in the other.
    """
    name_of = {heading: name for name, headings in known.items() for heading in headings}
    rivals: dict[str, list[int]] = {}
    for index in layout.extras.values():
        text = layout.headings[index]
        name = name_of.get(heading_key(text), ORDINAL)
        if name not in layout.columns or name in configured or different(text):
            continue
        taken = layout.headings[layout.columns[name]]
        if not (sheet.every_row and fold(taken) == fold(text) and taken != text):
            rivals.setdefault(name, [layout.columns[name]]).append(index)
    return rivals


def _difference(name: str, columns: Sequence[int], rows: Sequence[_DataRow]) -> _Difference | None:
    differing = [
        (row, other)
        for row in rows
        for other in columns[1:]
        if not _same(name, _cell(row, columns[0]), _cell(row, other))
    ]
    if not differing:
        return None
    # A row in which both are filled is the better example.
    row, column = next(
        (pair for pair in differing if all(not is_blank(_cell(pair[0], i)) for i in columns)),
        differing[0],
    )
    count = len({row.index for row, _ in differing})
    return _Difference(row, column, count, len(rows))


def _same(name: str, one: Cell, other: Cell) -> bool:
    return one == other or _shown(name, one) == _shown(name, other)


def _shown(name: str, cell: Cell) -> str:
    """A cell as text that is the same for what means the same."""
    if name == "status":
        try:
            return str(wordings_of("status", {}).read(cell) or "")
        except ValueError:
            return fold(raw_text(cell))
    text = f"{cell:%d/%m/%Y %H:%M:%S}" if isinstance(cell, datetime) else clean(raw_text(cell))
    return text.removesuffix(" 00:00:00").casefold()


def _cell(row: _DataRow, column: int) -> Cell:
    return row.cells[column] if column < len(row.cells) else None


def _moved(layout: Layout, name: str, column: int) -> Layout:
    """The layout with another column in the place of the one that was taken."""
    columns = {**layout.columns, name: column}
    beside = {*layout.extras.values(), layout.columns[name]} - {column}
    extras = {text: i for text, i in distinct(layout.headings).items() if i in beside}
    return replace(layout, columns=columns, extras=extras)


def _named(layout: Layout, column: int) -> str:
    return f"column {column_letter(column)}, {layout.headings[column]!r}"


def _is_empty(layout: Layout, name: str, empty: int, taken: int) -> str:
    return (
        f"{termed(name)} is taken from {_named(layout, taken)}; "
        f"{_named(layout, empty)}, which could be it too, is empty"
    )


def _differ(layout: Layout, columns: Sequence[int], found: _Difference) -> str:
    one, other = columns[0], found.column
    values = [f"{raw_text(_cell(found.first, i))!r}" for i in (one, other)]
    return (
        f"{_named(layout, one)}, and {_named(layout, other)}, differ in {found.count} of "
        f"{found.of} rows, e.g. {values[0]} and {values[1]} in row {found.first.index + 1}"
    )


def _question(layout: Layout, name: str, columns: Sequence[int], found: _Difference) -> str:
    headings = {index: text for text, index in distinct(layout.headings).items()}
    lines = config_lines((name, headings[column]) for column in columns)
    return (
        f"{len(columns)} columns could be {termed(name)}: {_differ(layout, columns, found)}. "
        f"Lateness depends on it: {lines}"
    )


def _told(layout: Layout, name: str, columns: Sequence[int], found: _Difference) -> str:
    return (
        f"{termed(name)}: {_differ(layout, columns, found)}; the first is taken, the other kept "
        "beside it. If that is wrong, set it in config.toml, [source.columns]"
    )
