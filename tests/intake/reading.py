"""Reads files as a run does, with the settings that a test cares for."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from monitor.intake.dates import DateReader
from monitor.intake.named_layouts import named_layout
from monitor.intake.pull import Pull
from monitor.intake.read import read_pull
from monitor.intake.table import TableReader
from monitor.sources.files import FileSource

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def dates(formats: Sequence[str] = (), stamps: str = "Asia/Ho_Chi_Minh") -> DateReader:
    return DateReader(tuple(formats), VIETNAM, ZoneInfo(stamps))


def read(
    path: Path,
    columns: Mapping[str, Sequence[str]] | None = None,
    statuses: dict[str, int] | None = None,
    layout: str = "auto",
) -> Pull:
    reader = TableReader(dates(), statuses or {})
    named = named_layout(layout)
    pull = read_pull(FileSource(path).batches(), reader, columns or {}, lambda *_: None, named)
    assert pull.read == pull.accepted + len(pull.rejected)
    return pull


def dossier(pull: Pull, code: str) -> dict[str, Any]:
    """The dossier with that code, without the columns that are empty."""
    rows = pull.dossiers[pull.dossiers["code"] == code]
    assert len(rows) == 1
    values = {str(name): rows[name].array.__arrow_array__().to_pylist()[0] for name in rows.columns}
    return {name: value for name, value in values.items() if value is not None}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)
