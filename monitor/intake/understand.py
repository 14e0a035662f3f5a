"""How a sheet is understood: found, settled or asked; or why it is no sheet of dossiers."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from monitor.intake.cell_columns import column_of
from monitor.intake.cells import Row, clean, column_letter, is_blank, raw_text
from monitor.intake.claims import settle_claims
from monitor.intake.columns import MOMENTS, ORDINAL
from monitor.intake.errors import IntakeError, place_of
from monitor.intake.headings import (
    Configured,
    Layout,
    Names,
    check_configured,
    find_layout,
    known_headings,
    lacking,
    likeliest_heading,
    wanted,
)
from monitor.intake.named_layouts import NamedLayout
from monitor.intake.near import nearly
from monitor.intake.rows import CODE, data_rows, is_code
from monitor.intake.sheets import Sheet
from monitor.intake.slips import is_dated
from monitor.intake.unclear import any_of, config_lines, unclear_for

_FEWEST_FOUND = 2  # known headings that make a sheet without a code look like dossiers
_MOST = 0.5
_SHORTEST_CODE = 4  # longer than a running number in brackets
_NUMBERED = re.compile(r"\d\d")  # codes and dates are
_NAME_IT = "name it in config.toml, [source.columns]"


def understand(
    sheet: Sheet, configured: Configured, named: NamedLayout | None
) -> tuple[Layout | None, list[str]]:
    """The layout of a sheet of dossiers, and what a person should know of it; None for another.

    configured: canonical name → headings, from config.toml. named: the system whose headings alone
    are known; None where any may be. Raises IntakeError for a column that config.toml names and the
    sheet has not, for a sheet that is not of the named system, and one that asks where headings
    leave open which column is meant.
    """
    place = place_of(sheet.file, sheet.name)
    known = named.known if named else known_headings()
    layout = find_layout(sheet.rows, configured, known)
    if named:
        _check_named(sheet, layout, configured, named, place)
    elif layout is None:
        _ask(sheet, configured, known, place)
    if layout is None:
        return None, []
    check_configured(layout, configured, place)
    if not sheet.every_row:
        _check_below(sheet.rows, layout, place)
    return settle_claims(sheet, layout, configured, known)


def _check_below(rows: Sequence[Row], layout: Layout, place: str) -> None:
    """Raise IntakeError where words under headings of dates divide these once more."""
    row = rows[layout.last + 1] if layout.last + 1 < len(rows) else ()
    texts = {at: text for at, cell in enumerate(row) if (text := clean(raw_text(cell)))}
    moments = {layout.columns[name] for name in MOMENTS if name in layout.columns}
    under = [at for at in sorted(moments & texts.keys()) if any(map(str.isalpha, texts[at]))]
    if layout.columns["code"] in texts or any(map(_NUMBERED.search, texts.values())):
        return
    if len(set(texts.values())) > 1 and under:
        at = under[0]
        raise IntakeError(
            f"{place}: row {layout.last + 2} has no code, but {texts[at]!r} under "
            f"{layout.headings[at]!r}, column {column_letter(at)}, as if the heading went on; "
            "write each heading into one cell, or take the row out"
        )


def continued(sheet: Sheet, above: Layout) -> Layout | None:
    """The layout of a sheet without a heading that goes on where another ended; None for others.

    above: how the sheet before it was understood. Most rows must have a code and a date where that
    has them.
    """
    layout = replace(above, first=-1, last=-1)
    at = data_rows(sheet.rows, layout).at
    moments = [layout.columns[name] for name in MOMENTS if name in layout.columns]
    dated = {index for i in moments for index in is_dated(column_of(sheet.rows, i).take(at))}
    coded = column_of(sheet.rows, layout.columns["code"]).take(at).matches(CODE, is_code)
    likely = len(dated & set(np.flatnonzero(coded).tolist()))
    return layout if likely > _MOST * len(at) else None


def why_no_layout(sheet: Sheet, configured: Configured, named: NamedLayout | None) -> str:
    """What the row that looks most like a heading lacks."""
    known = named.known if named else known_headings()
    texts, found = likeliest_heading(sheet.rows, configured, known)
    if not found:
        return f"no row has a known heading; {_NAME_IT}"
    lacks = lacking(found)
    shown = ", ".join(repr(text) for text in texts.values())
    names = ", ".join(_lacked(names, configured) for names in lacks)
    free = [text for index, text in texts.items() if index not in found.values()]
    hints = [
        f"; did you mean {name} by {text!r}?"
        for text in free
        if (name := nearly(text, [name for names in lacks for name in names]))
    ]
    return f"no heading for {names} among {shown}{''.join(hints)}; {_NAME_IT}"


def _check_named(
    sheet: Sheet, layout: Layout | None, configured: Configured, named: NamedLayout, place: str
) -> None:
    """Raise IntakeError for a sheet of dossiers that is not of the named system."""
    if layout is None and find_layout(sheet.rows, configured, known_headings()) is None:
        return  # a cover or a summary
    texts, found = likeliest_heading(sheet.rows, configured, named.known)
    if layout is not None:
        texts, found = dict(layout.headings), dict(layout.columns)
    if missing := named.missing(found):
        shown = ", ".join(map(repr, texts.values()))
        raise IntakeError(
            f"{place}: does not fit layout {named.name!r} ({named.title}): no heading for "
            f"{', '.join(missing)}; found {shown or 'none of its headings'}. "
            '`tthc check` with layout = "auto" says which one fits'
        )


def _lacked(names: Sequence[str], configured: Configured) -> str:
    if len(names) > 1:
        return "status or completed_at"
    return wanted(names[0], configured)


def _ask(sheet: Sheet, configured: Configured, known: Names, place: str) -> None:
    """Raise IntakeError where a sheet would hold dossiers if an unclear heading were settled."""
    texts, found = likeliest_heading(sheet.rows, configured, known)
    lacks = lacking(found)
    if not lacks:
        return
    if "code" not in found and len(found.keys() - {ORDINAL}) < _FEWEST_FOUND:
        return
    named = {heading for headings in configured.values() for heading in headings}
    free = {index: text for index, text in texts.items() if text not in named}
    code = found.get("code")
    questions: list[str] = []
    for names in lacks:
        unclear = unclear_for(free, names)
        if not unclear:
            return
        lacked = _lacked(names, configured)
        for index, choices in unclear.items():
            example = _example(sheet.rows, index, code)
            column = f"column {column_letter(index)}, {free[index]!r}{example}"
            questions.append(
                f"{place}: {column}, could be {any_of(choices)}; "
                f"there is no other heading for {lacked}. If it is one of these, "
                + config_lines((name, free[index]) for name in choices)
            )
    raise IntakeError("\n".join(dict.fromkeys(questions)))


def _example(rows: Sequence[Row], column: int, code: int | None) -> str:
    """A value of a column, from a row that has a code if one is known."""
    for row in rows:
        beside = raw_text(row[code]) if code is not None and code < len(row) else ""
        is_dossier = len(beside) >= _SHORTEST_CODE and any(map(str.isdigit, beside))
        if is_dossier and column < len(row) and not is_blank(row[column]):
            return f" (e.g. {raw_text(row[column])!r})"
    return ""
