"""How a sheet was understood: its headings, its first dossiers, what is doubtful."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
from rich.table import Table as Grid

from monitor.cli.common import out
from monitor.cli.output import new_table, print_table
from monitor.intake.cells import column_letter
from monitor.intake.columns import CANONICAL
from monitor.intake.errors import place_of
from monitor.intake.named_layouts import fitting
from monitor.intake.table import Table
from monitor.intake.unclear import different, termed
from monitor.intake.wordings import official_name
from rules.columns import Kind

_FIRST = 5
_EXAMPLE, _DOSSIER, _NAME = 24, 25, 17  # characters; a code is 25 wide, a canonical name 17
_WIDE = 100
_WORDED = ("status", "channel", "applicant_kind")
_PERSONS = ("applicant", "officer")


def alike(tables: Iterable[Table]) -> list[Table]:
    """The sheets, those with the same headings as one: an interface has a thousand pages."""
    groups: dict[tuple[Any, ...], list[Table]] = {}
    for table in tables:
        layout = table.layout
        key = (*layout.headings.items(), *layout.columns.items())
        groups.setdefault(key, []).append(table)
    return [_as_one(group) for group in groups.values()]


def _as_one(tables: Sequence[Table]) -> Table:
    if len(tables) == 1:
        return tables[0]
    return replace(
        tables[0],
        file=f"{place_of(tables[0].file, tables[0].sheet)} and {len(tables) - 1} like it",
        sheet="",
        dossiers=pd.concat([table.dossiers for table in tables], ignore_index=True),
        extras=pd.concat([table.extras for table in tables], ignore_index=True),
        rejected=tuple(row for table in tables for row in table.rejected),
    )


def as_json(table: Table) -> dict[str, Any]:
    """A sheet as one JSON object, its personal names masked."""
    return {
        "sheet": place_of(table.file, table.sheet),
        "rows": len(table.dossiers),
        "rejected": len(table.rejected),
        "fits": [layout.name for layout in fitting(table.layout.headings.values())],
        "headings": _headings(table),
        "first": _first(table),
    }


def show(table: Table) -> None:
    """Print how each heading was understood, and the first dossiers."""
    headings = _headings(table)
    used = sum(one["column"] is not None for one in headings)
    fits = [f'"{layout.name}"' for layout in fitting(table.layout.headings.values())]
    out.print()
    out.rule(style="dim")
    out.print(f"[bold]{place_of(table.file, table.sheet)}[/bold]")
    out.print(
        f"{len(table.dossiers)} rows; {used} of {len(headings)} headings used; "
        + (f"fits layout {' or '.join(fits)}" if fits else "fits no named layout"),
        highlight=False,
    )
    out.print()
    grid = new_table()
    grid.add_column("col")
    grid.add_column("heading", min_width=_NAME)
    grid.add_column("understood as", min_width=_NAME)
    grid.add_column("for example", max_width=_EXAMPLE, no_wrap=True, overflow="ellipsis")
    for one in headings:
        name = one["column"]
        meaning = one["meaning"] if out.width >= _WIDE or name is None else name
        grid.add_row(one["letter"], one["heading"], meaning, one["example"], style=_style(name))
    print_table("Headings", grid)
    _show_first(_first(table))


def _style(name: str | None) -> str | None:
    return None if name else "dim"


def show_doubts(doubts: Sequence[str]) -> None:
    """Print what the reading is unsure of."""
    out.print()
    out.rule(style="dim")
    if not doubts:
        out.print("[bold]Doubts[/bold]: none")
        return
    out.print(f"[bold]Doubts[/bold]: {len(doubts)}; nothing was changed because of them")
    grid = Grid.grid(padding=(0, 1, 0, 0))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(overflow="fold")
    for number, doubt in enumerate(doubts, start=1):
        grid.add_row(f"{number}.", doubt)
    out.print(grid, markup=False)


def _headings(table: Table) -> list[dict[str, str | None]]:
    """Each heading, from left to right: where it stands, what it is taken for, an example."""
    layout = table.layout
    named = {index: name for name, index in layout.columns.items()}
    beside = {index: heading for heading, index in layout.extras.items()}
    listed: list[dict[str, str | None]] = []
    for index, heading in sorted(layout.headings.items()):
        name = named.get(index)
        if name:
            meaning, example = termed(name), _example(name, table.dossiers[name])
        elif index in beside:
            says = different(heading)
            meaning = f"not used: {says.says}" if says else "not used, only kept"
            values = table.extras.get(beside[index], pd.Series(dtype="str"))
            example = next((disguised(text) for text in values if text), "")
        else:
            meaning, example = "a running number", ""
        listed.append(
            {
                "letter": column_letter(index),
                "heading": heading,
                "column": name,
                "meaning": meaning,
                "example": example,
            }
        )
    return listed


def _example(name: str, values: pd.Series) -> str:
    known = values.dropna()
    return _told(name, known.iloc[0]) if len(known) else ""


def _first(table: Table) -> list[dict[str, str]]:
    """The first dossiers: canonical name → what was understood."""
    rows = table.dossiers.head(_FIRST)
    return [
        {str(name): _told(str(name), value) for name, value in row.items() if not pd.isna(value)}
        for row in rows.to_dict("records")
    ]


def _show_first(dossiers: Sequence[dict[str, str]]) -> None:
    """One column a dossier, as many side by side as the terminal has room for."""
    names = [name for name in CANONICAL if any(name in dossier for dossier in dossiers)]
    beside = max(1, (out.width - _NAME - 2) // (_DOSSIER + 2))
    for start in range(0, len(dossiers), beside):
        grid = new_table(show_header=False)
        grid.add_column(style="dim", no_wrap=True, min_width=_NAME)
        shown = dossiers[start : start + beside]
        for _ in shown:
            grid.add_column(width=_DOSSIER, overflow="fold")
        for name in names:
            grid.add_row(name, *(dossier.get(name, "–") for dossier in shown))
        title = f"The first {len(dossiers)} dossiers, as understood" if start == 0 else ""
        print_table(title, grid)


def _told(name: str, value: Any) -> str:
    kind = CANONICAL[name].kind
    if kind is Kind.MOMENT:
        return f"{value:%d/%m/%Y %H:%M}"
    if kind is Kind.DATE:
        return f"{value:%d/%m/%Y}"
    if name in _WORDED:
        return f"{value} {official_name(name, int(value))}"
    return masked(value) if name in _PERSONS else str(value)


def masked(name: str) -> str:
    """A person's name without what tells who it is: Nguyễn V. A."""
    first, *others = name.split() or [""]
    return " ".join([first, *(f"{w[0]}." if w[0].isalnum() else w for w in others)])


def disguised(text: str) -> str:
    """The form of a text that may be personal: digits as #, words as initials after the first."""
    return masked("".join("#" if letter.isdigit() else letter for letter in text))
