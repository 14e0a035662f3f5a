"""Headings are found by their meaning, wherever they stand and however they are written."""

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from export_files import write
from reading import at, dossier, read

from monitor.intake.errors import IntakeError

CODE = "000.11.22.H99-210901-0001"
OTHER = "000.11.22.H99-210901-0002"


def test_title_rows_number_rows_group_rows_and_footers_are_no_dossiers(tmp_path: Path) -> None:
    rows: list[Any] = [
        ["SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"],
        ["DANH SÁCH HỒ SƠ QUÁ HẠN"],
        [],
        ["STT", "Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày có kết quả", "Ghi chú"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        ["Phòng Việc làm"] * 6,
        [1, CODE, "01/09/2021", "10/09/2021", "13/09/2021", "chờ ý kiến"],
        ["Thanh tra Sở"],
        [1, OTHER, "01/09/2021", "10/09/2021", None, None],
        ["Tổng cộng:", "2 hồ sơ"],
        ["Trong đó", None, None, None, 1, None],
        [None, None, None, None, "Nam Sơn, ngày 30 tháng 9 năm 2021"],
        [None, "NGƯỜI LẬP BIỂU", None, "GIÁM ĐỐC"],
    ]
    pull = read(write(tmp_path / "a.xlsx", rows))
    assert (pull.read, pull.accepted) == (2, 2)
    assert dossier(pull, CODE)["unit"] == "Phòng Việc làm"
    assert dossier(pull, OTHER)["unit"] == "Thanh tra Sở"
    assert dossier(pull, CODE)["status"] == 9
    assert dossier(pull, OTHER)["status"] == 4


@pytest.mark.parametrize(
    "heading",
    [
        "Ngày hẹn trả",
        unicodedata.normalize("NFD", "Ngày hẹn trả"),
        "NGÀY HẸN TRẢ",
        "Ngày\u00a0hẹn\u200b trả ",
        "Ngày hẹn\ntrả",
        "NgayHenTra",
        "Hạn xử lý",
        "Ngày trả dự kiến",
        "Ngày hẹn",
    ],
)
def test_a_heading_is_known_by_its_meaning(tmp_path: Path, heading: str) -> None:
    rows: list[Any] = [
        ["Số biên nhận", heading, "Tình trạng"],
        ["HS1", "30/09/2021", "đang  XỬ LÝ"],
    ]
    assert dossier(read(write(tmp_path / "a.xlsx", rows)), "HS1") == {
        "code": "HS1",
        "due_at": at("2021-09-30"),
        "status": 4,
    }


def test_the_national_names_are_known_in_any_order(tmp_path: Path) -> None:
    rows: list[Any] = [
        ["NgayKetThucXuLy", "TrangThaiHoSo", "KenhThucHien", "MaHoSo", "NgayHenTra", "ChuHoSo"],
        ["20210913090000", "9", "2", CODE, "20210910170000", "NA"],
    ]
    assert dossier(read(write(tmp_path / "a.csv", rows)), CODE) == {
        "code": CODE,
        "applicant": "NA",
        "channel": 2,
        "due_at": at("2021-09-10 17:00"),
        "completed_at": at("2021-09-13 09:00"),
        "status": 9,
    }


def test_a_heading_over_two_rows_is_read(tmp_path: Path) -> None:
    rows: list[Any] = [
        ["STT", "Mã hồ sơ", "Thời gian", None, "Trạng thái"],
        [None, None, "Ngày tiếp nhận", "Ngày hẹn trả", None],
        [1, CODE, "01/09/2021", "10/09/2021", "4"],
    ]
    found = dossier(read(write(tmp_path / "a.xlsx", rows)), CODE)
    assert found["received_at"] == at("2021-09-01")
    assert found["due_at"] == at("2021-09-10")


def test_a_word_that_spans_the_headings_below_belongs_to_each(tmp_path: Path) -> None:
    rows: list[Any] = [
        ["STT", "Mã hồ sơ", "Ngày", None, "Trạng thái"],
        [None, None, "tiếp nhận", "hẹn trả", None],
        [1, CODE, "01/09/2021", "10/09/2021", "4"],
    ]
    found = dossier(read(write(tmp_path / "a.xlsx", rows)), CODE)
    assert (found["received_at"], found["due_at"]) == (at("2021-09-01"), at("2021-09-10"))


def test_the_ledger_of_the_official_form_is_read(tmp_path: Path) -> None:
    rows: list[Any] = [
        ["TT", "Mã hồ sơ", "Tên cá nhân, tổ chức", "Ngày, tháng, năm", None, None, "Ghi chú"],
        [None, None, None, "Nhận hồ sơ", "Hẹn trả kết quả", "Trả kết quả", None],
        ["1", "2", "3", "4", "5", "6", "7"],
        [1, CODE, "Lê Thị B", "01/09/2021", "10/09/2021", "09/09/2021", None],
        [2, OTHER, "Lê Thị C", "01/09/2021", "20/09/2021", None, None],
    ]
    pull = read(write(tmp_path / "a.xlsx", rows))
    found = dossier(pull, CODE)
    assert (pull.read, found["status"], found["received_at"]) == (2, 9, at("2021-09-01"))
    assert (found["due_at"], found["returned_at"]) == (at("2021-09-10"), at("2021-09-09"))
    assert dossier(pull, OTHER)["status"] == 4


def test_a_heading_over_three_rows_is_read(tmp_path: Path) -> None:
    rows: list[Any] = [
        ["STT", "Mã hồ sơ", "Quá trình giải quyết", None, None, "Trạng thái"],
        [None, None, "Theo quy định", None, "Thực tế", None],
        [None, None, "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày có kết quả", None],
        ["I", "II", "III", "IV", "V", "VI"],
        [1, CODE, "01/09/2021", "10/09/2021", "09/09/2021", "9"],
    ]
    pull = read(write(tmp_path / "a.xlsx", rows))
    found = dossier(pull, CODE)
    assert (pull.read, found["received_at"]) == (1, at("2021-09-01"))
    assert (found["due_at"], found["completed_at"]) == (at("2021-09-10"), at("2021-09-09"))


@pytest.mark.parametrize(
    "remark", ["(dd/mm/yyyy)", "\n(ngày/tháng/năm)", "[3]", "(*)", "(dd-MM-yyyy HH:mm:ss)"]
)
def test_a_remark_on_the_form_of_a_column_changes_no_heading(tmp_path: Path, remark: str) -> None:
    rows: list[Any] = [
        ["Mã hồ sơ (1)", f"Ngày hẹn trả {remark}", "Trạng thái"],
        ["[1]", "[2]", "[3]"],
        [CODE, "10/09/2021", "4"],
    ]
    for columns in ({}, {"due_at": [f"Ngày hẹn trả {remark}"]}):
        pull = read(write(tmp_path / "a.xlsx", rows), columns)
        assert (pull.read, dossier(pull, CODE)["due_at"]) == (1, at("2021-09-10"))


def test_a_heading_that_goes_on_in_words_nobody_knows_is_refused(tmp_path: Path) -> None:
    rows: list[Any] = [
        ["STT", "Mã hồ sơ", "Ngày hẹn trả", None, "Trạng thái"],
        [None, None, "Lần 1", "Lần 2", None],
        [1, CODE, "01/09/2021", "10/09/2021", "4"],
    ]
    with pytest.raises(IntakeError, match="row 2 has no code, but 'Lần 1' under 'Ngày hẹn trả'"):
        read(write(tmp_path / "a.xlsx", rows))


def test_groups_with_a_number_and_a_count_are_no_dossiers(tmp_path: Path) -> None:
    rows: list[Any] = [
        ["STT", "Mã hồ sơ", "Ngày hẹn trả", "Trạng thái", "Ghi chú"],
        ["A", "B", "(1)", "(2)", "(3)"],
        ["I", "Phòng Việc làm", None, None, "(1 hồ sơ)"],
        [1, CODE, "10/09/2021", "4", None],
        ["II", "Thanh tra Sở (1 hồ sơ)"],
        [1, OTHER, "10/09/2021", "4", None],
    ]
    pull = read(write(tmp_path / "a.xlsx", rows))
    assert pull.read == 2
    assert dossier(pull, CODE)["unit"] == "Phòng Việc làm"
    assert dossier(pull, OTHER)["unit"] == "Thanh tra Sở"


def test_left_over_markup_in_cells_is_read_as_what_it_shows(tmp_path: Path) -> None:
    rows: list[Any] = [
        ["Mã hồ sơ", "Ngày hẹn trả", "Trạng thái", "Đơn vị xử lý"],
        [
            CODE,
            "10/09/2021<br/>17:00:00",
            "&#272;ang x&#7917; l&yacute;&nbsp;",
            "Chi cục A &amp; B",
        ],
        [OTHER, "&nbsp;", "4", "A &amp B; C &Đ"],
    ]
    pull = read(write(tmp_path / "a.csv", rows))
    found = dossier(pull, CODE)
    assert (found["due_at"], found["status"]) == (at("2021-09-10 17:00"), 4)
    assert found["unit"] == "Chi cục A & B"
    assert "due_at" not in dossier(pull, OTHER)
    assert dossier(pull, OTHER)["unit"] == "A &amp B; C &Đ"


def test_repeated_headings_of_a_paged_export_are_no_dossiers(tmp_path: Path) -> None:
    head = ["Mã hồ sơ", "Ngày hẹn trả", "Trạng thái"]
    rows: list[Any] = [head, [CODE, "10/09/2021", "4"], head, [OTHER, "10/09/2021", "4"]]
    assert read(write(tmp_path / "a.xlsx", rows)).read == 2


def test_config_names_headings_that_nobody_knows(tmp_path: Path) -> None:
    rows: list[Any] = [["case", "deadline", "done"], ["x-1", "2021-09-10", "2021-09-13"]]
    file = write(tmp_path / "a.csv", rows)
    columns = {"code": ["id", "case"], "due_at": ["deadline"], "completed_at": ["done"]}
    assert dossier(read(file, columns), "x-1")["status"] == 9
    with pytest.raises(IntakeError, match=r"source\.columns"):
        read(file)


def test_config_wins_over_a_heading_that_is_known(tmp_path: Path) -> None:
    rows: list[Any] = [
        ["Mã hồ sơ", "Ngày hẹn trả", "Hẹn nội bộ", "Trạng thái"],
        [CODE, "10/09/2021", "08/09/2021", "4"],
    ]
    pull = read(write(tmp_path / "a.csv", rows), {"due_at": ["Hẹn nội bộ"]})
    assert dossier(pull, CODE)["due_at"] == at("2021-09-08")
    assert pull.extras["Ngày hẹn trả"].tolist() == ["10/09/2021"]


def test_a_heading_that_config_names_and_the_sheet_has_not_is_refused(tmp_path: Path) -> None:
    rows: list[Any] = [["Mã hồ sơ", "Ngày hẹn trả", "Trạng thái"], [CODE, "10/09/2021", "4"]]
    file = write(tmp_path / "a.csv", rows)
    for name in ("due_at", "officer"):
        with pytest.raises(IntakeError, match=rf"no heading for {name} \(.*'Hạn nội bộ'"):
            read(file, {name: ["Hạn nội bộ"]})


@pytest.mark.parametrize(
    ("head", "lacking"),
    [
        (["Mã hồ sơ", "Trạng thái"], "due_at"),
        (["Ngày hẹn trả", "Trạng thái"], "code"),
        (["Mã hồ sơ", "Ngày hẹn trả"], "status or completed_at"),
    ],
)
def test_a_sheet_without_a_needed_column_is_refused_by_what_it_lacks(
    tmp_path: Path, head: list[str], lacking: str
) -> None:
    with pytest.raises(IntakeError, match=f"no heading for {lacking}"):
        read(write(tmp_path / "a.csv", [head, ["x1"] * len(head)]))


def test_a_ledger_without_end_of_processing_is_finished_when_handed_over(tmp_path: Path) -> None:
    rows: list[Any] = [
        ["STT", "MaHoSo", "ChuHoSo", "NgayTiepNhan", "NgayHenTra", "NgayTra"],
        [1, CODE, "Lê Thị B", "01/09/2021", "10/09/2021", "13/09/2021"],
        [2, OTHER, "Lê Thị C", "01/09/2021", "10/09/2021", ""],
    ]
    pull = read(write(tmp_path / "a.xlsx", rows))
    assert dossier(pull, CODE)["status"] == 9
    assert dossier(pull, OTHER)["status"] == 4


def test_what_no_column_takes_is_kept_as_it_came(tmp_path: Path) -> None:
    rows: list[Any] = [
        ["STT", "Mã hồ sơ", "Ngày hẹn trả", "Trạng thái", "Kênh nộp", "Số điện thoại", None],
        [1, CODE, "10/09/2021", "4", "Internet", "0090", "  ghi chú "],
    ]
    pull = read(write(tmp_path / "a.csv", rows))
    assert pull.extras.iloc[0].to_dict() == {
        "Số điện thoại": "0090",
        "Kênh nộp": "Internet",
        "G": "  ghi chú ",
    }
    assert "channel" not in dossier(pull, CODE)


def test_day_month_year_above_the_end_of_processing_is_its_day(tmp_path: Path) -> None:
    rows: list[Any] = [
        ["Mã hồ sơ", "Ngày, tháng, năm", None, None],
        [None, "Tiếp nhận", "Hẹn trả", "Kết thúc xử lý"],
        [CODE, "01/09/2021", "10/09/2021", "09/09/2021"],
    ]
    found = dossier(read(write(tmp_path / "a.xlsx", rows)), CODE)
    assert (found["completed_at"], found["status"]) == (at("2021-09-09"), 9)
