"""Writes exports in every kind of file that the intake reads; used by tests."""

import csv
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

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


def _ods(path: Path, rows: Rows, sheet: str) -> None:
    book = OpenDocumentSpreadsheet()
    page = Table(name=sheet)
    for row in rows:
        line = TableRow()
        for value in row:
            line.addElement(_ods_cell(value))
        page.addElement(line)
    book.spreadsheet.addElement(page)
    book.save(str(path))


def _ods_cell(value: Any) -> TableCell:
    if value is None:
        return TableCell()
    if isinstance(value, datetime):
        return TableCell(valuetype="date", datevalue=value.isoformat())
    if isinstance(value, int | float):
        return TableCell(valuetype="float", value=str(value))
    cell = TableCell(valuetype="string")
    cell.addElement(P(text=value))
    return cell


def _csv(path: Path, rows: Rows, sheet: str) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(
            [f"{v:%d/%m/%Y %H:%M:%S}" if isinstance(v, datetime) else v for v in row]
            for row in rows
        )
