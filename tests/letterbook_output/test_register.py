"""The register of apology letters: who is in it, and the workbook, cell by cell."""

import zipfile
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from xml.etree import ElementTree

from office import Office, finished, row
from python_calamine import CalamineWorkbook
from sqlalchemy import update

from monitor.letterbook.register import register_workbook
from monitor.store.models import Letter
from monitor.store.register import RegisterRow, register_rows

HEAD = [
    "STT",
    "Số, ký hiệu",
    "Ngày ban hành",
    "Mã hồ sơ",
    "Chủ hồ sơ",
    "Thủ tục hành chính",
    "Đơn vị xử lý",
    "Ngày hẹn trả cũ",
    "Lý do chậm",
    "Nguyên nhân thuộc về",
    "Ngày hẹn trả mới",
    "Người ký",
    "Hình thức gửi",
    "Ngày gửi",
    "Trạng thái",
    "Ghi chú",
]
FULL = RegisterRow(
    line=1,
    number="05/PXL",
    issued_on=date(2021, 9, 13),
    dossier="000.11.22.H99-210823-0014",
    applicant='=HYPERLINK("http://x.example")',
    procedure="+84 là số máy",
    unit="-1",
    due_on=date(2021, 9, 10),
    reason="@SUM(A1)",
    fault="{=1+1}",
    new_due_on=date(2021, 9, 17),
    signer="Trần Văn Bình",
    channel="http://x.example",
    sent_on=date(2021, 9, 14),
    state="sent",
    ended_on=None,
    ended_reason=None,
    note="00123",
)
BARE = RegisterRow(
    line=2,
    number=None,
    issued_on=None,
    dossier="A-2",
    applicant=None,
    procedure=None,
    unit=None,
    due_on=None,
    reason=None,
    fault=None,
    new_due_on=None,
    signer=None,
    channel=None,
    sent_on=None,
    state="draft",
    ended_on=None,
    ended_reason=None,
    note=None,
)
EXCUSED = replace(
    BARE,
    line=1,
    dossier="A-3",
    due_on=date(2021, 9, 10),
    fault="system",
    state="excused",
    ended_on=date(2021, 9, 20),
    ended_reason="=Mất điện",
)


def cells(workbook: bytes, *, sheets: int = 1) -> list[list[object]]:
    """The cells of the last sheet."""
    book = CalamineWorkbook.from_filelike(BytesIO(workbook))
    assert len(book.sheet_names) == sheets
    name = book.sheet_names[-1]
    return [list(line) for line in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]


