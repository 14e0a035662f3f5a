"""JSON of each one-stop system is read to the same canonical dossiers as a sheet."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from monitor.intake.dates import DateReader
from monitor.intake.pull import Pull
from monitor.intake.read import read_pull
from monitor.intake.records import is_json, read_json
from monitor.intake.sheets import Batch
from monitor.intake.table import TableReader

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
OLD = {
    "MaHoSo": "000.17.22.H56-210531-0001",
    "MaTTHC": "1.001612.000.00.00.H48",
    "TenTTHC": "Đăng ký thành lập hộ kinh doanh",
    "TenLinhVuc": "Hộ kinh doanh",
    "KenhThucHien": "2",
    "ChuHoSo": "Nguyễn Thị Ánh",
    "LoaiDoiTuong": "1",
    "NgayNopHoSo": "20210530203000",
    "NgayTiepNhan": "20210531080000",
    "NgayHenTra": "20210604170000",
    "NgayKetThucXuLy": "20210607090000",
    "NgayTra": "",
    "TrangThaiHoSo": "9",
    "DonViXuLy": "Phòng Kinh tế",
    "DanhSachHoSoBoSung": [],
    "DanhSachGiayToKetQua": [
        {"TenGiayTo": "Bản nháp", "DuongDanTepTinKetQua": ""},
        {"TenGiayTo": "Giấy chứng nhận", "DuongDanTepTinKetQua": "/kq/1.pdf"},
    ],
}
NEW = {
    **OLD,
    "KenhThucHien": 2,
    "LoaiDoiTuong": 1,
    "NgayNopHoSo": "2021-05-30T20:30:00.000",
    "NgayTiepNhan": "2021-05-31T08:00:00.000",
    "NgayHenTra": "2021-06-04T17:00:00.000",
    "NgayKetThucXuLy": "2021-06-07T09:00:00.000",
    "NgayTra": None,
    "TrangThaiHoSo": 9,
}
IGATE = {
    "id": "61a5",
    "code": "H56.17-210730-0003",
    "appliedDate": "2021-07-26T01:30:00.000+0000",
    "acceptedDate": "2021-07-26T02:00:00.000+0000",
    "appointmentDate": "2021-07-30T17:00:00.000+0000",
    "dueDate": "2021-07-29T10:00:00.000+0000",
    "completedDate": "2021-08-02T02:00:00.000+0000",
    "dossierStatus": {"id": 4, "name": [{"languageId": 228, "name": "Đã trả kết quả"}]},
    "agency": {"code": "H56.17", "name": [{"languageId": 228, "name": "Sở Nội vụ"}]},
    "applicant": {"userId": "9", "data": {"fullname": "Người Nộp", "ownerFullname": "Chủ Hồ Sơ"}},
    "procedure": {
        "code": "2.002492",
        "translate": [
            {"languageId": 46, "name": "Registration"},
            {"languageId": 228, "name": "Đăng ký"},
        ],
    },
}


def read(
    document: Any,
    columns: Mapping[str, Sequence[str]] | None = None,
    statuses: dict[str, int] | None = None,
) -> Pull:
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    reader = TableReader(DateReader((), VIETNAM, VIETNAM), statuses or {})
    batch = Batch("a.json", read_json(content, "a.json"))
    return read_pull([batch], reader, columns or {}, lambda *_: None)


def values(pull: Pull, row: int = 0) -> dict[str, Any]:
    """One dossier, without what is empty."""
    columns = pull.dossiers.columns
    cells = {str(c): pull.dossiers[c].array.__arrow_array__()[row].as_py() for c in columns}
    return {name: value for name, value in cells.items() if value is not None}


@pytest.mark.parametrize("record", [OLD, NEW], ids=["texts", "numbers"])
@pytest.mark.parametrize(
    "wrap",
    [
        lambda records: {"service": "DongBoHoSoMC", "isUpdating": True, "data": records},
        lambda records: records,
        lambda records: {"data": records},
        lambda records: {"error_code": "0", "result": records},
        lambda records: {"result": {"total": 1, "items": records}},
        lambda records: records[0],
    ],
    ids=["envelope", "list", "data", "result", "items", "record"],
)
def test_both_generations_of_the_national_record_say_the_same(record: Any, wrap: Any) -> None:
    assert values(read(wrap([record]))) == {
        "code": "000.17.22.H56-210531-0001",
        "procedure_code": "1.001612.000.00.00.H48",
        "procedure_name": "Đăng ký thành lập hộ kinh doanh",
        "field": "Hộ kinh doanh",
        "channel": 2,
        "applicant": "Nguyễn Thị Ánh",
        "applicant_kind": 1,
        "submitted_at": datetime(2021, 5, 30, 20, 30),
        "received_at": datetime(2021, 5, 31, 8),
        "due_at": datetime(2021, 6, 4, 17),
        "completed_at": datetime(2021, 6, 7, 9),
        "status": 9,
        "unit": "Phòng Kinh tế",
        "result_file": "/kq/1.pdf",
    }


def test_lists_are_kept_as_text_and_additions_are_counted() -> None:
    additions = [{"NoiDungBoSung": "bản sao", "NgayHenTraMoi": "20210610170000"}] * 2
    pull = read([{**OLD, "DanhSachHoSoBoSung": additions}, {**OLD, "MaHoSo": "H-2"}])
    first, second = (pull.extras.iloc[row].to_dict() for row in (0, 1))
    assert pull.dossiers["supplements"].array.__arrow_array__().to_pylist() == [2, None]
    assert json.loads(first["DanhSachHoSoBoSung"]) == additions
    assert ": " not in first["DanhSachHoSoBoSung"]
    assert "bản sao" in first["DanhSachHoSoBoSung"]
    assert second["DanhSachHoSoBoSung"] == ""
    assert "Giấy chứng nhận" in second["DanhSachGiayToKetQua"]


@pytest.mark.parametrize("status", ["9", 9, 9.0, "Đã xử lý xong", "ĐÃ XỬ LÝ XONG"])
def test_a_status_is_a_text_or_a_number_or_a_name(status: Any) -> None:
    assert values(read([{**OLD, "TrangThaiHoSo": status}]))["status"] == 9


def test_a_dossier_of_igate_is_read_in_local_time() -> None:
    pull = read({"content": [IGATE], "totalPages": 1, "totalElements": 1, "number": 0})
    assert values(pull) == {
        "code": "H56.17-210730-0003",
        "procedure_code": "2.002492",
        "procedure_name": "Đăng ký",
        "applicant": "Chủ Hồ Sơ",
        "unit": "Sở Nội vụ",
        "submitted_at": datetime(2021, 7, 26, 8, 30),
        "received_at": datetime(2021, 7, 26, 9),
        "due_at": datetime(2021, 7, 31),
        "completed_at": datetime(2021, 8, 2, 9),
        "status": 10,
    }
    extras = pull.extras.iloc[0].to_dict()
    assert extras["dueDate"] == "2021-07-29T10:00:00.000+0000"
    assert extras["id"] == "61a5"
    assert json.loads(extras["applicant"]) == IGATE["applicant"]
    assert "appointmentDate" not in extras


@pytest.mark.parametrize(
    ("changes", "column", "value"),
    [
        ({"procedure": {"translate": {"name": "Cấp lại"}}}, "procedure_name", "Cấp lại"),
        ({"procedure": {"name": "Cấp đổi"}}, "procedure_name", "Cấp đổi"),
        ({"applicant": {"fullname": "Lê Văn B"}}, "applicant", "Lê Văn B"),
        ({"agency": {"code": "H", "name": "Sở Y tế"}}, "unit", "Sở Y tế"),
        ({"dossierStatus": {"id": 1, "name": "Đang xử lý"}}, "status", 4),
        ({"returnedDate": "2021-08-03T02:00:00Z"}, "returned_at", datetime(2021, 8, 3, 9)),
    ],
)  # fmt: skip
def test_igate_writes_names_in_several_ways(
    changes: dict[str, Any], column: str, value: Any
) -> None:
    assert values(read({"content": [{**IGATE, **changes}]}))[column] == value


def test_the_number_that_igate_gives_a_status_is_never_taken_for_the_national_one() -> None:
    record = {**IGATE, "dossierStatus": {"id": 10}, "completedDate": None}
    assert values(read([record]))["status"] == 4


def test_a_status_of_igate_that_is_not_known_is_rejected_until_the_office_words_it() -> None:
    other = {**IGATE, "code": "H-2", "dossierStatus": {"id": 7, "name": "Chờ ký số"}}
    pull = read([IGATE, other])
    assert [row.code for row in pull.rejected] == ["H-2"]
    assert "'Chờ ký số' is not a known wording" in pull.rejected[0].reason
    assert read([IGATE, other], statuses={"Chờ ký số": 4}).rejected == ()


def test_an_office_may_take_another_key_for_the_appointment() -> None:
    assert values(read([IGATE], {"due_at": ["dueDate"]}))["due_at"] == datetime(2021, 7, 29, 17)


def test_records_may_lack_keys_and_have_others() -> None:
    first = {"MaHoSo": "H-1", "TrangThaiHoSo": 4, "Moi": True, "Tien": 1234567890123456789}
    pull = read([first, OLD, {"MaHoSo": "H-3", "NgayHenTra": "20210604170000", "Khac": {"a": 1}}])
    assert pull.accepted == 3
    assert values(pull) == {"code": "H-1", "status": 4}
    assert pull.extras[["Moi", "Tien", "Khac"]].to_numpy().tolist() == [
        ["true", "1234567890123456789", ""],
        ["", "", ""],
        ["", "", '{"a":1}'],
    ]


def test_a_page_without_one_appointment_is_still_a_page_of_dossiers() -> None:
    assert values(read([{"MaHoSo": "H-1", "TrangThaiHoSo": 4}])) == {"code": "H-1", "status": 4}


def test_keys_that_differ_in_case_or_stand_twice_are_not_merged() -> None:
    content = b'[{"MaHoSo": "H-1", "mahoso": "h-2", "NgayHenTra": "20210604170000",'
    content += b' "TrangThaiHoSo": 4, "GhiChu": "a", "GhiChu": "b"}]'
    pull = read(content)
    assert values(pull)["code"] == "H-1"
    assert pull.extras.iloc[0].to_dict() == {"mahoso": "h-2", "GhiChu": "a", "GhiChu (2)": "b"}


def test_a_record_without_a_code_is_rejected_and_not_lost() -> None:
    pull = read([OLD, {**OLD, "MaHoSo": None}])
    assert (pull.accepted, len(pull.rejected)) == (1, 1)
    assert pull.rejected[0].row == 3
    assert pull.rejected[0].reason == "the code is missing"


def test_a_day_without_dossiers_is_a_sheet_without_rows() -> None:
    (sheet,) = read_json(b'{"service": "DongBoHoSoMC", "isUpdating": false, "data": []}', "a.json")
    assert len(sheet.rows) == 1


@pytest.mark.parametrize("stated", [2, 1])
def test_a_file_that_is_one_page_of_several_says_so(stated: int) -> None:
    content = json.dumps({"content": [IGATE], "totalElements": stated}).encode()
    (sheet,) = read_json(content, "a.json")
    note = "holds 1 records and says there are 2; are the other pages there?"
    assert sheet.notes == ((note,) if stated == 2 else ())


def test_records_of_another_system_go_by_the_headings_in_the_config() -> None:
    record = {"dossierNo": "D-1", "dueDate": "2021-07-30T17:00:00", "state": 4}
    columns = {"code": ["dossierNo"], "due_at": ["dueDate"], "status": ["state"]}
    assert values(read({"data": [record]}, columns))["due_at"] == datetime(2021, 7, 30, 17)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_any_unicode_encoding_is_read(encoding: str) -> None:
    content = json.dumps([OLD], ensure_ascii=False).encode(encoding)
    assert values(read(content))["applicant"] == "Nguyễn Thị Ánh"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (' \n[ {"a": 1}]', True),
        ('{"data": []}', True),
        ("[]", True),
        ("{}", True),
        ("[STT],[Mã hồ sơ]", False),
        ("{STT};x", False),
        ("", False),
        ("STT,Mã", False),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_document_is_told_from_a_table_by_how_it_begins(
    text: str, answer: bool, encoding: str
) -> None:
    assert is_json(text.encode(encoding)) is answer


def test_texts_may_hold_line_breaks_and_broken_characters() -> None:
    content = b'[{"MaHoSo": "H-1", "NgayHenTra": NaN, "TrangThaiHoSo": 4,'
    content += b' "GhiChu": "a\nb", "ChuHoSo": "An \\ud83d\\u0000"}]'
    pull = read(content)
    assert values(pull) == {"code": "H-1", "status": 4, "applicant": "An ?"}
    assert pull.extras.iloc[0].to_dict() == {"GhiChu": "a\nb"}
