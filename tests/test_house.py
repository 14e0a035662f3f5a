"""The house stays as it was planned: layers, sizes, and nothing that belongs to one machine."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from statistics import median

import pytest
from importlinter.api import read_configuration

ROOT = Path(__file__).parents[1]
ROOMS = ("rules", "letters", "monitor")
MODULES = sorted(p for room in ROOMS for p in (ROOT / room).rglob("*.py"))
LONGEST, MEDIAN = 400, 120


def test_the_layer_contracts_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert len(read_configuration()["contracts_options"]) >= 3
    # In a process of its own: it turns off the loggers that it finds, which other tests read.
    lint = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    assert subprocess.run(lint, check=False).returncode == 0


def test_modules_are_small() -> None:
    lengths = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in MODULES}
    assert {p: n for p, n in lengths.items() if n > LONGEST} == {}
    assert median(lengths.values()) < MEDIAN


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_each_module_says_first_what_it_is_for(path: Path) -> None:
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert doc
    assert doc.splitlines()[0].endswith(".")


def test_nothing_below_the_command_line_asks_for_the_clock() -> None:
    asks = re.compile(r"\b(?:date\.today|datetime\.now|datetime\.utcnow|time\.time)\(")
    below = [p for p in MODULES if "cli" not in p.parts]
    assert [p for p in below if asks.search(p.read_text(encoding="utf-8"))] == []


def tracked() -> list[Path]:
    """The files that git tracks; in a checkout without git, the sources."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    names = listed.stdout.decode().split("\0") if listed.returncode == 0 else []
    return [ROOT / name for name in names if name] or [*MODULES, *ROOT.glob("requirements/*")]


def test_no_file_holds_a_path_of_a_machine_or_the_address_of_a_package_index() -> None:
    forbidden = re.compile(rb"(?<![\w.])/(?:work|root)/|--(?:extra-)?index-url|/simple[/]")
    found = [p for p in tracked() if p.is_file() and forbidden.search(p.read_bytes())]
    assert found == []


def test_every_locked_package_has_hashes() -> None:
    for name in ("run.txt", "dev.txt", "spark.txt"):
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        entries = re.split(r"\n(?=[a-z0-9])", text.partition("\n\n")[2] or text)
        packages = [entry for entry in entries if "==" in entry]
        assert packages
        assert [p.splitlines()[0] for p in packages if "--hash=sha256:" not in p] == []


def test_the_version_stands_in_the_changelog() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "version"
    ]
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
