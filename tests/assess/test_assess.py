"""A data set is judged outside the database, alike on every engine, or refused with the reason."""

import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import narwhals as nw
import pyarrow as pa
import pytest
from engines import AS_OF, invented
from pyarrow import dataset, parquet
from rules_frame import SHIPPED
from spark_session import SETTINGS

from monitor.assess import Assessor, EngineName, Summary, open_engine, which
from monitor.assess.columns import canonical
from monitor.config import Settings
from monitor.intake.errors import IntakeError
from rules import RULES, judge, prepare, rule
from rules.law import cite
from rules.messages import facts_needed
from rules.worktime.table import calendar_table

IN_PROCESS = [EngineName.PANDAS, EngineName.POLARS, EngineName.DUCKDB]
ON_EACH_ENGINE = pytest.mark.parametrize("name", IN_PROCESS)

DOSSIERS = invented(seed=7, count=3000)


def assess(
    name: EngineName, inputs: Sequence[Path | str], folder: Path, **settings: Any
) -> Summary:
    folder.mkdir()
    table = {"source": {"path": "export.xlsx"}, **settings}
    assessor = Assessor(
        name=name.value,
        engine=open_engine(name, SETTINGS if name is EngineName.SPARK else {}),
        settings=Settings.from_table(table, folder),
        calendar=SHIPPED,
        as_of=AS_OF,
    )
    return assessor.assess([str(path) for path in inputs], folder)


def written(table: pa.Table, path: Path) -> Path:
    parquet.write_table(table, path)
    return path


def one_dossier(**values: Any) -> pa.Table:
    late = {"code": ["A"], "status": [4], "due_at": [datetime(2021, 9, 20, 17)]}
    late["completed_at"] = pa.array([None], pa.timestamp("us"))
    return pa.table({name: value for name, value in {**late, **values}.items() if value})


def findings(folder: Path) -> list[dict[str, Any]]:
    rows = dataset.dataset(folder / "findings", format="parquet").to_table().to_pylist()
    return sorted(rows, key=lambda row: (row["rule"], row["dossier"]))


@pytest.fixture(scope="module")
def on_pandas(tmp_path_factory: pytest.TempPathFactory) -> tuple[Summary, list[dict[str, Any]]]:
    """What comes of the invented dossiers on pandas."""
    folder = tmp_path_factory.mktemp("pandas")
    file = written(DOSSIERS, folder / "dossiers.parquet")
    summary = assess(EngineName.PANDAS, [file], folder / "out")
    return summary, findings(folder / "out")


@ON_EACH_ENGINE
def test_findings_and_summary_are_the_same_on_every_engine(
    name: EngineName, on_pandas: tuple[Summary, list[dict[str, Any]]], tmp_path: Path
) -> None:
    file = written(DOSSIERS, tmp_path / "dossiers.parquet")
    summary = assess(name, [file], tmp_path / "there")
    here, found = on_pandas
    assert findings(tmp_path / "there") == found
    assert summary.hits == here.hits
    assert summary.complete
    assert summary.dossiers == 3000
    assert summary.hits.keys() == {rule.code for rule in RULES}
    assert json.loads((tmp_path / "there" / "summary.json").read_text("utf-8")) == summary.as_json()


@pytest.mark.parametrize("by_clock", [False, True])
def test_findings_and_summary_are_the_same_on_spark(
    spark: Any, by_clock: bool, tmp_path: Path
) -> None:
    file = written(DOSSIERS, tmp_path / "dossiers.parquet")
    summary = assess(EngineName.SPARK, [file], tmp_path / "there", late_by_clock=by_clock)
    here = assess(EngineName.PANDAS, [file], tmp_path / "here", late_by_clock=by_clock)
    assert findings(tmp_path / "there") == findings(tmp_path / "here")
    assert summary.hits == here.hits


