"""Measures nightly runs over a large export: time, memory, and the ratio to reading alone.

Each measurement is a process of its own; the ratio is to a process that only reads the same file
with calamine, or pandas for csv, in the same session, because machines are noisy.
"""

import argparse
import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path

import xlsxwriter

HEAD = (
    "STT",
    "Đơn vị tiếp nhận",
    "Lĩnh vực",
    "Mã TTHC",
    "Tên thủ tục hành chính",
    "Mã hồ sơ",
    "Trạng thái",
    "Kênh thực hiện",
    "Địa chỉ",
    "Người nộp",
    "Chủ hồ sơ",
    "Đơn vị xử lý",
    "Cán bộ xử lý",
    "Ngày nộp hồ sơ",
    "Ngày nhận",
    "Ngày hẹn trả",
    "Ngày kết thúc xử lý",
    "Ngày trả kết quả",
)
CONFIG = """[agency]
name = "Sở Lao động - Thương binh và Xã hội"
parent = "Ủy ban nhân dân tỉnh Nam Sơn"
place = "Nam Sơn"
signer_title = "Giám đốc"
[source]
path = "export.xlsx"
settle_s = 0
"""
READ_ALONE = {
    ".xlsx": """
import sys
from python_calamine import CalamineWorkbook
book = CalamineWorkbook.from_path(sys.argv[1])
rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
assert len(rows) > 1
""",
    ".csv": """
import sys
import pandas
assert len(pandas.read_csv(sys.argv[1], dtype=str, keep_default_na=False))
""",
}


def write_export(path: Path, rows: int, late: int, *, later: bool = False) -> None:
    """An export of invented dossiers, all handed over, `late` of them three days late.

    later: 1 % of them have another status and day of handing over.
    """
    chance = random.Random(1)
    lines = (_row(n, n % (rows // late) == 0, later and n % 100 == 50, chance) for n in range(rows))
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(chain([HEAD], lines))
        return
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Danh sách")
        for n, line in enumerate(chain([HEAD], lines)):
            sheet.write_row(n, 0, line)


def _row(n: int, late: bool, changed: bool, chance: random.Random) -> list[str | int]:
    received = datetime(2021, 1, 4, 8) + timedelta(minutes=chance.randrange(200 * 1440))  # noqa: DTZ001
    due = (received + timedelta(days=15)).replace(hour=17, minute=0)
    early = timedelta(days=chance.randrange(1, 10), minutes=chance.randrange(600))
    done = due + timedelta(days=3) if late else max(due - early, received)
    returned = done + timedelta(days=2 if changed else 1)
    return [
        n + 1,
        "Trung tâm Phục vụ hành chính công tỉnh Nam Sơn",
        "Việc làm",
        f"1.0099{n % 10:02}",
        f"Cấp giấy phép lao động cho người lao động nước ngoài, mẫu {n % 10}",
        f"000.11.22.H99-{received:%y%m%d}-{n:05}",
        "Đã xử lý xong" if changed else "Đã trả kết quả",
        "Trực tuyến",
        f"Số {n % 500} đường Trần Phú, phường {n % 30}",
        f"Nguyễn Văn {n % 5000}",
        f"Trần Thị Bích {n % 7000}",
        f"Phòng số {n % 20}",
        f"Cán bộ {n % 60}",
        *(f"{stamp:%d/%m/%Y %H:%M:%S}" for stamp in (received, received, due, done, returned)),
    ]


def measure(command: list[str], cwd: Path) -> tuple[float, float, float]:
    """Seconds, seconds of computing, and peak memory in MB of a process."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[:2]} left with {process.returncode}")
    seconds = time.perf_counter() - start
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    """Print a table of the measurements."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--late", type=int, default=1_000)
    parser.add_argument("--csv", action="store_true", help="a csv instead of an xlsx")
    options = parser.parse_args()
    tthc = str(Path(sys.executable).with_name("tthc"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        export = folder / ("export.csv" if options.csv else "export.xlsx")
        config = CONFIG.replace("export.xlsx", export.name)
        (folder / "config.toml").write_text(config, encoding="utf-8")
        write_export(export, options.rows, options.late)
        run = [tthc, "run", "--as-of", "2021-09-30", "--format", "json"]
        alone = measure([sys.executable, "-c", READ_ALONE[export.suffix], export.name], folder)
        measured = {
            "reading alone": alone,
            "first run, letters included": measure(run, folder),
            "second run, same file": measure(run, folder),
        }
        write_export(export, options.rows, options.late, later=True)
        measured["third run, 1 % changed"] = measure(run, folder)
        letters = sum(1 for _ in folder.rglob("*.docx"))
    print("time, processor time, peak memory, processor time to that of reading alone")
    print(f"{options.rows} rows of {export.suffix}, {letters} letters, {os.cpu_count()} cores")
    for what, (seconds, computing, megabytes) in measured.items():
        ratio = computing / alone[1]
        print(f"{what:28} {seconds:6.1f} s {computing:6.1f} s {megabytes:6.0f} MB {ratio:5.1f} x")


if __name__ == "__main__":
    main()
