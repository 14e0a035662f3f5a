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
