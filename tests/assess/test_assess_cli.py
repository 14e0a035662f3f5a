"""`tthc assess`: whole folders or none, and errors that say what to do."""

import json
import subprocess
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pytest
from command import tthc
from pyarrow import parquet
from spark_session import SETTINGS, spark_is_missing

from monitor.assess import EngineName, MissingEngineError, OccupiedError, new_folder, open_engine
from monitor.assess import engine as engines
from rules import RULES


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with a config file and a data set of one late dossier."""
    (tmp_path / "config.toml").write_text('[source]\npath = "export.xlsx"\n', encoding="utf-8")
    late = {
        "code": ["A"],
        "status": [4],
        "due_at": [datetime(2021, 9, 20, 17)],
        "completed_at": pa.array([None], pa.timestamp("us")),
    }
    parquet.write_table(pa.table(late), tmp_path / "dossiers.parquet")
    return tmp_path


def assess(office: Path, *more: str) -> subprocess.CompletedProcess[str]:
    options = ("--input", "dossiers.parquet", "--output", "out", "--as-of", "2021-09-30")
    result = tthc("assess", *options, *more, cwd=office)
    texts = result.stdout.decode(), result.stderr.decode()
    return subprocess.CompletedProcess(result.args, result.returncode, *texts)


def test_what_was_found_is_written_and_told(office: Path) -> None:
    result = assess(office, "--engine", "duckdb")
    assert result.returncode == 0, result.stderr
    found = parquet.read_table(office / "out" / "findings")
    assert {"overdue-open", "apology-missing"} <= set(found["rule"].to_pylist())
    assert f"1 dossiers read, {found.num_rows} findings in out" in result.stdout
    assert "overdue-open" in result.stdout
    assert "result-not-posted was not judged: the input lacks posted_at" in result.stderr
    assert {path.name for path in (office / "out").iterdir()} == {"findings", "summary.json"}

    again = assess(office)
    assert again.returncode == 2
    assert "out is not empty; name another folder, or say --overwrite" in again.stderr
    over = assess(office, "--overwrite", "--format", "json")
    assert over.returncode == 0
    summary = json.loads(over.stdout)
    assert summary == json.loads((office / "out" / "summary.json").read_text("utf-8"))
    assert sum(summary["by_severity"].values()) == summary["findings"] == found.num_rows


def test_without_a_config_file_the_defaults_judge(office: Path) -> None:
    (office / "config.toml").unlink()
    result = assess(office)
    assert result.returncode == 0, result.stderr
    assert "no config.toml here: judged by the defaults of the rules" in result.stderr
    assert "overdue-open" in parquet.read_table(office / "out" / "findings")["rule"].to_pylist()


def test_spark_gives_the_same_with_its_settings_from_the_command_line(office: Path) -> None:
    if why := spark_is_missing():
        pytest.skip(why)
    off = [f"[rules.{rule.code}]\nenabled = false\n" for rule in RULES[3:]]  # it takes so long
    with (office / "config.toml").open("a", encoding="utf-8") as config:
        config.writelines(off)
    here = assess(office, "--format", "json")
    settings = [part for key, value in SETTINGS.items() for part in ("--spark", f"{key}={value}")]
    there = assess(office, "--engine", "spark", *settings, "--overwrite", "--format", "json")
    assert there.returncode == 0, there.stderr
    assert json.loads(there.stdout) == json.loads(here.stdout) | {"engine": "spark"}
    found = parquet.read_table(office / "out" / "findings")
    assert found["rule"].to_pylist() == ["overdue-open"]


def test_a_failure_leaves_what_was_there(office: Path) -> None:
    parquet.write_table(pa.table({"code": ["A"]}), office / "dossiers.parquet")
    result = assess(office)
    assert result.returncode == 1
    assert result.stderr.startswith("Error: the input can't be judged: column status is missing")
    assert {path.name for path in office.iterdir()} == {"config.toml", "dossiers.parquet"}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--engine", "excel"), "'excel' is not one of"),
        (("--spark", "spark.master=local[2]"), "the engine is pandas"),
        (("--engine", "spark", "--spark", "spark.master"), "expected KEY=VALUE"),
        (("--input", "s3a://bucket/data"), "addresses are read by Spark alone"),
        (("--config", "nowhere.toml"), "there is no such file"),
    ],
)
def test_wrong_usage_is_refused(office: Path, more: tuple[str, ...], said: str) -> None:
    result = assess(office, *more)
    assert result.returncode == 2
    assert said in " ".join(result.stderr.split())
    assert not (office / "out").exists()


def test_a_folder_with_other_things_in_it_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "out" / "photos").mkdir(parents=True)
    with (
        pytest.raises(OccupiedError, match="holds what is of no assessment"),
        new_folder(tmp_path / "out", overwrite=True),
    ):
        pass
    (tmp_path / "file").touch()
    with (
        pytest.raises(OccupiedError, match="is a file"),
        new_folder(tmp_path / "file", overwrite=True),
    ):
        pass
    assert (tmp_path / "out" / "photos").is_dir()


def test_an_earlier_assessment_stands_until_the_new_one_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with new_folder(target, overwrite=False) as folder:
        (folder / "summary.json").write_text("first")
        assert not target.exists()
    with pytest.raises(FileNotFoundError), new_folder(target, overwrite=True) as folder:
        (folder / "nowhere" / "summary.json").write_text("what can't be written")
    assert (target / "summary.json").read_text() == "first"
    with new_folder(target, overwrite=True) as folder:
        (folder / "summary.json").write_text("second")
    assert (target / "summary.json").read_text() == "second"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_engine_that_is_not_installed_is_named_with_its_extra(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda _: None)
    with pytest.raises(MissingEngineError, match=r'pip install "tthc-monitor\[polars\]"'):
        open_engine(EngineName.POLARS, {})


def test_spark_without_java_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda name: name)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.delenv("SPARK_REMOTE", raising=False)
    with pytest.raises(MissingEngineError, match="apt install default-jre-headless"):
        open_engine(EngineName.SPARK, {})
