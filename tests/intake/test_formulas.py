"""A formula that nobody has calculated is no empty cell."""

from pathlib import Path

import pytest
from export_files import Rows, write
from odd_files import repack, replaced
from reading import read

from monitor.intake.errors import IntakeError
from monitor.intake.formats.formulas import FormulaWatch

SHEET = "xl/worksheets/sheet1.xml"


def with_cell(tmp_path: Path, cell: bytes) -> Path:
    rows: Rows = [
        ["Mã hồ sơ", "Ngày hẹn trả", "Trạng thái"],
        ["HS-1", 44449, 4],
        ["HS-2", 44449, 4],
    ]
    sound = write(tmp_path / "sound.xlsx", rows)
    change = replaced(SHEET, rb'<c r="B3".*?</c>', cell)
    return repack(sound, tmp_path / "a.xlsx", change)


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="B3"><f>B2+15</f><v></v></c>',
        b'<c r="B3" s="1"><f>B2+15</f><v/></c>',
        b'<c s="1" r="B3" t="n">\n<f t="shared" si="0"/></c>',
        b'<c r="B3"><f t="shared" ref="B3:B9" si="0">B2+15</f></c>',
    ],
)
def test_a_formula_without_its_value_is_refused_with_its_cell(tmp_path: Path, cell: bytes) -> None:
    with pytest.raises(IntakeError, match=r"sheet1\.xml.*: cell B3 is a formula that was never"):
        read(with_cell(tmp_path, cell))


@pytest.mark.parametrize(
    "cell",
    [b'<c r="B3"><f>B2+1</f><v>44450</v></c>', b'<c r="B3" t="str"><f>IF(1,"")</f><v></v></c>'],
)
def test_a_formula_with_its_value_is_read_also_where_that_is_an_empty_text(
    tmp_path: Path, cell: bytes
) -> None:
    assert read(with_cell(tmp_path, cell)).accepted == 2


def test_a_formula_is_seen_wherever_the_pieces_of_its_sheet_end() -> None:
    text = b'<row><c r="A1"><v>1</v></c><c r="B1"><f>A1+1</f><v></v></c></row>'
    for at in range(len(text)):
        with pytest.raises(IntakeError, match="cell B1"):
            _fed(text[:at], text[at:])


def _fed(*pieces: bytes) -> None:
    watch = FormulaWatch("a.xlsx")
    for piece in pieces:
        watch.feed(piece)
