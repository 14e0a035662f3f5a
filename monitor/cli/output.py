"""Lists as a table, JSON, CSV or a workbook."""

import csv
import io
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from rich import box
from rich.table import Table

from monitor.atomic import write_bytes
from monitor.cli.common import OutputFormat, out, refuse

Rows = Sequence[Mapping[str, Any]]

_WRITTEN = (OutputFormat.JSON, OutputFormat.CSV, OutputFormat.XLSX)

_CODES = ("code", "dossier")
_CODE_WIDTH = 25  # of an official dossier code

# A cell that begins so is a formula to a spreadsheet; an export must not be able to plant one.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def print_rows(
    rows: Rows, columns: Sequence[str], form: OutputFormat, file: Path | None, title: str = ""
) -> None:
    """Print a list, or write it to a file, in one of the four formats.

    columns: the keys of each row, in the order in which they are shown.
    """
    if form is OutputFormat.TABLE:
        print_table(title, _table(rows, columns))
        return
    write = {OutputFormat.JSON: _as_json, OutputFormat.CSV: _as_csv, OutputFormat.XLSX: _as_xlsx}
    print_content(write[form](rows, columns), form, file)


def print_content(content: bytes, form: OutputFormat, file: Path | None) -> None:
    """Write a file as it is, or print it where it can be printed."""
    if file is not None:
        write_bytes(file, content)
    elif form is OutputFormat.XLSX and sys.stdout.isatty():
        raise refuse("a workbook can't be shown in a terminal; name a file with --out FILE")
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()


def agreed(form: OutputFormat | None, file: Path | None) -> OutputFormat:
    """The format that --format and the ending of --out FILE agree on; a table if neither says."""
    if file is None:
        return form or OutputFormat.TABLE
    named = file.suffix.lower().removeprefix(".")
    if named not in _WRITTEN or form not in (None, named):
        raise refuse(f"--out {file}: name a file that ends in {' or '.join(_WRITTEN)}, as --format")
    return OutputFormat(named)


def new_table(**options: Any) -> Table:
    """A table in the one look that all commands have."""
    return Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, **options)


def print_table(title: str, table: Table) -> None:
    """A table under its title."""
    if title:
        out.print(f"[bold]{title}[/bold]")
    out.print(table)


def print_json(value: Any) -> None:
    """One JSON value on stdout, and nothing else."""
    sys.stdout.buffer.write(_json_bytes(value))
    sys.stdout.flush()


def _json_bytes(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n").encode()


def _as_json(rows: Rows, columns: Sequence[str]) -> bytes:
    return _json_bytes([{name: row[name] for name in columns} for row in rows])


def _as_csv(rows: Rows, columns: Sequence[str]) -> bytes:
    """UTF-8 with a byte order mark, or Excel takes Vietnamese for something else."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_harmless(_shown(row[name])) for name in columns] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _as_xlsx(rows: Rows, columns: Sequence[str]) -> bytes:
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, columns, bold)
        for at, row in enumerate(rows, start=1):
            for column, name in enumerate(columns):
                value = row[name]
                if isinstance(value, date):
                    sheet.write_datetime(at, column, value, day)
                elif isinstance(value, int | float):
                    sheet.write_number(at, column, value)
                elif value is not None:
                    sheet.write_string(at, column, str(value))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
        sheet.autofit(400)
    return buffer.getvalue()


def _table(rows: Rows, columns: Sequence[str]) -> Table:
    table = new_table()
    for name in columns:
        values = [row[name] for row in rows if row[name] is not None]
        table.add_column(
            name.replace("_", " "),
            justify="right" if any(isinstance(value, int) for value in values) else "left",
            no_wrap=name == "rule" or any(isinstance(value, date) for value in values),
            overflow="fold",
            min_width=min(_CODE_WIDTH, max(map(len, values), default=0))
            if name in _CODES
            else None,
        )
    for row in rows:
        table.add_row(*(_shown(row[name]) for name in columns))
    return table


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
