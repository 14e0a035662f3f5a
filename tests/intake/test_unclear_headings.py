"""A heading that two columns could claim, or two headings that claim one, are asked about."""

import re
from pathlib import Path
from typing import Any

import pytest
from export_files import write, write_xlsx
from reading import at, dossier, read

from monitor.intake.columns import CANONICAL
from monitor.intake.errors import IntakeError
from monitor.intake.headings import known_headings
from monitor.intake.near import nearly
from monitor.intake.unclear import could_be, different

A, B = (f"000.11.22.H99-210901-000{n}" for n in (1, 2))
TITLE: list[Any] = [["SỞ LAO ĐỘNG"], ["DANH SÁCH HỒ SƠ THÁNG 9"], []]


def sheet(tmp_path: Path, head: list[str], *rows: list[Any]) -> Path:
    """A list as portals export it: titles, a heading, a row of numbers, a group, dossiers."""
    numbers = [f"({n})" for n in range(1, len(head) + 1)]
    group = ["Phòng Việc làm"] * len(head)
    return write(tmp_path / "ho-so.xlsx", [*TITLE, head, numbers, group, *rows])


def refusal(file: Path, columns: dict[str, list[str]] | None = None) -> str:
    with pytest.raises(IntakeError) as error:
        read(file, columns)
    return str(error.value)


@pytest.mark.parametrize(
    ("name", "one", "other", "values"),
    [
        ("due_at", "Ngày hẹn", "Hạn xử lý", ("10/09/2021", "08/09/2021")),
        ("received_at", "Ngày tiếp nhận", "Ngày nhận", ("01/09/2021", "02/09/2021")),
        ("completed_at", "Ngày có kết quả", "Ngày hoàn thành", ("13/09/2021", "")),
        ("status", "Trạng thái", "Tình trạng xử lý", ("Đang xử lý", "Quá hạn")),
    ],
)
def test_two_columns_that_lateness_depends_on_are_asked_about(
    tmp_path: Path, name: str, one: str, other: str, values: tuple[str, str]
) -> None:
    rest = {"due_at": "Ngày hẹn trả", "status": "Trạng thái"}
    rest.pop(name, None)
    head = ["Mã hồ sơ", one, other, *rest.values()]
    beside = {"due_at": "10/09/2021", "status": "4"}
    cells = [beside[key] for key in rest]
    file = sheet(tmp_path, head, [A, values[0], values[0], *cells], [B, *values, *cells])
    said = refusal(file)
    assert f"2 columns could be {name}" in said
    assert f"column B, {one!r}" in said
    assert f"column C, {other!r}" in said
    assert f"1 of 2 rows, e.g. {values[0]!r} and {values[1]!r} in row 8" in said
    lines = re.findall(r'^  (\w+) = "(.+)"$', said, flags=re.MULTILINE)
    assert lines == [(name, one), (name, other)]
    for _, heading in lines:
        settled = read(file, {name: [heading]}, {"Quá hạn": 4})
        assert settled.accepted == 2
        assert list(settled.extras) == [other if heading == one else one]


def test_a_code_of_two_columns_is_asked_about(tmp_path: Path) -> None:
    head = ["Mã hồ sơ", "Số biên nhận", "Ngày hẹn trả", "Trạng thái"]
    file = sheet(tmp_path, head, [A, "BN-0001", "10/09/2021", "4"])
    assert "2 columns could be code (mã hồ sơ): column A, 'Mã hồ sơ'" in refusal(file)
    assert read(file, {"code": ["Số biên nhận"]}).dossiers["code"].tolist() == ["BN-0001"]


def test_all_open_questions_of_a_sheet_are_asked_at_once(tmp_path: Path) -> None:
    head = ["Mã hồ sơ", "Ngày hẹn", "Hạn xử lý", "Trạng thái", "Tình trạng"]
    said = refusal(sheet(tmp_path, head, [A, "10/09/2021", "11/09/2021", "4", "9"]))
    assert "could be due_at" in said
    assert "could be status" in said


