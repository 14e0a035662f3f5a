"""The workbook has every dossier behind the figures, nobody's name, and nothing that runs."""

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from digest_office import THIS_WEEK, issue, sample_office, two_weeks
from office import Office, row
from python_calamine import CalamineWorkbook

from monitor.digest import workbook

Sheets = dict[str, list[list[Any]]]


def sheets(content: bytes) -> Sheets:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def attached(office: Office, unit: str = "") -> Sheets:
    (file,) = issue(office, unit).attachments
    return sheets(file.content)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return sample_office(tmp_path_factory.mktemp("sample"))


@pytest.mark.parametrize("unit", ["", "Phòng Người có công"])
def test_every_figure_can_be_counted_out_in_it(sample: Office, unit: str) -> None:
    digest, found = issue(sample, unit).digest, attached(sample, unit)
    tags = [line[0] for line in found["Phát hiện"]]
    assert [tags.count(tag) for tag in ("Quá hạn", "Thiếu xin lỗi", "Sắp đến hạn")] == [
        tile.value for tile in digest.tiles[:3]
    ]
    head, *lines = found["Tỷ lệ trong tuần"]
    titles = {"Đúng hạn": "Tỷ lệ hồ sơ giải quyết đúng hạn"}
    titles["Có thư xin lỗi"] = "Tỷ lệ hồ sơ quá hạn có văn bản xin lỗi"
    beside = {"Đúng hạn": "", "Có thư xin lỗi": "không rõ"}  # these stand beside the denominator
    for tile in digest.tiles[3:5]:
        at = head.index(titles[tile.title])
        words = [line[at] for line in lines]
        counted = [word for word in words if word not in ("", beside[tile.title])]
        assert tile.made_of == (words.count("đạt"), len(counted))
    year = found["Tỷ lệ từ đầu năm"]
    risk = digest.risks[1]
    assert risk.indicator in year[0]
    at = year[0].index(risk.indicator)
    assert risk.missing == sum(line[at] == "không đạt" for line in year[1:])


def test_names_are_masked_and_text_is_never_a_formula(small_office: Office) -> None:
    small_office.export(
        row("A-1", applicant='=HYPERLINK("http://x.example")', unit="+Phòng"),
        row("A-2", applicant="Nguyễn Văn An"),
    )
    small_office.run(THIS_WEEK)
    (file,) = issue(small_office).attachments
    with ZipFile(BytesIO(file.content)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    text = "".join(parts.values())
    assert "<f>" not in text
    assert "+Phòng" in text
    assert "Nguyễn V. A." in text
    assert "Văn An" not in text
    assert "Thị Bình" not in text


def test_the_same_digest_has_the_same_bytes(small_office: Office) -> None:
    two_weeks(small_office)
    first, second = (issue(small_office).attachments[0] for _ in range(2))
    assert first == second
    assert first.name == "ho-so-tuan-2021-39.xlsx"


def test_what_is_too_much_is_cut_and_said(
    small_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_weeks(small_office)
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    found = attached(small_office)
    assert len(found["Phát hiện"]) == 3
    assert any("chỉ có 2 dòng đầu trong" in str(line[0]) for line in found["Đọc trước"])


@pytest.mark.parametrize("most", ["0", "0.001"])
def test_a_file_that_is_too_large_is_not_attached_but_had_from_the_pages(
    small_office: Office, most: str
) -> None:
    small_office.write_config(f"[digest]\nattached_mb = {most}\n")
    two_weeks(small_office)
    made = issue(small_office)
    assert made.attachments == ()
    assert "http://127.0.0.1:8040/dossiers?severity=violation" in made.text


def test_a_catalogue_that_cannot_be_read_leaves_the_findings(small_office: Office) -> None:
    two_weeks(small_office)
    Path(small_office.folder, "thu-tuc.xlsx").write_bytes(b"not a workbook")
    small_office.write_config('[procedures]\npath = "thu-tuc.xlsx"\n')
    found = attached(small_office)
    assert list(found) == ["Đọc trước", "Phát hiện"]
    assert any("không đọc được danh mục thủ tục" in str(line[0]) for line in found["Đọc trước"])
