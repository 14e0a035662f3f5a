"""Writes what the usual writers do not: markup saved as workbooks, and packed files gone wrong."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

Rows = Sequence[Sequence[Any]]


def html_page(rows: Rows, head: str = "") -> str:
    """A page with one table, as browsers save it: no charset unless `head` has one."""
    lines = (
        "<tr>" + "".join(f"<td>{escape(_shown(cell))}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    return f"<html><head>{head}</head><body><table>{''.join(lines)}</table></body></html>"


def spreadsheetml(rows: Rows) -> str:
    """A workbook of Excel 2003 with one sheet."""
    lines = ("".join(map(_xml_cell, row)) for row in rows)
    body = "".join(f"<Row>{line}</Row>" for line in lines)
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        f'<Workbook xmlns="{name}" xmlns:ss="{name}">'
        f'<Worksheet ss:Name="Danh sách"><Table>{body}</Table></Worksheet></Workbook>'
    )


def _xml_cell(cell: Any) -> str:
    if cell is None:
        return "<Cell/>"
    kind, text = "String", escape(str(cell))
    if isinstance(cell, datetime):
        kind, text = "DateTime", cell.isoformat(timespec="milliseconds")
    elif isinstance(cell, int | float):
        kind = "Number"
    return f'<Cell><Data ss:Type="{kind}">{text}</Data></Cell>'


def _shown(cell: Any) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y %H:%M:%S}"
    return "" if cell is None else str(cell)


def repack(source: Path, target: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The packed file with each part changed; None leaves a part out."""
    with ZipFile(source) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = change(part.filename, old.read(part))
            if content is not None:
                new.writestr(part.filename, content)
    return target


def replaced(part: str, pattern: bytes, by: bytes) -> Callable[[str, bytes], bytes]:
    """A change for `repack` that replaces in one part, and surely finds what it looks for."""

    def change(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        changed, times = re.subn(pattern, by, content)
        assert times
        return changed

    return change
