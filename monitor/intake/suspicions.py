"""What `tthc check` is unsure of in one sheet, beyond what a run notes."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from monitor.intake.cells import column_letter
from monitor.intake.columns import CANONICAL
from monitor.intake.errors import place_of
from monitor.intake.near import nearly
from monitor.intake.table import Table
from monitor.intake.unclear import any_of, could_be, different, termed
from monitor.intake.wordings import official_name
from rules.columns import Kind
from rules.status import FINISHED

_ENOUGH = 20  # rows below which a pattern may be chance
_SHOWN = 3
_USUAL_SHARE = 0.8
_USUAL = (0.05, 0.95)  # quantiles between which most dates of a column lie
_FAR = pd.Timedelta(days=730)
_WEIGHTY = ("code", "received_at", "due_at", "completed_at", "status")  # lateness rests on them
_DIGITS, _LETTERS = re.compile(r"\d+"), re.compile(r"[^\W\d_]+")


def suspicions(table: Table) -> list[str]:
    """All that is doubtful about how a sheet was understood, each with its place."""
    looks: tuple[Callable[[Table], Iterator[str]], ...] = (
        _headings,
        _status,
        _codes,
        _dates,
        _empty_columns,
    )
    place = place_of(table.file, table.sheet)
    return [f"{place}: {said}" for look in looks for said in look(table)]


def _headings(table: Table) -> Iterator[str]:
    """Headings that could be a column that nothing else fills."""
    layout = table.layout
    absent = [name for name in CANONICAL if name not in layout.columns]
    unit = layout.columns.get("unit")
    if unit is not None and (meant := different(layout.headings[unit])):
        yield (
            f"{termed('unit')} is taken from {layout.headings[unit]!r}, {meant.says}, "
            "for want of another"
        )
    for heading, index in layout.extras.items():
        column = f"column {column_letter(index)}, {heading!r}"
        if choices := [name for name in could_be(heading) if name in absent]:
            yield f"{column}, could be {any_of(choices)}; it is kept as it is"
        elif name := nearly(heading, absent):
            yield f"{column}, is kept as it is; did you mean {termed(name)}?"
        elif (name := nearly(heading, _WEIGHTY)) and name in layout.columns:
            taken = layout.headings[layout.columns[name]]
            yield f"{column}, sounds like {termed(name)} too, which is taken from {taken!r}"


def _status(table: Table) -> Iterator[str]:
    statuses = table.dossiers["status"]
    if "status" not in table.layout.columns:
        end = "completed_at" if "completed_at" in table.layout.columns else "returned_at"
        done = int(statuses.isin(FINISHED).sum())
        yield (
            f"no heading says the status: {done} rows with {termed(end)} are taken as finished, "
            f"{len(statuses) - done} as in process"
        )
    elif len(statuses) >= _ENOUGH and statuses.nunique() == 1:
        only = int(statuses.iloc[0])
        yield f"every row has the status {only} {official_name('status', only)}"


def _codes(table: Table) -> Iterator[str]:
    """Codes of another form than most."""
    codes = table.dossiers["code"]
    if len(codes) < _ENOUGH:
        return
    forms = [_LETTERS.sub("A", _DIGITS.sub("0", code)) for code in codes]
    usual, count = Counter(forms).most_common(1)[0]
    if count < _USUAL_SHARE * len(forms):
        yield "the codes are of many forms; are they dossier codes?"
        return
    odd = [code for code, form in zip(codes, forms, strict=True) if form != usual]
    if odd:
        example = codes.iloc[forms.index(usual)]
        yield f"{len(odd)} codes are not of the form of {example}: {_examples(odd)}"


def _dates(table: Table) -> Iterator[str]:
    """Moments more than two years, and thrice their usual spread, away from the others."""
    for name in table.layout.columns:
        if CANONICAL[name].kind not in (Kind.MOMENT, Kind.DATE):
            continue
        moments = pd.to_datetime(table.dossiers[name]).astype("datetime64[us]")
        known = moments.dropna()
        if len(known) < _ENOUGH:
            continue
        stamps = known.to_numpy().astype("datetime64[us]").astype("int64")
        low, high = pd.to_datetime(np.quantile(stamps, _USUAL).astype("int64"), unit="us")
        reach = max(_FAR, 3 * (high - low))
        far = (moments < low - reach) | (moments > high + reach)
        if far.any():
            codes = table.dossiers["code"][far]
            shown = [f"{m:%d/%m/%Y} of {c}" for m, c in zip(moments[far], codes, strict=True)]
            yield (
                f"{termed(name)}: {len(shown)} dates lie far from the others "
                f"({low:%d/%m/%Y} to {high:%d/%m/%Y}): {_examples(shown)}"
            )


def _empty_columns(table: Table) -> Iterator[str]:
    layout = table.layout
    if table.dossiers.empty:
        return
    named = {layout.headings[i]: name for name, i in layout.columns.items()}
    empty = [
        text
        for text, name in named.items()
        if name != "status" and table.dossiers[name].isna().all()
    ]
    empty += [text for text in layout.extras if text not in table.extras]
    if empty:
        yield f"columns without a value: {', '.join(map(repr, empty))}"


def _examples(found: list[str]) -> str:
    more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return "; ".join(found[:_SHOWN]) + more
