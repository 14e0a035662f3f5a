"""Write the sample export, list of posted results and catalogue, the same bytes each time.

python examples/make_sample.py [--out DIR]
"""

import argparse
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import xlsxwriter
from sample_dossiers import Dossier, make_dossiers
from sample_world import DATA, FIRST_DAY, LAST_DAY, PROCEDURES, STATUS

SEED = 20210930
CREATED = datetime.combine(LAST_DAY, time(18, 5))
AGENCY: str = DATA["agency"]["name"]
PLACE: str = DATA["agency"]["place"]

Cell = str | int
Column = tuple[str, int]  # heading, width in characters
EXPORT_COLUMNS: list[Column] = [
    ("STT", 6),
    ("Đơn vị tiếp nhận", 26),
    ("Lĩnh vực", 20),
    ("Mã TTHC", 28),
    ("Tên thủ tục hành chính", 46),
    ("Mã hồ sơ", 34),
    ("Trạng thái", 18),
    ("Kênh thực hiện", 12),
    ("Địa chỉ", 36),
    ("Người nộp", 22),
    ("Chủ hồ sơ", 30),
    ("Loại đối tượng", 16),
    ("Đơn vị xử lý", 24),
    ("Cán bộ xử lý", 22),
    ("Ngày nộp hồ sơ", 22),
    ("Ngày nhận", 22),
    ("Ngày hẹn trả", 22),
    ("Ngày kết thúc xử lý", 22),
    ("Ngày trả kết quả", 22),
]
POSTING_COLUMNS: list[Column] = [
    ("STT", 6),
    ("Mã hồ sơ", 30),
    ("Chủ hồ sơ", 58),
    ("Ngày công khai", 17),
]
CATALOGUE_COLUMNS: list[Column] = [
    ("STT", 6),
    ("Mã TTHC", 28),
    ("Tên thủ tục hành chính", 60),
    ("Lĩnh vực", 26),
    ("Thời hạn giải quyết", 26),
    ("Mức độ DVC trực tuyến", 16),
    ("Từ ngày", 14),
    ("Đến ngày", 14),
]


def stamp(moment: datetime | None) -> str:
    """A date as the portal's server writes it: text."""
    return f"{moment:%d/%m/%Y %H:%M:%S}" if moment else ""


def export_row(dossier: Dossier) -> list[Cell]:
    """The cells of a dossier after STT, in the order of the headings."""
    procedure, applicant = dossier.procedure, dossier.applicant
    return [
        DATA["agency"]["reception"],
        procedure.field,
        procedure.code,
        procedure.name,
        dossier.code,
        STATUS[dossier.status],
        dossier.channel,
        applicant.address,
        applicant.submitter,
        applicant.owner,
        applicant.kind,
        procedure.division,
        dossier.officer,
        stamp(dossier.submitted),
        stamp(dossier.received),
        stamp(dossier.due),
        stamp(dossier.completed),
        stamp(dossier.returned),
    ]


def posting_rows(dossiers: list[Dossier]) -> list[list[Cell]]:
    """The results on the public list, in the order in which they were posted."""
    posted = sorted((d.posted, d.code, d.applicant.owner) for d in dossiers if d.posted)
    return [[code, owner, f"{day:%d/%m/%Y}"] for day, code, owner in posted]


def catalogue_rows() -> list[list[Cell]]:
    """The procedures with their legal time; of the one that became shorter, both times."""
    rows: list[list[Cell]] = []
    shortened = DATA["shortened"]
    start: date = shortened["from"]
    for one in PROCEDURES:
        times = [(one.days, "", "")]
        if one.code == shortened["code"]:
            until = start - timedelta(days=1)
            times = [
                (one.days, "", f"{until:%d/%m/%Y}"),
                (shortened["days"], f"{start:%d/%m/%Y}", ""),
            ]
        for days, first, last in times:
            term = f"{days:02d} ngày làm việc"
            rows.append([one.code, one.name, one.field, term, one.online, first, last])
    return rows


@dataclass(frozen=True)
class Listing:
    """A list as an office prints it: title rows, a table, a total and a signature block."""

    name: str
    title: str
    period: str
    columns: list[Column]
    rows: list[list[Cell]]
    total: str
    signer: str


