"""The rows that a run could not read, as a workbook: for whoever mends them in the portal."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter

from monitor.review.admin.rejected_row import RejectedView

_COLUMNS = (
    ("Tệp", 40),
    ("Trang tính", 18),
    ("Dòng", 8),
    ("Cột", 24),
    ("Mã hồ sơ", 28),
    ("Tìm thấy", 28),
    ("Lý do", 44),
    ("Cần có", 44),
)
_LONGEST_TEXT = 32_767
_MOST_CELLS = 200


def write_rejected(file: Path, rows: Iterable[RejectedView], notes: Sequence[str]) -> int:
    """Write the rows to an .xlsx, with the notes on a second sheet; how many there were.

    The cells of a row as they came stand behind the columns, where they may be seen.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        head = book.add_format({"bold": True, "bg_color": "#E7E6E6", "text_wrap": True})
        sheet = book.add_worksheet("Dòng không đọc được")
        for at, (title, width) in enumerate(_COLUMNS):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, title, head)
        sheet.write_string(0, len(_COLUMNS), "Các ô của dòng", head)
        sheet.freeze_panes(1, 0)
        count = 0
        for row in rows:
            count += 1
            texts = (row.file, row.sheet, "", row.column, row.code, row.value)
            for at, text in enumerate((*texts, row.reason.words, row.expected, *row.cells)):
                if text and at < _MOST_CELLS:
                    sheet.write_string(count, at, text[:_LONGEST_TEXT])
            sheet.write_number(count, 2, row.row)
        beside = book.add_worksheet("Ghi chú")
        beside.set_column(0, 0, 100)
        for line, note in enumerate(notes):
            beside.write_string(line, 0, note)
    return count
