"""One assessment: read → judge → write the findings → count them."""

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import narwhals as nw
import pyarrow as pa

from monitor.assess.columns import INPUTS, canonical
from monitor.assess.engine import AnyFrame, Engine
from monitor.assess.files import is_address, parquet_files
from monitor.assess.findings import facts_beside, one_row_a_finding, with_a_finding
from monitor.assess.output import FINDINGS, SUMMARY
from monitor.assess.summary import Summary, count_by_rule
from monitor.assess.which import rules_to_judge
from monitor.config import Settings
from monitor.intake.errors import IntakeError
from rules import Calendar, Judgement, Rule, judge, prepare
from rules.judge import without_those_that_break
from rules.worktime.table import calendar_table

NEWLINE = "\n"


@dataclass(frozen=True, slots=True)
class Assessor:
    """Judges data sets by the settings of an office, on one engine."""

    name: str
    engine: Engine
    settings: Settings
    calendar: Calendar
    as_of: date

    def assess(self, inputs: Sequence[str], folder: Path) -> Summary:
        """Judge the dossiers of parquet files; write `findings/` and `summary.json` into a folder.

        inputs: files, folders and globs; or addresses that the engine can open, all of them.

        Raises IntakeError for files that can't be read or judged.
        """
        files = list(inputs) if all(map(is_address, inputs)) else parquet_files(inputs)
        try:
            summary = self._assess(files, tuple(inputs), folder)
        except IntakeError:
            raise
        except Exception as error:  # whatever an engine raises over somebody else's files
            said = f"{type(error).__name__}: {str(error).strip().partition(NEWLINE)[0]}"
            raise IntakeError(f"{self.name} could not judge the input: {said}") from error
        text = json.dumps(summary.as_json(), ensure_ascii=False, indent=2)
        (folder / SUMMARY).write_text(text + NEWLINE, encoding="utf-8")
        return summary

    def _assess(self, files: Sequence[str], inputs: tuple[str, ...], folder: Path) -> Summary:
        read = self.engine.read(files)
        columns = read.collect_schema().names()
        dossiers = self.engine.ready(canonical(read))
        rules, left_out = rules_to_judge(self.settings, columns)
        severities = {rule.code: str(self.settings.rules.of(rule)["severity"]) for rule in rules}
        judgement = self._judge(dossiers, rules)
        failed = self._write_what_works(judgement, rules, severities, folder / FINDINGS)
        severities = {code: told for code, told in severities.items() if code not in failed}
        counted = count_by_rule(folder / FINDINGS)
        count, nameless = (
            dossiers.select(nw.len(), nameless=nw.col("code").is_null().cast(nw.Int64).sum())
            .lazy()
            .collect()
            .row(0)
        )
        return Summary(
            as_of=self.as_of,
            engine=self.name,
            input=inputs,
            calendar=self.calendar.version,
            by_clock=self.settings.late_by_clock,
            dossiers=int(count),
            nameless=int(nameless),
            severities=severities,
            hits={code: counted.get(code, 0) for code in severities},
            absent=tuple(column for column in INPUTS if column not in columns),
            left_out=left_out,
            failed=failed,
        )

    def _judge(self, dossiers: AnyFrame, rules: Sequence[Rule]) -> Judgement[Any]:
        by_clock = self.settings.late_by_clock
        days = self.engine.calendar(pa.table(calendar_table(self.calendar)))
        facts = prepare(dossiers, days, self.calendar, self.as_of, by_clock=by_clock)
        own = {rule.code: self.settings.rules.own(rule) for rule in rules}
        return judge(facts, rules, own, by_clock=by_clock, beside=facts_beside(rules))

    def _write_what_works(
        self,
        judgement: Judgement[Any],
        rules: Sequence[Rule],
        severities: Mapping[str, str],
        folder: Path,
    ) -> Mapping[str, str]:
        """Write the findings; rule → why it failed, of those that did."""
        try:
            self._write(judgement, rules, severities, folder)
        except IntakeError:
            raise
        except Exception:
            if not isinstance(judgement.hits, nw.LazyFrame):
                raise
            sound = without_those_that_break(judgement, self.engine.run)
            if sound.failed == judgement.failed:
                raise
            shutil.rmtree(folder, ignore_errors=True)
            self._write(sound, rules, severities, folder)
            return sound.failed
        return judgement.failed

    def _write(
        self,
        judgement: Judgement[Any],
        rules: Sequence[Rule],
        severities: Mapping[str, str],
        folder: Path,
    ) -> None:
        told = {code: s for code, s in severities.items() if code not in judgement.failed}
        if not told:
            why = "; ".join(f"{code}: {reason}" for code, reason in judgement.failed.items())
            raise IntakeError(f"no rule can be judged: {why or 'all are left out'}")
        hits = self.engine.found(with_a_finding(judgement.hits, list(told)))
        self.engine.write(one_row_a_finding(hits, told, facts_beside(rules)), folder)
