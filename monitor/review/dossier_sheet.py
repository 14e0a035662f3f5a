"""A list of dossiers as a workbook: what the page shows, row by row, never a formula."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from monitor.intake.wordings import official_name
from monitor.review.finding_words import finding_words
from monitor.store.dossier_list import Listed

MOST_ROWS = 100_000
_COLUMNS = (
    ("Mã hồ sơ", 28),
    ("Chủ hồ sơ", 28),
    ("Mã TTHC", 16),
    ("Thủ tục", 50),
    ("Đơn vị xử lý", 26),
    ("Cán bộ xử lý", 20),
    ("Trạng thái", 20),
    ("Ngày tiếp nhận", 16),
    ("Ngày hẹn trả", 16),
    ("Ngày có kết quả", 16),
    ("Quá hạn (ngày làm việc)", 12),
    ("Phát hiện", 40),
)
_FIRST_YEAR = 1900  # Excel knows no day before it
_LONGEST_TEXT = 32_767


def write_sheet(file: Path, dossiers: Iterable[Listed], notes: Sequence[str]) -> int:
    """Write the dossiers to an .xlsx, with the notes on a second sheet; how many there were."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        head = book.add_format({"bold": True, "bg_color": "#E7E6E6", "text_wrap": True})
        moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        sheet = book.add_worksheet("Hồ sơ")
        for at, (title, width) in enumerate(_COLUMNS):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, title, head)
        sheet.freeze_panes(1, 1)
        count = 0
        for dossier in dossiers:
            count += 1
            for at, value in enumerate(_cells(dossier)):
                write_cell(sheet, count, at, value, moment)
        sheet.autofilter(0, 0, count, len(_COLUMNS) - 1)
        beside = book.add_worksheet("Ghi chú")
        beside.set_column(0, 0, 100)
        for line, note in enumerate(notes):
            beside.write_string(line, 0, note)
    return count


def _cells(dossier: Listed) -> tuple[Any, ...]:
    words = finding_words()
    return (
        dossier.code,
        dossier.applicant,
        dossier.procedure_code,
        dossier.procedure_name,
        dossier.unit,
        dossier.officer,
        official_name("status", dossier.status),
        dossier.received_at,
        dossier.due_at,
        dossier.completed_at,
        dossier.days_late,
        "; ".join(words[tag.rule].tag for tag in dossier.tags),
    )


def write_cell(sheet: Any, row: int, column: int, value: Any, moment: Any) -> None:
    """Write a value as what it is; text is never taken for a formula. moment: format of moments."""
    if isinstance(value, datetime):
        if value.year < _FIRST_YEAR:
            sheet.write_string(row, column, f"{value:%d/%m/%Y %H:%M}")
        else:
            sheet.write_datetime(row, column, value, moment)
    elif isinstance(value, int):
        sheet.write_number(row, column, value)
    elif value:
        sheet.write_string(row, column, value[:_LONGEST_TEXT])
