"""A JSON document that can't be read is refused with the place and what was expected."""

import json

import pytest

from monitor.intake.errors import IntakeError
from monitor.intake.records import read_json


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"data": [\n {"MaHoSo": "H-1",}\n]}', r"line 2, column \d+: not valid JSON"),
        (b'{"data": [{"MaHoSo": "H-1"}', "not valid JSON: .*; is it cut off"),
        (b'[{"MaHoSo": "H-1"}]\n[]', "line 2, column 1: not valid JSON: Extra data"),
        (b'[{"MaHoSo": "H-', r"line 1, column 13: .*; is it cut off\?"),
        (b"", "line 1, column 1: not valid JSON"),
        ('[\n{"ChuHoSo": "Ánh"}]'.encode("cp1258"), r"line 2 is not utf-8 text \(byte 0xc1\)"),
        (b'[{"MaHoSo": "H-1"}, "H-2"]', "record 2: expected an object .*, found a text"),
        (b'{"data": [null]}', "record 1: expected an object .*, found null"),
        (b'{"content": [[]]}', "record 1: expected an object .*, found a list"),
        (b'{"data": null, "error": 4}', "expected one .* data, .*; found .* the keys data, error$"),
        (b'{"data": [{}], "result": [{}]}', "several lists of records, under data and result"),
        (b"{}", "holds no list of records"),
        (b"12", "holds no list of records: .*; found a number"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[" + b"9" * 10_000 + b"]", "a number that can't be read"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(content: bytes, message: str) -> None:
    with pytest.raises(IntakeError, match=rf"(?s)^ho-so\.json: .*{message}"):
        read_json(content, "ho-so.json")


def test_records_that_share_no_keys_are_refused_before_they_fill_the_memory() -> None:
    records = [{"MaHoSo": f"H-{n}", f"k{n}": n} for n in range(5_000)]
    with pytest.raises(IntakeError, match=r"record 1001: .* more than 1,000 different keys"):
        read_json(json.dumps(records).encode(), "ho-so.json")