@ON_EACH_ENGINE
def test_a_finding_tells_its_dossier_its_weight_and_the_figures(
    name: EngineName, tmp_path: Path
) -> None:
    file = written(one_dossier(unit=["Phòng Việc làm"]), tmp_path / "one.parquet")
    settings = {"rules": {"overdue-open": {"severity": "warning"}}}
    assess(name, [file], tmp_path / "out", **settings)
    found = {row["rule"]: row for row in findings(tmp_path / "out")}
    late = found["overdue-open"]
    assert (late["dossier"], late["unit"], late["severity"]) == ("A", "Phòng Việc làm", "warning")
    assert late["working_days_late"] == 8
    assert late["due_at"] == datetime(2021, 9, 20, 17)
    overdue_open = next(rule for rule in RULES if rule.code == "overdue-open")
    assert late.keys() >= set(facts_needed(overdue_open))
    assert found["apology-missing"]["severity"] == "violation"


@ON_EACH_ENGINE
def test_columns_that_are_not_there_are_unknown_and_said(name: EngineName, tmp_path: Path) -> None:
    file = written(one_dossier(), tmp_path / "one.parquet")
    summary = assess(name, [file], tmp_path / "out")
    assert "unit" in summary.absent
    assert "code" not in summary.absent
    assert findings(tmp_path / "out")[0]["unit"] is None
    assert summary.complete


@ON_EACH_ENGINE
def test_a_rule_without_its_source_is_not_judged_and_said(name: EngineName, tmp_path: Path) -> None:
    ended = one_dossier(status=[9], completed_at=[datetime(2021, 8, 2)])
    without = assess(name, [written(ended, tmp_path / "1.parquet")], tmp_path / "without")
    assert without.left_out["result-not-posted"].startswith("the input lacks posted_at")
    posted = ended.append_column("posted_at", pa.array([None], pa.date32()))
    with_it = assess(name, [written(posted, tmp_path / "2.parquet")], tmp_path / "with")
    assert with_it.hits["result-not-posted"] == 1


def test_a_rule_that_is_switched_off_is_not_judged_and_said(tmp_path: Path) -> None:
    file = written(one_dossier(), tmp_path / "one.parquet")
    rules = {"overdue-open": {"enabled": False}}
    summary = assess(EngineName.POLARS, [file], tmp_path / "out", rules=rules)
    assert summary.left_out["overdue-open"] == "it is switched off in config.toml"
    assert "overdue-open" not in summary.hits


@ON_EACH_ENGINE
def test_other_types_of_the_same_meaning_are_taken(name: EngineName, tmp_path: Path) -> None:
    table = one_dossier(
        status=pa.array([4], pa.int16()),
        due_at=pa.array([date(2021, 9, 20)]),
        completed_at=pa.array([None], pa.timestamp("ns")),
        is_late=["a derived column of another hand"],
    )
    assess(name, [written(table, tmp_path / "one.parquet")], tmp_path / "out")
    found = {row["rule"]: row for row in findings(tmp_path / "out")}
    assert found["overdue-open"]["working_days_late"] == 8
    assert found["overdue-open"]["due_at"] == datetime(2021, 9, 20)


@ON_EACH_ENGINE
def test_columns_that_are_missing_or_of_another_type_are_all_named(
    name: EngineName, tmp_path: Path
) -> None:
    table = pa.table(
        {
            "ma_ho_so": ["A"],
            "code": [1],
            "due_at": [datetime(2021, 9, 20, tzinfo=UTC)],
            "posted_at": ["20/09/2021"],
        }
    )
    with pytest.raises(IntakeError) as refused:
        assess(name, [written(table, tmp_path / "one.parquet")], tmp_path / "out")
    said = str(refused.value)
    assert "column status is missing; found: " in said
    assert "column completed_at or returned_at is missing" in said
    assert "column code is Int64; expected text" in said
    assert "column due_at is Datetime(time_unit='us', time_zone='" in said
    assert "expected a timestamp without time zone (local time), or a date" in said
    assert "column posted_at is String; expected a date" in said


@ON_EACH_ENGINE
def test_folders_and_globs_are_read_whole(name: EngineName, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "year=2021"
    folder.mkdir(parents=True)
    written(DOSSIERS.slice(0, 1000), folder / "a.parquet")
    written(DOSSIERS.slice(1000), tmp_path / "data" / "b.parquet")
    assert assess(name, [tmp_path / "data"], tmp_path / "1").dossiers == 3000
    assert assess(name, [tmp_path / "data" / "*.parquet"], tmp_path / "2").dossiers == 2000


def test_what_is_no_data_set_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match=r"nowhere.*: no \.parquet file is there"):
        assess(EngineName.POLARS, [tmp_path / "nowhere" / "*.parquet"], tmp_path / "1")
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1 and nothing else")
    with pytest.raises(IntakeError, match=r"broken\.parquet: can't be read as parquet"):
        assess(EngineName.POLARS, [broken], tmp_path / "2")
    one = written(one_dossier(), tmp_path / "one.parquet")
    other = written(one_dossier(status=["Đang xử lý"]), tmp_path / "two.parquet")
    with pytest.raises(IntakeError, match=r"two\.parquet: its columns differ .*status: string"):
        assess(EngineName.POLARS, [one, other], tmp_path / "3")


