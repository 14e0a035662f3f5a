"""The register of apology letters as a workbook: A4 landscape, laid out as an office's paper."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.resources import files
from io import BytesIO
from textwrap import wrap
from typing import Any

import xlsxwriter

from monitor.store.models import ISSUED_STATES, LetterState
from monitor.store.register import RegisterRow

_FONT = {"font_name": "Times New Roman", "font_size": 11}
_MIDDLE = {**_FONT, "align": "center", "valign": "vcenter"}
_CELL = {**_FONT, "border": 1, "valign": "top", "text_wrap": True}
_HEAD = 7  # index of the row of headings
_MARGINS_INCH = {"left": 0.5, "right": 0.4, "top": 0.6, "bottom": 0.6}
_A4 = 9
_WORDED = {"state": "states", "fault": "faults", "channel": "channels"}
_HEAD_HEIGHT = 45  # points, three lines
_LINE_HEIGHT, _ROOM = 14.5, 2.0  # points
_SMALL_LETTERS, _CAPITALS = 1.15, 0.85  # so many have room where a digit has
_HIGHEST = 409.0  # points; no workbook has higher rows


def register_workbook(rows: Sequence[RegisterRow], year: int, parent: str, agency: str) -> bytes:
    """The .xlsx of a year's register; text is never taken for a formula or a link.

    The excused dossiers stand on a sheet of their own, which is left out where there are none.
    parent, agency: the two names at the head; "" leaves a line blank.
    """
    words = tomllib.loads(
        files("monitor.letterbook.data").joinpath("register.toml").read_text(encoding="utf-8")
    )
    counts = _counts(rows)
    parts = {"letters": [row for row in rows if row.state != LetterState.EXCUSED]}
    if counts["excused"]:
        parts["excused"] = [row for row in rows if row.state == LetterState.EXCUSED]
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": f"{words['letters']['title']} {year}"})
        for name, part in parts.items():
            own = {**words, **words[name]}
            sheet = book.add_worksheet(own["sheet"])
            _lay_out(sheet, own)
            summary = own["summary"].format(**counts)
            _write_head(book, sheet, own, (parent, agency), summary, year)
            _write_table(book, sheet, own, part)
    return buffer.getvalue()


def _lay_out(sheet: Any, words: Mapping[str, Any]) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(**_MARGINS_INCH)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.repeat_rows(_HEAD)
    sheet.set_footer(f'&C&"Times New Roman,Regular"&10{words["page"]}')
    sheet.freeze_panes(_HEAD + 1, 0)
    sheet.hide_gridlines(2)


def _write_head(
    book: Any,
    sheet: Any,
    words: Mapping[str, Any],
    names: tuple[str, str],
    summary: str,
    year: int,
) -> None:
    last = len(words["columns"]) - 1
    half = last // 2 - 1
    parent, agency = names
    plain = book.add_format(_MIDDLE)
    bold = book.add_format({**_MIDDLE, "bold": True})
    ruled = book.add_format({**_MIDDLE, "bold": True, "underline": 1})
    title = book.add_format({**_MIDDLE, "bold": True, "font_size": 16})
    sheet.merge_range(0, 0, 0, half, parent.upper(), plain)
    sheet.merge_range(1, 0, 1, half, agency.upper(), ruled)
    sheet.merge_range(0, half + 1, 0, last, words["country"], bold)
    sheet.merge_range(1, half + 1, 1, last, words["motto"], ruled)
    sheet.merge_range(3, 0, 3, last, words["title"], title)
    sheet.set_row(3, 24)
    sheet.merge_range(4, 0, 4, last, words["period"].format(year=year), bold)
    sheet.merge_range(5, 0, 5, last, summary, plain)


def _counts(rows: Sequence[RegisterRow]) -> dict[str, int]:
    states = [row.state for row in rows]
    issued = sum(state in ISSUED_STATES for state in states)
    withdrawn = states.count(LetterState.WITHDRAWN)
    excused = states.count(LetterState.EXCUSED)
    letters = len(rows) - excused
    return {
        "all": letters,
        "issued": issued,
        "sent": states.count(LetterState.SENT),
        "waiting": letters - issued - withdrawn,
        "withdrawn": withdrawn,
        "excused": excused,
    }


def _write_table(
    book: Any, sheet: Any, words: Mapping[str, Any], rows: Sequence[RegisterRow]
) -> None:
    shade = {"bold": True, "bg_color": "#E7E6E6", "align": "center", "valign": "vcenter"}
    head = book.add_format({**_CELL, **shade})
    formats = {
        "text": book.add_format(_CELL),
        "number": book.add_format({**_CELL, "align": "center"}),
        "date": book.add_format({**_CELL, "align": "center", "num_format": "dd/mm/yyyy"}),
    }
    columns = words["columns"]
    for at, column in enumerate(columns.values()):
        sheet.set_column(at, at, column["width"])
        sheet.write_string(_HEAD, at, column["heading"], head)
    for line, row in enumerate(map(asdict, rows), start=_HEAD + 1):
        told = {
            name: words[_WORDED[name]].get(row[name], row[name]) if name in _WORDED else row[name]
            for name in columns
        }
        sheet.set_row(line, _height(told, columns))
        for at, (name, value) in enumerate(told.items()):
            _write_cell(sheet, line, at, value, formats[columns[name]["kind"]])
    sheet.set_row(_HEAD, _HEAD_HEIGHT)
    sheet.autofilter(_HEAD, 0, _HEAD + len(rows), len(columns) - 1)


def _height(values: Mapping[str, Any], columns: Mapping[str, Any]) -> float:
    """Points that the row needs: LibreOffice does not find it out for itself, as Excel does."""
    lines = max(
        len(wrap(value, int(columns[name]["width"] * _letters_a_digit(value))))
        for name, value in values.items()
        if isinstance(value, str)
    )
    return min(max(lines, 1) * _LINE_HEIGHT + _ROOM, _HIGHEST)


def _letters_a_digit(text: str) -> float:
    capitals = sum(char.isupper() for char in text)
    return _CAPITALS if capitals > len(text) / 2 else _SMALL_LETTERS


def _write_cell(sheet: Any, row: int, column: int, value: Any, form: Any) -> None:
    if value is None:
        sheet.write_blank(row, column, None, form)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, form)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, form)
    else:
        sheet.write_datetime(row, column, value, form)
