"""Writes exports in every kind of file that the intake reads; used by tests."""

import csv
from collections.abc import Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import xlsxwriter
import xlwt

Rows = Sequence[Sequence[Any]]


def write(path: Path, rows: Rows, sheet: str = "Danh sách") -> Path:
    """Write rows to a file of the kind that its name says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    {".xlsx": _xlsx, ".xls": _xls, ".ods": _ods, ".csv": _csv}[path.suffix](path, rows, sheet)
    return path


def _xlsx(path: Path, rows: Rows, sheet: str) -> None:
    write_xlsx(path, {sheet: rows})


def write_xlsx(path: Path, sheets: dict[str, Rows]) -> Path:
    """A workbook with several sheets; datetimes become real dates."""
    path.parent.mkdir(parents=True, exist_ok=True)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    with xlsxwriter.Workbook(path, options) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, datetime):
                        page.write_datetime(at, column, value, day)
                    elif value is not None:
                        page.write(at, column, value)
    return path


def _xls(path: Path, rows: Rows, sheet: str) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet(sheet)
    day = xlwt.easyxf(num_format_str="dd/mm/yyyy hh:mm")
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                page.write(at, column, value, *([day] if isinstance(value, datetime) else []))
    book.save(str(path))


_ODS_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def _ods(path: Path, rows: Rows, sheet: str) -> None:
    lines = ("".join(map(_ods_cell, row)) for row in rows)
    body = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {names}><office:body><office:spreadsheet>"
        f'<table:table table:name="{sheet}">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with ZipFile(path, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("META-INF/manifest.xml", _ODS_MANIFEST)
        file.writestr("content.xml", content)


def _ods_cell(value: Any) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, datetime):
        kind, held = "date", f'office:date-value="{value.isoformat()}"'
    elif isinstance(value, int | float):
        kind, held = "float", f'office:value="{value}"'
    else:
        kind, held = "string", ""
    text = f"<text:p>{escape(str(value))}</text:p>"
    return f'<table:table-cell office:value-type="{kind}" {held}>{text}</table:table-cell>'


def _csv(path: Path, rows: Rows, sheet: str) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(
            [f"{v:%d/%m/%Y %H:%M:%S}" if isinstance(v, datetime) else v for v in row]
            for row in rows
        )
