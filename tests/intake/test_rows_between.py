"""What stands between, above and below the dossiers: no row is lost and none is misread."""

import time
from pathlib import Path
from typing import Any

import pytest
from export_files import write
from reading import dossier, read

from monitor.intake.errors import IntakeError

HEAD: list[Any] = ["STT", "Mã hồ sơ", "Chủ hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái"]
ROW: list[Any] = [1, "H-1", "Lê B", "01/09/2021", "17/09/2021", "4"]
MOVED = [HEAD[i] for i in (0, 1, 2, 4, 3, 5)]
WIDER = ["STT", "Lĩnh vực", *HEAD[1:]]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize(
    ("above", "below"),
    [(HEAD, MOVED), (HEAD, WIDER), (MOVED, HEAD), (WIDER, HEAD)],
    ids=["moved", "wider", "moved above", "wider above"],
)
def test_two_tables_with_other_columns_on_one_sheet_are_refused(
    tmp_path: Path, above: list[Any], below: list[Any], suffix: str
) -> None:
    rows = [above, ROW, ["II. Phòng B"], below, [1, "H-2", "Lê C", "02/09/2021", "18/09/2021", "4"]]
    said = r"row [14] and row [14] are headings of two tables with different columns"
    with pytest.raises(IntakeError, match=said):
        read(write(tmp_path / f"a{suffix}", rows))


def test_the_same_heading_again_and_a_summary_are_no_other_table(tmp_path: Path) -> None:
    summary = [["Đơn vị", "Trạng thái", "Lĩnh vực", "Số lượng"], ["Phòng A", "Đã xử lý xong", "x"]]
    rows = [HEAD, ROW, [c and str(c).upper() for c in HEAD], [2, "H-2", *ROW[2:]], [], *summary[:1]]
    assert read(write(tmp_path / "a.xlsx", rows)).read == 2


@pytest.mark.parametrize(
    "last",
    [
        [2, None, "Lê C", None, None, "Đang xử lý"],
        [2, None, None, None, None, 9],
        [2, None, "Lê C"],
        ["2", "", "Lê C", "", "", ""],
        [None, None, "Lê C", "02/09/2021"],
    ],
)
def test_a_last_row_without_a_code_is_kept_aside_and_no_footer(
    tmp_path: Path, last: list[Any]
) -> None:
    pull = read(write(tmp_path / "a.xlsx", [HEAD, ROW, last, ["Tổng cộng: 2"]]))
    (row,) = pull.rejected
    assert (pull.accepted, row.row, row.reason) == (1, 3, "the code is missing")


def test_an_applicant_without_a_code_names_no_division(tmp_path: Path) -> None:
    rows = [HEAD, ROW, [2, None, "Lê C"], [3, "H-3", *ROW[2:]]]
    pull = read(write(tmp_path / "a.xlsx", rows))
    assert (len(pull.rejected), "unit" in dossier(pull, "H-3")) == (1, False)


@pytest.mark.parametrize(
    "footer",
    [
        [None, "Người lập biểu", None, "Giám đốc"],
        [None, None, "Nam Sơn, ngày 30 tháng 9 năm 2021"],
        [4, None, None],
        ["Trang 1/4"],
    ],
)
def test_a_footer_is_no_dossier(tmp_path: Path, footer: list[Any]) -> None:
    assert read(write(tmp_path / "a.xlsx", [HEAD, ROW, footer])).read == 1


def test_a_text_that_goes_on_with_the_row_above_names_no_division(tmp_path: Path) -> None:
    rows: list[Any] = [
        ["STT", "Mã hồ sơ", "Chủ hồ sơ", "Ngày hẹn trả", "Trạng thái", "Thành phần hồ sơ"],
        ["Phòng A"],
        [1, "HS-0001", "Lê Thị B", "10/09/2021", "4", "Đơn"],
        [None, None, None, None, None, "Bản sao giấy tờ"],
        [2, "HS-0002", "Lê Văn C", "10/09/2021", "4", "Đơn"],
        [None, None, "và vợ"],
        [3, "HS-0003", "Lê Văn D", "10/09/2021", "4", "Đơn"],
    ]
    pull = read(write(tmp_path / "a.xlsx", rows))
    assert (pull.read, pull.dossiers["unit"].unique().tolist()) == (3, ["Phòng A"])


@pytest.mark.parametrize(
    "groups",
    [
        ["Phòng Việc làm"],
        ["I. Phòng Việc làm"],
        ["Đơn vị: Phòng Việc làm"],
        ["Phòng Việc làm", "Lĩnh vực: Việc làm"],
        ["I. Phòng Việc làm", "1. Cấp giấy phép lao động"],
        ["A. Phòng Việc làm", "Thủ tục: Cấp giấy phép"],
    ],
)
def test_a_group_within_a_division_is_none(tmp_path: Path, groups: list[str]) -> None:
    rows: list[Any] = [HEAD, *([name] for name in groups), ROW, [groups[-1]], [2, "H-2", *ROW[2:]]]
    pull = read(write(tmp_path / "a.xlsx", rows))
    assert [dossier(pull, code)["unit"] for code in ("H-1", "H-2")] == ["Phòng Việc làm"] * 2


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("name", ["QLĐĐ2", "Đội1", "Tổ12"])
def test_a_division_of_one_word_and_a_number_is_no_code(
    tmp_path: Path, name: str, suffix: str
) -> None:
    rows = [HEAD, ["Phòng A"], ROW, [None, name], [1, "H-2", *ROW[2:]]]
    pull = read(write(tmp_path / f"a{suffix}", rows))
    assert pull.rejected == ()
    assert [dossier(pull, code)["unit"] for code in ("H-1", "H-2")] == ["Phòng A", name]


def test_a_code_like_such_a_division_is_one_where_more_is_told(tmp_path: Path) -> None:
    rows = [HEAD, *([n, f"HĐ{n}", *ROW[2:]] for n in (1, 2))]
    assert read(write(tmp_path / "a.xlsx", rows)).dossiers["code"].tolist() == ["HĐ1", "HĐ2"]


def test_a_cell_of_very_many_digits_takes_no_time(tmp_path: Path) -> None:
    rows = [["Mã hồ sơ", "Ngày hẹn trả", "Trạng thái"], ["1" * 400_000 + "!", "", "4"]]
    begun = time.monotonic()
    assert read(write(tmp_path / "a.csv", rows)).accepted == 1
    assert time.monotonic() - begun < 5
