"""The bundled sample as an office with people: 412 dossiers on 30/09/2021, 33 late."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

from office import Office
from review_site import add
from typer.testing import CliRunner

from monitor.cli.app import app
from monitor.store.database import open_database

DIVISION, ANOTHER = "Phòng Lao động - Việc làm", "Thanh tra Sở"


class Sample(Office):
    """An office whose folder is made already."""

    def __post_init__(self) -> None:
        self.engine = open_database(self.settings.database_url)


def sample_office(folder: Path) -> Sample:
    """The sample in that folder, with a leader, the office, an administrator and a division."""
    assert CliRunner().invoke(app(), ["demo", "--out", str(folder)]).exit_code == 0
    office = Sample(folder)
    for role in ("viewer", "approver"):
        add(office, role, role, unit=DIVISION)
    for role, name in (("leader", "Phạm Văn Chánh"), ("admin", "Lê Thị Mai")):
        add(office, role, role, unit=None, name=name)
    return office


def figures(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    """What `tthc indicators` says."""
    command = ["indicators", "--config", str(folder / "config.toml"), "--format", "json"]
    result = CliRunner().invoke(app(), [*command, *arguments])
    assert result.exit_code == 0, result.output
    told: list[dict[str, Any]] = json.loads(result.stdout)
    return told


def cells(text: str, section: str) -> Iterator[list[str]]:
    """The rows of the tables in a section of a page, as plain words."""
    part = text.partition(f'<section aria-labelledby="{section}">')[2].partition("</section>")[0]
    for row in re.findall(r"<tr[ >].*?</tr>", part, re.DOTALL):
        found = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        yield [plain(cell) for cell in found]


def plain(markup: str) -> str:
    """Words without their markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).replace("\u00a0", " ").split())
