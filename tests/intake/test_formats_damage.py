"""Text that has lost letters is refused with a sample, and a single slip of the pen is not."""

from pathlib import Path
from typing import Any

import pytest
from export_files import write

from monitor.intake.errors import IntakeError
from monitor.intake.sheets import read_sheets

HEAD = ["Mã hồ sơ", "Chủ hồ sơ", "Ghi chú"]
NAMES = ["Nguyễn Văn Đệ", "Đặng Thị Ỷ", "Trần Quốc Bảo", "Lưu Hữu Phước"]


def lost(text: str) -> str:
    """As a system that knows only Windows-1252 keeps it."""
    return text.encode("cp1252", "replace").decode("cp1252")


def mistaken(text: str) -> str:
    """UTF-8 that was read as Windows-1252, with the bytes it leaves out as they are."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


def rows(change: Any, notes: list[str]) -> list[list[str]]:
    body = [
        [f"HS-{n}", change(name), note]
        for n, (name, note) in enumerate(zip(NAMES, notes, strict=True))
    ]
    return [HEAD, *body]


@pytest.mark.parametrize(
    ("change", "shown", "how"),
    [
        (lost, "Nguy?n", "question marks in place of letters"),
        (mistaken, "Nguyá»…n", "UTF-8 that was read as Windows-1252"),
        (
            lambda text: text.replace("ễ", "\ufffd").replace("r", "\ufffd").replace("ặ", "\ufffd"),
            "Nguy\ufffdn",
            "has lost letters",
        ),
    ],
)
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_column_that_has_lost_letters_is_refused_with_its_place(
    tmp_path: Path, suffix: str, change: Any, shown: str, how: str
) -> None:
    file = write(tmp_path / f"a{suffix}", rows(change, [""] * 4))
    with pytest.raises(IntakeError) as error:
        read_sheets(file)
    for part in (file.name, "row 2, column B", shown, how, "export the list again"):
        assert part in str(error.value)
    assert ("'Danh sách'" in str(error.value)) == (suffix == ".xlsx")


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_names_that_have_lost_their_letters_with_accents_are_refused(
    tmp_path: Path, suffix: str
) -> None:
    names = ["Trần Văn Đắc", "Lê Thị Hồng", "Nguyễn Quốc Vượng", "Phạm Đức Thịnh", "Hồ Ngọc Lực"]
    lost = [["MaHoSo", "ChuHoSo"], *(["H1", n.encode("ascii", "ignore").decode()] for n in names)]
    with pytest.raises(IntakeError, match="column B: found 'Trn Vn c', which has lost"):
        read_sheets(write(tmp_path / f"a{suffix}", lost))
    plain = ["Tran Van Dac", "Cty TNHH Mr Smith Ltd", "SKK VNPT HCM", "hs-0001 nth xk", "Lê Bá Khá"]
    read_sheets(
        write(tmp_path / f"b{suffix}", [["MaHoSo", "ChuHoSo"], *(["H1", n] for n in plain)])
    )


@pytest.mark.parametrize(
    "note",
    [
        "Có bổ sung không? Chưa rõ.",
        "đã hẹn???",
        "https://vd.gov.vn/tep.aspx?id=12&ten=a?b",
        "xem /tra-cuu?ma=1",
        "?",
        "“Đúng” – Ấp Á, «quá»",
        "Ãnh Áo ÂU Ở ÊĐÊ",
    ],
)
def test_questions_addresses_and_capitals_are_no_damage(tmp_path: Path, note: str) -> None:
    file = write(tmp_path / "a.xlsx", rows(str, [note] * 4))
    assert read_sheets(file)[0].notes == ()


def test_a_single_odd_cell_is_noted_and_read(tmp_path: Path) -> None:
    file = write(tmp_path / "a.xlsx", rows(str, ["", "Nguy?n V?n A ký", "", ""]))
    (sheet,) = read_sheets(file)
    assert sheet.rows[2][2] == "Nguy?n V?n A ký"
    assert sheet.notes == (
        "row 3, column C: 'Nguy?n V?n A ký' has question marks in place of letters",
    )


def test_a_few_odd_cells_among_thousands_are_noted(tmp_path: Path) -> None:
    body = [[f"HS-{n}", "Nguy?n" if n < 5 else "Nguyễn", ""] for n in range(1_000)]
    (sheet,) = read_sheets(write(tmp_path / "a.csv", [HEAD, *body]))
    assert len(sheet.notes) == 1
    with pytest.raises(IntakeError, match="in 5 cells"):
        read_sheets(write(tmp_path / "a.csv", [HEAD, *body[:400]]))
