"""`tthc check` shows an IT person what was understood, and what is doubtful."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from command import tthc
from export_files import write, write_xlsx
from office import CONFIG, HEAD, Office, finished, row

from monitor.cli.understood import disguised, masked

CODES = [f"000.11.22.H99-210901-{n:04}" for n in range(30)]


def checked(folder: Path, code: int = 0) -> dict[str, Any]:
    result = tthc("check", "--format", "json", cwd=folder)
    assert (result.returncode, result.stderr) == (code, b"")
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def doubts(tmp_path: Path, head: list[str], *rows: list[Any]) -> str:
    """What is doubtful about a sheet with these columns."""
    office = Office(tmp_path, config=CONFIG.replace(".xlsx", ".csv"))
    office.engine.dispose()
    write(tmp_path / "export.csv", [head, *rows])
    return "\n".join(checked(tmp_path)["doubts"])


def test_json_holds_all_that_the_terminal_shows(small_office: Office) -> None:
    small_office.export(row("A-1", due="30/09/2021 17:00:00"), row("A-2", due="31/06/2021"))
    found = checked(small_office.folder, code=1)
    assert found["ok"] is False
    assert [part["part"] for part in found["parts"] if not part["ok"]] == ["source"]
    assert "row 3, column H, Ngày hẹn trả: found '31/06/2021'" in found["rejected"][0]
    (sheet,) = found["sheets"]
    assert (sheet["rows"], sheet["rejected"], sheet["fits"]) == (1, 1, ["portal-web"])
    assert sheet["headings"][0] == {
        "letter": "A",
        "heading": "STT",
        "column": None,
        "meaning": "a running number",
        "example": "",
    }
    assert sheet["headings"][7] == {
        "letter": "H",
        "heading": "Ngày hẹn trả",
        "column": "due_at",
        "meaning": "due_at (ngày hẹn trả)",
        "example": "30/09/2021 17:00",
    }
    assert sheet["first"] == [
        {
            "code": "A-1",
            "procedure_name": "Cấp giấy phép lao động",
            "applicant": "Nguyễn V. A.",
            "unit": "Phòng Việc làm",
            "officer": "Lê T. B.",
            "received_at": "01/09/2021 08:00",
            "due_at": "30/09/2021 17:00",
            "status": "4 Đang xử lý",
        }
    ]
    assert found["doubts"] == [
        "export.xlsx, sheet 'Danh sách': columns without a value: 'Ngày kết thúc xử lý'"
    ]


@pytest.mark.parametrize("width", ["80", "140"])
def test_the_terminal_shows_five_dossiers_whole_at_any_width(
    small_office: Office, width: str
) -> None:
    small_office.export(*(finished(code, done="13/09/2021 10:00:00") for code in CODES))
    result = tthc("check", cwd=small_office.folder, columns=width)
    lines = result.stdout.decode().splitlines()
    whole = "\n".join(lines[lines.index("Headings") :])
    assert max(map(len, whole.splitlines())) <= int(width)
    assert [code in whole for code in CODES[:7]] == [True] * 5 + [False] * 2
    for part in ("Nguyễn V. A.", "10/09/2021 17:00", "9 Đã xử lý xong", "procedure_name"):
        assert part in whole
    assert "Nguyễn Văn An" not in whole
    assert "Doubts: 1; nothing was changed because of them" in whole
    assert "every row has the status 9 Đã xử lý xong" in whole.replace("\n    ", " ")


def test_sheets_with_the_same_headings_are_shown_as_one(small_office: Office) -> None:
    sheets = {f"Trang {n}": [HEAD, finished(f"A-{n}")] for n in range(4)}
    write_xlsx(small_office.folder / "export.xlsx", {**sheets, "Bìa": [["BÁO CÁO"]]})
    found = checked(small_office.folder)
    assert [sheet["sheet"] for sheet in found["sheets"]] == [
        "export.xlsx, sheet 'Trang 0' and 3 like it"
    ]
    assert [dossier["code"] for dossier in found["sheets"][0]["first"]] == [
        "A-0",
        "A-1",
        "A-2",
        "A-3",
    ]
    assert any("'Bìa' passed over" in doubt for doubt in found["doubts"])


def test_headings_that_may_mean_more_are_doubted(tmp_path: Path) -> None:
    head = ["Mã hồ sơ", "Ngày hẹn trả", "Trạng thái", "Đơn vị tiếp nhận", "Lĩnh vưc TTHC"]
    head += ["Họ và tên", "Ngày hẹn trả (lần 2)", "Người nộp", "Cán bộ thụ lý hồ sơ", "Ghi chú"]
    cells = ["30/09/2021", "4", "Một cửa", "Việc làm", "Lê B", "x", "Lê C", "Lê D", "x"]
    said = doubts(tmp_path, head, ["A-1", *cells])
    assert "unit (đơn vị xử lý) is taken from 'Đơn vị tiếp nhận', where the dossier was" in said
    assert "column F, 'Họ và tên', could be applicant (chủ hồ sơ) or officer" in said
    assert "'Ngày hẹn trả (lần 2)', is kept as it is; did you mean new_due_on" in said
    assert "'Cán bộ thụ lý hồ sơ', is kept as it is; did you mean officer" in said
    assert "Người nộp" not in said
    assert "Ghi chú" not in said


def test_statuses_that_nobody_stated_are_doubted(tmp_path: Path) -> None:
    head = ["Mã hồ sơ", "Ngày hẹn trả", "Ngày có kết quả"]
    said = doubts(tmp_path, head, ["A-1", "30/09/2021", "29/09/2021"], ["A-2", "30/09/2021", ""])
    assert (
        "no heading says the status: 1 rows with completed_at (ngày có kết quả) are taken as "
        "finished, 1 as in process"
    ) in said


def test_odd_codes_far_dates_and_days_that_could_be_months_are_doubted(tmp_path: Path) -> None:
    rows: list[list[Any]] = []
    for n, code in enumerate(CODES):
        due = datetime(2021, 9, 1) + timedelta(days=n % 12)
        rows.append([code, f"{due:%d/%m/%Y}", "4" if n % 2 else "9"])
    rows[3][0], rows[5][1] = "Q3 123", "05/09/2012"
    said = doubts(tmp_path, ["Mã hồ sơ", "Ngày hẹn trả", "Trạng thái"], *rows)
    assert f"1 codes are not of the form of {CODES[0]}: Q3 123" in said
    assert "1 dates lie far from the others" in said
    assert f"05/09/2012 of {CODES[5]}" in said
    assert "read as day/month, but could be either" in said


def test_a_question_of_the_reading_is_shown_whole(small_office: Office) -> None:
    rows = [["Mã hồ sơ", "Ngày trả", "Trạng thái"], ["A-1", "30/09/2021", "4"]]
    write(small_office.folder / "export.xlsx", rows)
    found = checked(small_office.folder, code=1)
    (problem,) = [part["message"] for part in found["parts"] if not part["ok"]]
    assert '\n  due_at = "Ngày trả"\n  returned_at = "Ngày trả"' in problem
    assert found["sheets"] == []
    assert b'  due_at = "' in tthc("check", cwd=small_office.folder).stdout


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Nguyễn Văn An", "Nguyễn V. A."),
        ("Công ty TNHH Một", "Công t. T. M."),
        ("Ê", "Ê"),
        ("Lê - B", "Lê - B."),
        ("", ""),
    ],
)
def test_names_are_masked(name: str, shown: str) -> None:
    assert masked(name) == shown


def test_what_may_be_personal_is_shown_by_its_form() -> None:
    assert disguised("0912345678") == "##########"
    assert disguised("12 Trần Phú") == "## T. P."
