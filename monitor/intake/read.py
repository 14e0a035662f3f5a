"""The whole pull: batches → sheets → tables → one row a dossier."""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePath

import pandas as pd

from monitor.intake.columns import MOMENTS
from monitor.intake.doubts import doubts_of
from monitor.intake.errors import IntakeError, RejectedRow, place_of
from monitor.intake.headings import Configured, Layout
from monitor.intake.named_layouts import NamedLayout
from monitor.intake.pull import Pull, SheetCount
from monitor.intake.sheets import Batch, Sheet
from monitor.intake.table import Table, TableReader
from monitor.intake.understand import continued, understand, why_no_layout

Progress = Callable[[str, int, int], None]

_SHOWN = 5


def read_pull(
    batches: Iterable[Batch],
    reader: TableReader,
    configured: Configured,
    progress: Progress,
    named: NamedLayout | None = None,
) -> Pull:
    """Read all batches as one pull.

    configured, named: see `monitor.intake.understand`.
    Raises IntakeError, and reads nothing by halves, when a batch can't be read, holds no sheet of
    dossiers, or when not one dossier can be read in all of them.
    """
    tables: list[Table] = []
    notes: list[str] = []
    names: list[str] = []
    with _collector_paused():
        for batch in batches:
            progress(f"reading {PurePath(batch.name).name}", 0, 0)
            names.append(batch.name)
            tables += tables_of(batch, reader, configured, notes, named)
    rejected = tuple(row for table in tables for row in table.rejected)
    accepted = sum(len(table.dossiers) for table in tables)
    if not accepted:
        raise IntakeError(_nothing(names, rejected))
    dossiers = _joined([table.dossiers for table in tables])
    extras = _joined([table.extras for table in tables])
    kept = _latest_of_each_code(dossiers)
    if len(kept) < len(dossiers):
        notes += _twice(tables, dossiers, extras, kept)
        dossiers = dossiers.loc[kept].reset_index(drop=True)
        extras = extras.loc[kept].reset_index(drop=True)
    notes += doubts_of(dossiers)
    if rejected:
        notes.append(f"{len(rejected)} rows could not be read; the first: {rejected[0]}")
    return Pull(
        dossiers=dossiers,
        extras=extras,
        rejected=rejected,
        accepted=accepted,
        columns=frozenset(name for table in tables for name in table.layout.columns),
        notes=tuple(notes),
        sheets=tuple(
            SheetCount(table.file, table.sheet, len(table.dossiers), len(table.rejected))
            for table in tables
        ),
    )


def _joined(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The rows of all frames; those of one need no copy."""
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Spare the garbage collector millions of rows, among which there are no cycles.

    Looking through them again and again took a fifth of the time of a run.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def tables_of(
    batch: Batch,
    reader: TableReader,
    configured: Configured,
    notes: list[str],
    named: NamedLayout | None = None,
) -> Iterator[Table]:
    """The sheets of dossiers of one batch; what was passed over is added to `notes`.

    Raises IntakeError when there is none.
    """
    passed: list[Sheet] = []
    above: Layout | None = None
    for sheet in batch.sheets:
        notes += [f"{place_of(sheet.file, sheet.name)}: {note}" for note in sheet.notes]
        layout, said = understand(sheet, configured, named)
        notes += said
        if layout is None and above is not None and (layout := continued(sheet, above)):
            place = place_of(sheet.file, sheet.name)
            notes.append(f"{place}: has no heading; its columns were taken as those before it")
        if layout is None:
            passed.append(sheet)
            continue
        above = layout
        table = reader.read(sheet, layout)
        notes += table.notes
        yield table
    if len(passed) == len(batch.sheets):
        reasons = [
            f"{place_of(batch.name, s.name)}: {why_no_layout(s, configured, named)}" for s in passed
        ]
        raise IntakeError("\n".join(reasons) or f"{batch.name}: has no sheet")
    notes += [
        f"{place_of(s.file, s.name)} passed over: {why_no_layout(s, configured, named)}"
        for s in passed
        if any(any(row) for row in s.rows)
    ]


def _latest_of_each_code(dossiers: pd.DataFrame) -> pd.Index:
    """Of rows with the same code, the one whose latest event is latest; else the last one."""
    if dossiers["code"].is_unique:
        return dossiers.index
    events = [name for name in MOMENTS if name != "due_at"]
    latest = dossiers[events].astype("datetime64[us]").max(axis=1)
    order = pd.DataFrame({"code": dossiers["code"], "latest": latest})
    order = order.sort_values("latest", kind="stable", na_position="first")
    return order.drop_duplicates("code", keep="last").index.sort_values()


def _twice(
    tables: Sequence[Table], dossiers: pd.DataFrame, extras: pd.DataFrame, kept: pd.Index
) -> list[str]:
    """Which rows gave way to a later state of the same dossier; rows that say the same are none."""
    whole = pd.concat([dossiers, extras], axis=1)
    left = dossiers.index.difference(kept)
    same = whole.loc[[*kept, *left]].astype(str).duplicated()
    dropped = left[~same[left]]
    if dropped.empty:
        return []
    codes = dossiers["code"]
    of_code = dict(zip(codes[kept], kept, strict=True))
    shown = "; ".join(
        f"{codes[i]} in {_place(tables, i)} (kept: {_place(tables, of_code[codes[i]])})"
        for i in dropped[:_SHOWN]
    )
    more = f"; and {len(dropped) - _SHOWN} more" if len(dropped) > _SHOWN else ""
    rule = "rows bear the code of another row with other values; the later state is kept"
    return [f"{len(dropped)} {rule}. Left aside: {shown}{more}"]


def _place(tables: Sequence[Table], index: int) -> str:
    """Where the dossier with that index among all of them stands."""
    for table in tables:
        if index < len(table.rows):
            return f"{place_of(table.file, table.sheet)} row {table.rows[index]}"
        index -= len(table.rows)
    raise IndexError(index)


def _nothing(batches: Sequence[str], rejected: Sequence[RejectedRow]) -> str:
    names = ", ".join(batches)
    if not rejected:
        return f"{names}: there is a heading, but not one dossier under it"
    first = "\n".join(f"  {row}" for row in rejected[:_SHOWN])
    return f"{names}: not one of {len(rejected)} rows can be read; the first are:\n{first}"
