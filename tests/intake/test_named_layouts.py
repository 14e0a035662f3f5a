"""A named layout knows the tables of one system, and refuses every other sheet of dossiers."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from export_files import write, write_xlsx
from odd_files import html_page
from office import Office
from reading import at, dossier, read

from monitor.config import ConfigError
from monitor.intake.columns import CANONICAL, ORDINAL
from monitor.intake.errors import IntakeError
from monitor.intake.named_layouts import fitting, layout_names, named_layout
from monitor.intake.wordings import wordings_of

CODE = "000.11.22.H99-210901-0001"
LIST = [
    "STT",
    "Đơn vị tiếp nhận",
    "Tên thủ tục hành chính",
    "Mã hồ sơ",
    "Trạng thái",
    "Địa chỉ",
    "Người nộp",
    "Chủ hồ sơ",
    "Ngày nộp hồ sơ",
    "Ngày nhận",
    "Ngày hẹn trả",
    "Ngày kết thúc xử lý",
]
LIST_ROW = [
    "1",
    "Bộ phận Một cửa",
    "Cấp giấy phép",
    CODE,
    "Đã xử lý xong",
    "Nam Sơn",
    "Lê B",
    "Lê C",
    "01/09/2021 07:55:00",
    "01/09/2021 08:00:00",
    "10/09/2021 17:00:00",
    "13/09/2021 09:00:00",
]
LATE = ["STT", "Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày có kết quả"]
SHEETS: dict[str, tuple[list[str], list[str]]] = {
    "portal-list": (LIST, LIST_ROW),
    "portal-web": (
        ["STT", "Mã hồ sơ", "Trạng thái", "Ngày nhận", "Ngày hẹn trả"],
        ["1", CODE, "Đã xử lý xong", "01/09/2021 08:00", "10/09/2021 17:00"],
    ),
    "phu-luc-1": (
        [*LATE, "Đơn vị giải quyết", "Ghi chú"],
        ["1", CODE, "01/09/2021", "10/09/2021", "13/09/2021", "Phòng A", ""],
    ),
    "phu-luc-2": (
        [*LATE, "Đơn vị giải quyết", "Cán bộ đang xử lý", "Ghi chú"],
        ["1", CODE, "01/09/2021", "10/09/2021", "", "Phòng A", "Lê D", ""],
    ),
    "so-theo-doi": (
        ["STT", "MaHoSo", "TrichYeuHoSo", "ChuHoSo", "NgayTiepNhan", "NgayHenTra", "NgayTra"],
        ["1", CODE, "x", "Lê C", "20210901080000", "20210910170000", "20210913090000"],
    ),
    "national": (
        ["MaHoSo", "MaTTHC", "NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "TrangThaiHoSo"],
        [CODE, "2.002492", "20210901080000", "20210910170000", "20210913090000", "9"],
    ),
    "igate": (
        ["Mã hồ sơ", "Mã TTHC", "Tên TTHC", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái"],
        [CODE, "2.002492", "x", "01/09/2021", "10/09/2021", "Chờ nộp phí, lệ phí"],
    ),
}


def test_every_named_layout_has_a_sheet_here() -> None:
    assert set(SHEETS) == set(layout_names()) - {"auto"}


@pytest.mark.parametrize("name", SHEETS)
def test_the_sheets_of_a_system_fit_its_layout_and_are_read_by_it(
    tmp_path: Path, name: str
) -> None:
    head, row = SHEETS[name]
    assert [layout.name for layout in fitting(head)] == [name]
    layout = named_layout(name)
    assert layout is not None
    file = write(tmp_path / "a.xlsx", [["DANH SÁCH"], [], head, row])
    found = dossier(read(file, statuses=dict(layout.statuses), layout=name), CODE)
    assert found["due_at"].date() == date(2021, 9, 10)
    assert found["received_at"].date() == date(2021, 9, 1)
    assert set(layout.needed) <= {*found, "completed_at"}


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_that_does_not_fit_is_refused_by_what_is_missing(tmp_path: Path, name: str) -> None:
    rows = [["Số biên nhận", "Hạn xử lý", "Tình trạng hồ sơ"], [CODE, "10/09/2021", "4"]]
    file = write(tmp_path / "a.csv", rows)
    assert read(file).accepted == 1
    with pytest.raises(
        IntakeError, match=f"does not fit layout '{name}'.*no heading for code"
    ) as e:
        read(file, layout=name)
    assert "due_at ('Ng" in str(e.value)


def test_a_column_of_the_layout_that_is_missing_is_named(tmp_path: Path) -> None:
    head, row = SHEETS["phu-luc-2"]
    without = [text for text in head if text != "Cán bộ đang xử lý"]
    file = write(tmp_path / "a.csv", [without, row[: len(without)]])
    with pytest.raises(IntakeError, match=r"no heading for officer \('Cán bộ đang xử lý'\); found"):
        read(file, layout="phu-luc-2")


def test_only_the_headings_of_the_layout_are_known(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", [[*LIST, "Hạn xử lý"], [*LIST_ROW, "08/09/2021"]])
    with pytest.raises(IntakeError, match="could be due_at"):
        read(file)
    pull = read(file, layout="portal-list")
    assert dossier(pull, CODE)["due_at"] == at("2021-09-10 17:00")
    assert pull.extras["Hạn xử lý"].tolist() == ["08/09/2021"]


def test_config_names_columns_of_a_named_layout_too(tmp_path: Path) -> None:
    head = ["Số BN" if text == "Mã hồ sơ" else text for text in LIST]
    file = write(tmp_path / "a.csv", [head, LIST_ROW])
    assert read(file, {"code": ["Số BN"]}, layout="portal-list").accepted == 1


def test_a_cover_is_passed_over_and_a_table_of_the_browser_is_read(tmp_path: Path) -> None:
    head, row = SHEETS["portal-web"]
    book = write_xlsx(tmp_path / "a.xlsx", {"Bìa": [["BÁO CÁO"]], "DS": [head, row]})
    assert "'Bìa' passed over" in read(book, layout="portal-web").notes[-1]
    page = tmp_path / "b.xls"
    page.write_text(html_page([head, row]), encoding="utf-8")
    assert dossier(read(page, layout="portal-web"), CODE)["due_at"] == at("2021-09-10 17:00")


def test_the_dates_and_wordings_of_the_layout_are_used_and_config_goes_before(
    tmp_path: Path,
) -> None:
    office = Office(
        tmp_path, config='[source]\npath = "export.csv"\nlayout = "igate"\nsettle_s = 0\n'
    )
    head, row = SHEETS["igate"]
    write(tmp_path / "export.csv", [head, row])
    assert office.run().input.accepted == 1
    office.write_config('[source.statuses]\n"Chờ nộp phí, lệ phí" = 4\n')
    assert office.run().input.changed == 1
    office.engine.dispose()


def test_dates_of_a_named_layout_are_in_no_doubt(tmp_path: Path) -> None:
    config = '[source]\npath = "export.csv"\nsettle_s = 0\n'
    office = Office(tmp_path, config=config)
    write(tmp_path / "export.csv", [LIST, [*LIST_ROW[:-1], ""]])
    assert any("could be either" in note for note in office.run().notes)
    office.config = config + 'layout = "portal-list"\n'
    office.write_config()
    assert not any("could be either" in note for note in office.run().notes)
    office.engine.dispose()


def test_an_unknown_layout_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="expected one of: auto, igate, national, phu-luc-1"):
        Office(tmp_path, config='[source]\npath = "a.csv"\nlayout = "igat"\n')


@pytest.mark.parametrize("name", SHEETS)
def test_the_data_of_a_layout_holds_together(name: str) -> None:
    layout = named_layout(name)
    assert layout is not None
    assert set(layout.known) <= {*CANONICAL, ORDINAL}
    assert {"code", "due_at"} <= set(layout.needed) <= set(layout.known)
    keys = [key for keys in layout.known.values() for key in keys]
    assert len(keys) == len(set(keys))
    known = wordings_of("status", {})
    assert set(layout.statuses.values()) <= known.valid


def test_the_shipped_config_lists_every_layout() -> None:
    text = (Path(__file__).parents[2] / "config.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)["source"].get("layout") is None
    assert [name for name in layout_names() if name not in text] == []


def test_headings_of_no_system_fit_nothing() -> None:
    unknown: list[Any] = ["case", "deadline"]
    assert fitting(unknown) == []
