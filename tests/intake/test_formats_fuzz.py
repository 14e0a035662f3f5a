"""Whatever happens to a file on its way, it is read or refused: never a crash, never a hang.

TTHC_FUZZ=2000 tries more mutants than the ordinary run.
"""

import io
import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from export_files import write
from odd_files import html_page, spreadsheetml
from reading import read

from monitor.intake.errors import IntakeError

MUTANTS = int(os.environ.get("TTHC_FUZZ", "200"))
SEED = 210_901
SECONDS = 10
MEMORY_KB = 1_000_000
MOST_ROWS = 100  # a mutant may have some rows twice; none has so many
HERE = Path(__file__).parent
ROWS: list[Any] = [
    ["Mã hồ sơ", "Chủ hồ sơ", "Ngày hẹn trả", "Trạng thái"],
    *([f"HS-{n}", "Nguyễn Văn Đệ", "10/09/2021 17:00:00", n % 10] for n in range(20)),
]
PACKED = ("xlsx", "xlsb", "ods")
KINDS = (*PACKED, "xls", "csv", "html", "xml", "abc", *(f"part of {kind}" for kind in PACKED))


def sample(folder: Path, kind: str) -> bytes:
    if kind == "xlsb":
        return (HERE / "data" / "ho-so.xlsb").read_bytes()
    if kind == "html":
        return html_page(ROWS).encode()
    if kind == "xml":
        return spreadsheetml(ROWS).encode()
    if kind == "abc":
        return "M· hå s¬,Ngµy hÑn tr¶,Tr¹ng th¸i\nHS-1,10/09/2021,§· tr¶ kÕt qu¶\n".encode("cp1252")
    return write(folder / f"a.{kind}", ROWS).read_bytes()


def mutant(content: bytes, random: Random) -> bytes:
    """The content with one to four of its places changed."""
    data = bytearray(content)
    for _ in range(random.randint(1, 4)):
        at = random.randrange(max(1, len(data)))
        length = random.choice((1, 2, 4, 16, 200))
        match random.randrange(5):
            case 0:
                data[at : at + 1] = bytes([data[at] ^ 1 << random.randrange(8)]) if data else b""
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = random.randbytes(length)
            case 3:
                data[at:at] = data[at : at + length]
            case _:
                data[at : at + length] = random.choice((b"\xff", b"\0")) * length
    return bytes(data)


def repacked(content: bytes, random: Random) -> bytes:
    """A packed file that is sound but for one of its parts."""
    target = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        hit = random.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, mutant(part, random) if name == hit else part)
    return target.getvalue()


@contextmanager
def within_seconds() -> Iterator[None]:
    def ring(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_is_read_or_refused(tmp_path: Path, kind: str) -> None:
    content = sample(tmp_path, kind.removeprefix("part of "))
    change = repacked if kind.startswith("part of ") else mutant
    random = Random(f"{SEED} {kind}")
    file = tmp_path / "mutant.xls"
    refused = 0
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(-(-MUTANTS // len(KINDS))):
        file.write_bytes(change(content, random))
        try:
            with within_seconds():
                pull = read(file)
            assert 0 < pull.read <= MOST_ROWS
        except IntakeError:
            refused += 1
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < MEMORY_KB
    assert refused > 0