def test_columns_that_say_the_same_need_no_question(tmp_path: Path) -> None:
    head = ["Mã hồ sơ", "Ngày hẹn", "Hạn xử lý", "Trạng thái", "Tình trạng"]
    rows: list[Any] = [
        [A, "15/09/2021", "15/09/2021 00:00:00", "4", "Đang xử lý"],
        [B, at("2021-09-12 17:00"), "12/09/2021 17:00:00", "9. Đã xử lý xong", "9"],
    ]
    pull = read(sheet(tmp_path, head, *rows))
    assert (pull.accepted, pull.notes) == (2, ())
    assert dossier(pull, B)["due_at"] == at("2021-09-12 17:00")


def test_an_empty_column_has_no_claim(tmp_path: Path) -> None:
    head = ["Mã hồ sơ", "Ngày hẹn", "Hạn xử lý", "Trạng thái"]
    pull = read(sheet(tmp_path, head, [A, None, "10/09/2021", "4"], [B, " ", "11/09/2021", "4"]))
    assert dossier(pull, A)["due_at"] == at("2021-09-10")
    assert "taken from column C, 'Hạn xử lý'; column B, 'Ngày hẹn'" in pull.notes[0]


def test_the_same_heading_twice_is_settled_by_its_number(tmp_path: Path) -> None:
    head = ["Mã hồ sơ", "Ngày hẹn trả", "Ngày hẹn trả", "Trạng thái"]
    file = sheet(tmp_path, head, [A, "10/09/2021", "12/09/2021", "4"])
    assert 'due_at = "Ngày hẹn trả (2)"' in refusal(file)
    pull = read(file, {"due_at": ["Ngày hẹn trả (2)"]})
    assert dossier(pull, A)["due_at"] == at("2021-09-12")
    assert pull.extras["Ngày hẹn trả"].tolist() == ["10/09/2021"]


def test_a_column_that_lateness_does_not_depend_on_is_taken_and_said(tmp_path: Path) -> None:
    head = ["Mã hồ sơ", "Ngày hẹn trả", "Ngày có kết quả", "Ngày trả", "Ngày trả kết quả"]
    row = [A, "10/09/2021", "10/09/2021", "13/09/2021", "12/09/2021"]
    pull = read(sheet(tmp_path, head, row))
    assert dossier(pull, A)["returned_at"] == at("2021-09-12")
    assert pull.extras["Ngày trả"].tolist() == ["13/09/2021"]
    assert "column E, 'Ngày trả kết quả', and column D, 'Ngày trả', differ" in pull.notes[0]
    head[2], row[2] = "Ghi chú", ""
    assert "could be returned_at" in refusal(sheet(tmp_path, head, row))


def test_a_known_different_thing_is_kept_beside_without_a_question(tmp_path: Path) -> None:
    head = ["Mã hồ sơ", "Đơn vị tiếp nhận", "Đơn vị xử lý", "Người nộp", "Chủ hồ sơ"]
    head += ["Ngày hẹn trả", "Trạng thái"]
    row = [A, "Bộ phận Một cửa", "Phòng Việc làm", "Lê Thị B", "Công ty C", "15/09/2021", "4"]
    pull = read(sheet(tmp_path, head, row))
    assert (dossier(pull, A)["unit"], dossier(pull, A)["applicant"]) == (row[2], row[4])
    assert pull.extras.iloc[0].to_dict() == {"Đơn vị tiếp nhận": row[1], "Người nộp": row[3]}
    assert pull.notes == ()


@pytest.mark.parametrize("heading", ["Ngày trả", "NGÀY TRẢ HỒ SƠ", "Thời hạn", "Ngày"])
def test_an_unclear_heading_is_asked_about_where_the_appointment_is_missing(
    tmp_path: Path, heading: str
) -> None:
    file = sheet(tmp_path, ["Mã hồ sơ", heading, "Trạng thái"], [A, "10/09/2021", "4"])
    said = refusal(file)
    assert f"column B, {heading!r} (e.g. '10/09/2021'), could be " in said
    assert "no other heading for due_at" in said
    assert f'\n  due_at = "{heading}"' in said
    assert dossier(read(file, {"due_at": [heading]}), A)["due_at"] == at("2021-09-10")