@ON_EACH_ENGINE
def test_a_dossier_without_a_code_makes_the_assessment_incomplete(
    name: EngineName, tmp_path: Path
) -> None:
    file = written(one_dossier(code=pa.array([None], pa.string())), tmp_path / "one.parquet")
    summary = assess(name, [file], tmp_path / "out")
    assert summary.nameless == 1
    assert not summary.complete


@ON_EACH_ENGINE
def test_no_dossier_at_all_gives_no_finding(name: EngineName, tmp_path: Path) -> None:
    file = written(DOSSIERS.slice(0, 0), tmp_path / "none.parquet")
    summary = assess(name, [file], tmp_path / "out")
    assert (summary.dossiers, sum(summary.hits.values())) == (0, 0)
    assert findings(tmp_path / "out") == []


BROKEN = rule(
    code="overdue-open",
    title="Quy tắc thử",
    message="Quy tắc thử.",
    severity="data",
    basis=[cite("766/QĐ-TTg", "", "nhóm chỉ số")],
)(lambda f: f.unit.cast(nw.Int64) == 2021)


@ON_EACH_ENGINE
def test_a_rule_that_breaks_when_it_runs_is_told_and_the_others_are_judged(
    name: EngineName,
    on_pandas: tuple[Summary, list[dict[str, Any]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = written(DOSSIERS, tmp_path / "dossiers.parquet")
    whole, _ = on_pandas
    others = tuple(one for one in RULES if one.code != BROKEN.code)
    monkeypatch.setattr(which, "RULES", (BROKEN, *others))
    summary = assess(name, [file], tmp_path / "out")
    assert summary.failed.keys() == {BROKEN.code}
    assert not summary.complete
    assert summary.hits == {code: n for code, n in whole.hits.items() if code != BROKEN.code}
    assert len(findings(tmp_path / "out")) == sum(summary.hits.values())


def test_a_rule_that_breaks_when_it_runs_on_spark_is_told_and_the_others_are_judged(
    spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(DOSSIERS, tmp_path / "dossiers.parquet")
    others = RULES[1:3]  # Spark takes seconds for each
    monkeypatch.setattr(which, "RULES", (BROKEN, *others))
    whole = assess(EngineName.PANDAS, [file], tmp_path / "whole")
    summary = assess(EngineName.SPARK, [file], tmp_path / "out")
    assert summary.failed.keys() == whole.failed.keys() == {BROKEN.code}
    assert "CAST_INVALID_INPUT" in summary.failed[BROKEN.code]
    assert summary.hits == whole.hits
    assert findings(tmp_path / "out") == findings(tmp_path / "whole")


def test_no_dossier_is_sent_to_another_executor_of_spark(
    spark: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(DOSSIERS, tmp_path / "dossiers.parquet")
    engine = open_engine(EngineName.SPARK, SETTINGS)
    dossiers = engine.ready(canonical(engine.read([str(file)])))
    days = engine.calendar(pa.table(calendar_table(SHIPPED)))
    facts = prepare(dossiers, days, SHIPPED, AS_OF, by_clock=True)
    judge(facts, RULES[:2], {}).hits.to_native().explain()
    assert set(re.findall(r"\w*Exchange", capsys.readouterr().out)) == {"BroadcastExchange"}


def test_an_assessment_in_which_no_rule_can_be_judged_is_none(tmp_path: Path) -> None:
    file = written(one_dossier(), tmp_path / "one.parquet")
    off = {one.code: {"enabled": False} for one in RULES}
    with pytest.raises(IntakeError, match="no rule can be judged: all are left out"):
        assess(EngineName.POLARS, [file], tmp_path / "out", rules=off)
