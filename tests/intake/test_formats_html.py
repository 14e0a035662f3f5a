"""A web page saved as a workbook has its cells where a browser shows them."""

from pathlib import Path

import pytest
from odd_files import html_page, spreadsheetml

from monitor.intake.errors import IntakeError
from monitor.intake.sheets import Sheet, read_sheets


def sheets(tmp_path: Path, text: str, encoding: str = "utf-8") -> list[Sheet]:
    (tmp_path / "a.xls").write_text(text, encoding=encoding)
    return read_sheets(tmp_path / "a.xls")


def test_spanned_cells_stand_in_their_first_place(tmp_path: Path) -> None:
    (sheet,) = sheets(
        tmp_path,
        "<table><tr><th rowspan=2>STT<th colspan='2'>Ngày<th rowspan=2>Mã hồ sơ</tr>"
        "<tr><th>nhận<th>hẹn</tr>"
        "<tr><td colspan=4>Phòng A</td></tr>"
        "<tr><td>1<td>a<td>b<td>HS-1</table>",
    )
    assert sheet.rows == [
        ["STT", "Ngày", None, "Mã hồ sơ"],
        [None, "nhận", "hẹn"],
        ["Phòng A"],
        ["1", "a", "b", "HS-1"],
    ]


def test_breaks_and_hard_spaces_are_spaces_and_nested_tables_are_left_out(tmp_path: Path) -> None:
    (sheet,) = sheets(
        tmp_path,
        "<table><tr><td>1<td>2<td>Ngày<br>hẹn&nbsp;trả<td>x<table><tr><td>inner</table>y"
        "<td><b>Đ</b>ã<script>no()</script></table>",
    )
    assert sheet.rows == [["1", "2", "Ngày hẹn trả", "xy", "Đã"]]


def test_a_table_within_a_table_of_the_layout_is_read(tmp_path: Path) -> None:
    inner = html_page(
        [["Mã hồ sơ", "Ngày hẹn trả", "Trạng thái", "Ghi chú"], ["HS1", "9/9/2021", 4, ""]]
    )
    table = inner[inner.index("<table") : inner.index("</table>") + len("</table>")]
    page = f"<table><tr><td>Menu<td><div>{table}</div> x<tr><td>End</table>"
    file = tmp_path / "a.xls"
    file.write_text(page, encoding="utf-8")
    around, found = read_sheets(file)
    assert around.rows == [["Menu", "x"], ["End"]]
    assert found.rows[1] == ["HS1", "9/9/2021", "4"]


def test_hidden_rows_are_kept(tmp_path: Path) -> None:
    (sheet,) = sheets(
        tmp_path,
        "<table><thead><tr><th>a</thead><tbody><tr style='display:none'><td>b"
        "<tr hidden><td>c</tbody></table>",
    )
    assert sheet.rows == [["a"], ["b"], ["c"]]


def test_several_tables_are_several_sheets(tmp_path: Path) -> None:
    found = sheets(tmp_path, "<table><tr><td>a</table><p>x<table><tr><td>b</table>")
    assert [(s.name, s.rows) for s in found] == [("table 1", [["a"]]), ("table 2", [["b"]])]


def test_a_page_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    page = html_page([["Mã hồ sơ", "Đã trả"]] * 20)
    with pytest.raises(IntakeError, match="ends in the middle of a table"):
        sheets(tmp_path, page[: len(page) // 2])


@pytest.mark.parametrize("declared", ["utf-8", "windows-1252", "us-ascii", "no-such-thing", "hex"])
def test_sound_utf_8_is_believed_more_than_a_declaration(tmp_path: Path, declared: str) -> None:
    page = html_page([["Mã hồ sơ", "Đã trả"]], f"<meta charset='{declared}'>")
    assert sheets(tmp_path, page)[0].rows == [["Mã hồ sơ", "Đã trả"]]


def test_a_declared_encoding_is_followed_where_it_fits(tmp_path: Path) -> None:
    meta = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1258">'
    page = html_page([["Phòng", "Vũ"]], meta).replace("Vũ", "Vu\u0303").replace("ò", "o\u0300")
    assert sheets(tmp_path, page, "cp1258")[0].rows == [["Pho\u0300ng", "Vu\u0303"]]


def test_a_cell_that_spans_everything_costs_nothing(tmp_path: Path) -> None:
    (sheet,) = sheets(tmp_path, "<table><tr><td rowspan=99999999 colspan=99999999>a</table>")
    assert sheet.rows == [["a"]]
    with pytest.raises(IntakeError, match=r"beyond the .* columns"):
        sheets(tmp_path, f"<table><tr>{'<td colspan=1000>a' * 20}</table>")


def test_a_workbook_of_2003_has_its_cells_where_their_index_says(tmp_path: Path) -> None:
    text = spreadsheetml([["a", "b"], ["c", "d"]])
    text = text.replace("</Row><Row>", '</Row><Row ss:Index="4" ss:Hidden="1">')
    text = text.replace('<Cell><Data ss:Type="String">d', '<Cell ss:Index="3"><Data ss:Type="x">d')
    text = text.replace("<Cell><Data", '<Cell ss:MergeAcross="1"><Data', 1)
    (sheet,) = sheets(tmp_path, text)
    assert sheet.rows == [["a", None, "b"], [], [], ["c", None, "d"]]
    with pytest.raises(IntakeError, match="is broken XML"):
        sheets(tmp_path, text.replace("</Row>", "", 1))
    with pytest.raises(IntakeError, match="a cell in row 9999999"):
        sheets(tmp_path, text.replace('"4"', '"9999999"'))