def test_the_day_of_return_is_clear_beside_an_appointment(tmp_path: Path) -> None:
    head = ["Mã hồ sơ", "Ngày hẹn trả", "Ngày trả"]
    pull = read(sheet(tmp_path, head, [A, "10/09/2021", "13/09/2021"]))
    assert dossier(pull, A)["returned_at"] == at("2021-09-13")


def test_an_unclear_heading_is_asked_about_where_the_end_is_missing(tmp_path: Path) -> None:
    head = ["Mã hồ sơ", "Ngày hẹn trả", "Kết quả"]
    said = refusal(sheet(tmp_path, head, [A, "10/09/2021", "Đã xử lý xong"]))
    assert "'Kết quả' (e.g. 'Đã xử lý xong'), could be status" in said


def test_an_answer_that_leaves_the_appointment_missing_says_so(tmp_path: Path) -> None:
    file = sheet(tmp_path, ["Mã hồ sơ", "Ngày trả", "Trạng thái"], [A, "10/09/2021", "4"])
    assert "no heading for due_at" in refusal(file, {"returned_at": ["Ngày trả"]})


def test_an_unclear_heading_that_nobody_needs_is_kept_as_it_is(tmp_path: Path) -> None:
    head = ["Mã hồ sơ", "Ngày hẹn trả", "Trạng thái", "Kết quả"]
    pull = read(sheet(tmp_path, head, [A, "10/09/2021", "9", "Đồng ý"]))
    assert pull.extras["Kết quả"].tolist() == ["Đồng ý"]
    assert "result_file" not in dossier(pull, A)


def test_a_lookup_sheet_beside_the_dossiers_is_not_asked_about(tmp_path: Path) -> None:
    list_rows = [["Mã hồ sơ", "Ngày hẹn trả", "Trạng thái"], [A, "10/09/2021", "4"]]
    file = write_xlsx(tmp_path / "a.xlsx", {"DS": list_rows, "DM": [["Mã", "Tên"], ["1", "x"]]})
    assert read(file).accepted == 1


@pytest.mark.parametrize(
    ("head", "name", "heading"),
    [
        (["Mã hồ sơ", "Ngày hẹn gặp công dân", "Trạng thái"], "due_at", None),
        (["Mã hồ sơ", "Ngày hẹn trả (lần đầu)", "Trạng thái"], "due_at", "Ngày hẹn trả (lần đầu)"),
        (["Mã hồ sơ", "Ngày hẹn tr", "Trạng thái"], "due_at", "Ngày hẹn tr"),
        (["Mã  số hồ sơ TTHC", "Ngày hẹn trả", "Trạng thái"], "code", "Mã số hồ sơ TTHC"),
        (["Mã hồ sơ", "Ngày hẹn trả", "Trạng thái HS"], "status", "Trạng thái HS"),
        (["Mã hồ sơ", "Ngày hẹn trả", "Trạng thái thanh toán"], "status", None),
    ],
)
def test_a_heading_that_is_nearly_known_is_proposed(
    tmp_path: Path, head: list[str], name: str, heading: str | None
) -> None:
    said = refusal(sheet(tmp_path, head, [A, "10/09/2021", "4"]))
    assert f"no heading for {name}" in said
    proposed = re.findall(r"did you mean (\w+) by '(.+?)'\?", said)
    assert proposed == ([(name, heading)] if heading else [])


def test_a_near_heading_is_that_of_the_nearest_name() -> None:
    assert nearly("Ngày tiếp nhận HS (bản giấy)", ["submitted_at", "received_at"]) == "received_at"
    assert nearly("Ghi chú", CANONICAL) is None


def test_what_is_said_of_unclear_headings_holds_together() -> None:
    known = [heading for headings in known_headings().values() for heading in set(headings)]
    assert len(known) == len(set(known))
    assert could_be("NGAY TRA") == ("due_at", "returned_at")
    entry = different("Người nộp")
    assert entry is not None
    assert entry.column == "applicant"