def part(workbook: bytes, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(BytesIO(workbook)) as package:
        return ElementTree.fromstring(package.read(name))


def test_every_cell_of_the_workbook_is_what_the_row_says_and_text_stays_text() -> None:
    found = cells(register_workbook([FULL, BARE], 2021, "UBND tỉnh Nam Sơn", "Sở Nội vụ"))
    assert found[0][0] == "UBND TỈNH NAM SƠN"
    assert found[1][0] == "SỞ NỘI VỤ"
    assert found[0][7] == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert found[1][7] == "Độc lập - Tự do - Hạnh phúc"
    assert found[3][0] == "SỔ THEO DÕI VĂN BẢN XIN LỖI"
    assert found[4][0] == "Năm 2021"
    assert found[5][0] == (
        "Tổng số: 2 văn bản; đã ban hành: 1, trong đó đã gửi: 1; đang soạn, chờ ban hành: 1; "
        "đã rút: 0. Hồ sơ được miễn xin lỗi, không tính ở trên: 0."
    )
    assert found[7] == HEAD
    assert found[8] == [
        1.0,
        "05/PXL",
        date(2021, 9, 13),
        "000.11.22.H99-210823-0014",
        '=HYPERLINK("http://x.example")',
        "+84 là số máy",
        "-1",
        date(2021, 9, 10),
        "@SUM(A1)",
        "{=1+1}",
        date(2021, 9, 17),
        "Trần Văn Bình",
        "http://x.example",
        date(2021, 9, 14),
        "Đã gửi",
        "00123",
    ]
    assert found[9] == [2.0, "", "", "A-2", *[""] * 10, "Dự thảo", ""]
    assert len(found) == 10


def test_excused_dossiers_stand_on_a_sheet_of_their_own_and_are_no_letters() -> None:
    workbook = register_workbook([FULL, EXCUSED], 2021, "", "Sở Nội vụ")
    found = cells(workbook, sheets=2)
    assert found[3][0] == "DANH SÁCH HỒ SƠ ĐƯỢC MIỄN XIN LỖI"
    assert found[5][0].startswith("Tổng số: 1 hồ sơ.")  # type: ignore[attr-defined]
    assert found[8] == [
        1.0,
        "A-3",
        "",
        "",
        "",
        date(2021, 9, 10),
        "Hệ thống, khách quan",
        date(2021, 9, 20),
        "=Mất điện",
    ]
    first = CalamineWorkbook.from_filelike(BytesIO(workbook)).get_sheet_by_index(0).to_python()
    assert first[5][0].startswith("Tổng số: 1 văn bản;")  # type: ignore[union-attr]
    assert first[5][0].endswith("không tính ở trên: 1.")  # type: ignore[union-attr]
    assert len(first) == 9


def test_the_workbook_has_no_formula_and_no_link_and_prints_on_a4_landscape() -> None:
    workbook = register_workbook([FULL, BARE], 2021, "", "Sở Nội vụ")
    sheet = part(workbook, "xl/worksheets/sheet1.xml")
    names = {element.tag.rpartition("}")[2]: element for element in sheet.iter()}
    assert "f" not in names
    assert "hyperlink" not in names
    assert names["pageSetup"].attrib["paperSize"] == "9"
    assert names["pageSetup"].attrib["orientation"] == "landscape"
    assert names["pageSetup"].attrib["fitToHeight"] == "0"
    assert names["autoFilter"].attrib["ref"] == "A8:P10"
    assert names["pane"].attrib["ySplit"] == "8"
    defined = part(workbook, "xl/workbook.xml").findall(".//{*}definedName")
    assert {one.attrib["name"]: one.text for one in defined}["_xlnm.Print_Titles"] == (
        "'Sổ theo dõi'!$8:$8"
    )


def test_a_row_is_as_high_as_its_longest_cell_needs() -> None:
    texts = ("thủ tục " * 20, "thủ tục", "CÔNG TY TNHH MỘT THÀNH VIÊN", "x" * 5000)
    rows = [replace(BARE, applicant=text) for text in texts]
    sheet = part(register_workbook(rows, 2021, "", "Sở Nội vụ"), "xl/worksheets/sheet1.xml")
    heights = [one.attrib.get("ht") for one in sheet.iterfind(".//{*}row")]
    assert heights[-len(texts) :] == ["147", "16.5", "45.75", "408.75"]


def test_a_register_without_letters_is_a_page_with_its_head() -> None:
    found = cells(register_workbook([], 2021, "", "Sở Nội vụ"))
    assert found[-1] == HEAD


def test_the_register_of_a_year_has_what_was_issued_in_it_then_what_was_only_drafted(
    office: Office,
) -> None:
    office.export(row("A-1"), finished("A-2", done="13/09/2021"), row("A-3"), row("A-4"))
    office.run()
    with office.engine.begin() as connection:
        for code, day in (("A-3", "2021-10-02"), ("A-4", "2021-10-01"), ("A-2", "2022-01-05")):
            connection.exec_driver_sql(
                f"UPDATE letter SET state = 'issued', issued_on = '{day}' WHERE dossier = '{code}'"
            )
        connection.exec_driver_sql("UPDATE letter SET reappointment = 2 WHERE dossier = 'A-3'")
        rows = register_rows(connection, 2021)
        later = register_rows(connection, 2022)
    assert [(one.line, one.dossier, one.state) for one in rows] == [
        (1, "A-4", "issued"),
        (2, "A-3", "issued"),
        (3, "A-1", "draft"),
    ]
    assert [one.dossier for one in later] == ["A-2"]
    assert (rows[0].applicant, rows[0].procedure) == ("Nguyễn Văn An", "Cấp giấy phép lao động")
    assert (rows[0].unit, rows[0].due_on) == ("Phòng Việc làm", datetime(2021, 9, 10).date())
    assert [one.note for one in rows] == [None, "Hẹn lại lần 2", None]


def test_letters_of_one_day_stand_by_their_number_and_those_without_one_behind(
    office: Office,
) -> None:
    office.export(row("A-1"), row("A-2"), row("A-3"), row("A-4"))
    office.run()
    numbers = {"A-1": ("PXL", 10), "A-2": ("PXL", 9), "A-3": (None, None), "A-4": ("PXL", 100)}
    with office.engine.begin() as connection:
        for code, (series, number) in numbers.items():
            connection.execute(
                update(Letter)
                .where(Letter.dossier == code)
                .values(
                    state="issued",
                    issued_on=date(2021, 10, 1),
                    series=series,
                    number=number,
                    year=2021,
                )
            )
        rows = register_rows(connection, 2021)
    assert [one.number for one in rows] == ["09/PXL", "10/PXL", "100/PXL", None]
