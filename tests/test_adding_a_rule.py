"""docs/adding-a-rule.md is true to the letter: its three steps add a rule, and that is all."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "adding-a-rule.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)


MODULE, CASES = blocks("python")[0], blocks("yaml")[0]
IMPORT, ENTRY = (
    line.removeprefix("+")
    for block in blocks("diff")
    for line in re.findall(r"^\+.*\n", block, re.M)
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The rules and their tests alone, without the service around them."""
    for folder in ("rules", "tests/rules"):
        left_out = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=left_out)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def follow_the_page(folder: Path, module: str = MODULE) -> None:
    (folder / "rules" / "officers.py").write_text(module, encoding="utf-8")
    catalogue = folder / "rules" / "catalogue.py"
    lines = catalogue.read_text(encoding="utf-8").splitlines(keepends=True)
    place = next(n for n, line in enumerate(lines) if line.startswith("from ") and line > IMPORT)
    assert lines[-1] == ")\n"
    lines = [*lines[:place], IMPORT, *lines[place:-1], ENTRY, lines[-1]]
    catalogue.write_text("".join(lines), encoding="utf-8")
    (folder / "tests" / "rules" / "cases" / "no-officer.yaml").write_text(CASES, encoding="utf-8")


def outcome(folder: Path) -> subprocess.CompletedProcess[str]:
    """The tests of the catalogue and of the cases that concern the new rule or the list as such."""
    tests = [f"tests/rules/test_{name}.py" for name in ("rule_cases", "catalogue")]
    options = ["-rA", "-p", "no:cacheprovider", "--color=no", f"--basetemp={folder / 'pt'}"]
    options += ["-k", "no-officer or test_no_ or test_every_rule"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *options, *tests],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_a_rule_added_as_the_page_says_hits_what_the_page_says(copy: Path) -> None:
    follow_the_page(copy)
    run = outcome(copy)
    assert run.returncode == 0, run.stdout
    sheet = yaml.safe_load(CASES)
    for key, says in (("hits", "hits"), ("does_not_hit", "does not hit")):
        for case in sheet[key]:
            ended = re.escape(f"[no-officer {says}: {case['name']}]")
            assert re.search(f"^PASSED .*{ended}$", run.stdout, re.M)


def test_the_tests_notice_when_the_condition_is_turned_round(copy: Path) -> None:
    follow_the_page(copy, MODULE.replace("f.officer.is_null()", "~f.officer.is_null()"))
    run = outcome(copy)
    assert run.returncode == pytest.ExitCode.TESTS_FAILED
    assert re.search(r"^FAILED .*\[no-officer hits: received yesterday", run.stdout, re.M)


def test_the_tests_notice_a_rule_without_cases(copy: Path) -> None:
    follow_the_page(copy)
    (copy / "tests" / "rules" / "cases" / "no-officer.yaml").unlink()
    run = outcome(copy)
    assert re.search(r"^FAILED .*at_least_three_cases.*\[no-officer]", run.stdout, re.M)
