"""A saved JSON document is read as a file, whatever its name."""

import json
from pathlib import Path

import pytest
from office import Office

CODE = "000.17.22.H56-210531-0001"
RECORD = {
    "MaHoSo": CODE,
    "TrangThaiHoSo": "4",
    "NgayTiepNhan": "20210531080000",
    "NgayHenTra": "20210610170000",
    "ChuHoSo": "Trần Thị Yến",
}


@pytest.mark.parametrize("name", ["export.json", "export.txt"])
def test_a_national_record_runs_end_to_end(tmp_path: Path, name: str) -> None:
    office = Office(tmp_path)
    office.config = office.config.replace("export.xlsx", name)
    office.write_config()
    document = {"service": "DongBoHoSoMC", "isUpdating": False, "data": [RECORD]}
    (tmp_path / name).write_text(json.dumps(document), encoding="utf-8")
    report = office.run()
    assert (report.input.read, report.input.accepted) == (1, 1)
    assert ("overdue-open", CODE) in office.findings()
    office.engine.dispose()


def test_a_record_without_anything_is_rejected_and_not_lost(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.config = office.config.replace("export.xlsx", "export.json")
    office.write_config()
    records = [RECORD, {"ChuHoSo": "Lê Văn Bảy"}, {}]
    (tmp_path / "export.json").write_text(json.dumps(records), encoding="utf-8")
    report = office.run()
    assert (report.input.read, report.input.accepted, report.input.rejected) == (3, 1, 2)
    office.engine.dispose()


@pytest.mark.parametrize(
    "names",
    [
        ["Mã hồ sơ", "Trạng thái", "Ngày tiếp nhận", "Ngày hẹn trả", "Chủ hồ sơ"],
        [name.upper() for name in RECORD],
    ],
)
def test_records_whose_keys_are_the_headings_of_a_list_are_read(
    tmp_path: Path, names: list[str]
) -> None:
    office = Office(tmp_path)
    office.config = office.config.replace("export.xlsx", "export.json")
    office.write_config()
    record = dict(zip(names, RECORD.values(), strict=True))
    (tmp_path / "export.json").write_text(json.dumps([record]), encoding="utf-8")
    assert office.run().input.accepted == 1
    assert ("overdue-open", CODE) in office.findings()
    office.engine.dispose()