def write(path: Path, listing: Listing) -> None:
    """Write a list as a workbook of one sheet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    columns, rows = listing.columns, listing.rows
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": listing.title, "company": AGENCY, "created": CREATED})
    base = {"font_name": "Times New Roman", "font_size": 12}
    middle = base | {"align": "center", "valign": "vcenter"}
    boxed = {"border": 1, "text_wrap": True}
    bold = book.add_format(middle | {"bold": True})
    left_bold = book.add_format(base | {"bold": True})
    big = book.add_format(middle | {"bold": True, "font_size": 14})
    italic = book.add_format(middle | {"italic": True})
    heading = book.add_format(middle | boxed | {"bold": True, "bg_color": "#D9E2F3"})
    numbering = book.add_format(middle | boxed | {"italic": True, "font_size": 10})
    text = book.add_format(base | boxed | {"valign": "vcenter"})
    centred = book.add_format(middle | boxed)

    sheet = book.add_worksheet(listing.name)
    if len(columns) > 6:
        sheet.set_landscape()
    sheet.set_paper(8 if len(columns) > 6 else 9)  # A3, A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(4, 5)
    sheet.freeze_panes(6, 0)
    sheet.set_footer("&C&P/&N")
    last = len(columns) - 1
    titles = ((AGENCY.upper(), left_bold), (listing.title, big), (listing.period, italic))
    for row, (line, style) in enumerate(titles):
        sheet.merge_range(row, 0, row, last, line, style)
    sheet.set_row(4, 36)
    for column, (name, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(4, column, name, heading)
        sheet.write_string(5, column, f"({column + 1})", numbering)
    for index, cells in enumerate(rows, start=1):
        sheet.write_number(5 + index, 0, index, centred)
        for column, cell in enumerate(cells, start=1):
            is_date = columns[column][0].startswith("Ngày")
            sheet.write(5 + index, column, cell, centred if is_date else text)
    end = 6 + len(rows)
    sheet.merge_range(end, 0, end, last, listing.total, left_bold)
    dated = f"{PLACE}, ngày {LAST_DAY.day} tháng {LAST_DAY.month} năm {LAST_DAY.year}"
    for row, (line, style) in enumerate([(dated, italic), (listing.signer, bold)], start=end + 2):
        sheet.merge_range(row, max(last - 4, 2), row, last, line, style)
    book.close()


def make_sample(out: Path) -> None:
    """Write the files below this folder."""
    dossiers = make_dossiers(SEED)
    results = posting_rows(dossiers)
    period = f"từ ngày {FIRST_DAY:%d/%m/%Y} đến ngày {LAST_DAY:%d/%m/%Y}"
    export = Listing(
        name="Danh sách hồ sơ",
        title="DANH SÁCH HỒ SƠ TIẾP NHẬN VÀ GIẢI QUYẾT",
        period=period.capitalize(),
        columns=EXPORT_COLUMNS,
        rows=[export_row(dossier) for dossier in dossiers],
        total=f"Tổng cộng: {len(dossiers)} hồ sơ",
        signer="NGƯỜI LẬP BIỂU",
    )
    posting = Listing(
        name="Công khai kết quả",
        title="DANH SÁCH KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH",
        period=f"(Công khai {period})",
        columns=POSTING_COLUMNS,
        rows=results,
        total=f"Tổng cộng: {len(results)} kết quả",
        signer="VĂN PHÒNG SỞ",
    )
    catalogue = catalogue_rows()
    procedures = Listing(
        name="Danh mục",
        title="DANH MỤC THỦ TỤC HÀNH CHÍNH",
        period=f"(Áp dụng đến ngày {LAST_DAY:%d/%m/%Y})",
        columns=CATALOGUE_COLUMNS,
        rows=catalogue,
        total=f"Tổng cộng: {len(PROCEDURES)} thủ tục",
        signer="VĂN PHÒNG SỞ",
    )
    write(out / "exports" / "danh-sach-ho-so-2021-09.xlsx", export)
    write(out / "postings" / "cong-khai-ket-qua-2021-09.xlsx", posting)
    write(out / "procedures" / "danh-muc-tthc-2021.xlsx", procedures)


def main() -> None:
    """Read the command line and write the sample."""
    parser = argparse.ArgumentParser(description="Write the bundled sample files.")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, metavar="DIR")
    make_sample(parser.parse_args().out)


if __name__ == "__main__":
    main()
