"""A small office for tests: its config, its export, its database, its runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from export_files import write
from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine import make_url

from monitor import nightly
from monitor.config import Settings, load_settings
from monitor.report import Report
from monitor.store.database import open_database, upgrade
from monitor.store.findings import list_findings

AS_OF = date(2021, 9, 30)
NOW = datetime(2021, 9, 30, 1, 0)
HEAD = (
    "STT",
    "Mã hồ sơ",
    "Chủ hồ sơ",
    "Tên thủ tục hành chính",
    "Đơn vị xử lý",
    "Cán bộ xử lý",
    "Ngày tiếp nhận",
    "Ngày hẹn trả",
    "Ngày kết thúc xử lý",
    "Trạng thái",
)
CONFIG = """
[agency]
name = "Sở Lao động - Thương binh và Xã hội"
parent = "Ủy ban nhân dân tỉnh Nam Sơn"
place = "Nam Sơn"
signer_title = "Giám đốc"
[source]
settle_s = 0
path = "export.xlsx"
"""


def row(
    code: str | None,
    *,
    due: str = "10/09/2021 17:00:00",
    done: str = "",
    status: str = "Đang xử lý",
    unit: str = "Phòng Việc làm",
    applicant: str = "Nguyễn Văn An",
    received: str = "01/09/2021 08:00:00",
) -> list[Any]:
    """One row of the export; by default an open dossier that is long overdue."""
    procedure = "Cấp giấy phép lao động"
    return [1, code, applicant, procedure, unit, "Lê Thị Bình", received, due, done, status]


def finished(code: str, *, done: str = "09/09/2021 10:00:00", **other: Any) -> list[Any]:
    """A finished dossier; by default in time."""
    return row(code, done=done, status="Đã xử lý xong", **other)


@cache
def _empty_tables() -> bytes:
    """A new SQLite file; to make its tables anew for each of thousands of offices takes long."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "tthc.db")
        engine = open_database(f"sqlite:///{file}")
        upgrade(engine)
        engine.dispose()
        return file.read_bytes()


@dataclass
class Office:
    """An office in a folder of its own."""

    folder: Path
    url: str = ""
    config: str = CONFIG
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        self.write_config()
        file = make_url(self.settings.database_url).database
        if not self.url and file and not Path(file).exists():
            Path(file).write_bytes(_empty_tables())
        self.engine = open_database(self.settings.database_url)
        upgrade(self.engine)

    def write_config(self, more: str = "") -> Path:
        """The config file, with further lines at its end."""
        database = f'[database]\nurl = "{self.url}"\n' if self.url else ""
        file = self.folder / "config.toml"
        file.write_text(self.config + more + database, encoding="utf-8")
        return file

    @property
    def settings(self) -> Settings:
        return load_settings(self.folder / "config.toml")

    def export(self, *rows: Sequence[Any], name: str = "export.xlsx") -> Path:
        return write(self.folder / name, [HEAD, *rows])

    def run(self, as_of: date = AS_OF) -> Report:
        return nightly.run(self.settings, self.engine, as_of, lambda: NOW, lambda *_: None)

    def findings(self, *, every: bool = False) -> list[tuple[str, str]]:
        """(rule, dossier) of each finding, sorted."""
        with self.engine.connect() as connection:
            found = list_findings(connection, closed_too=every)
        return sorted((one["rule"], one["dossier"]) for one in found)

    def rows(self, query: str) -> list[Mapping[str, Any]]:
        with self.engine.connect() as connection:
            return [dict(r) for r in connection.execute(text(query)).mappings()]

    def contents(self) -> dict[str, list[Mapping[str, Any]]]:
        """Everything that is kept, the run ledger apart."""
        tables = ("dossier", "change_log", "rejected_row", "finding", "letter", "posting")
        return {name: self.rows(f"SELECT * FROM {name} ORDER BY 1") for name in tables}

    def connection(self) -> Connection:
        return self.engine.connect()


def opened(folder: Path) -> Office:
    """The office that another process has made there."""
    office = object.__new__(Office)
    office.folder = folder
    office.engine = open_database(office.settings.database_url)
    return office
