"""From the facts frame to findings: which rules are judged, and what they found."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from monitor.config import Settings
from monitor.facts import FactsFrame
from monitor.intake.pull import Pull
from monitor.store.findings import Found
from rules import RULES, Facts, Rule, judge
from rules.messages import facts_needed, finding_message, provisional_years, years_told
from rules.rule import Needs, reasons


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of judging.

    rules: codes of the rules that were judged. failed: code → why a rule that should have been
    judged was not. notes: what a person should know. provisional: years whose calendar is not
    announced and that figures rest on.
    """

    found: list[Found]
    rules: list[str]
    failed: Mapping[str, str]
    notes: list[str]
    provisional: list[int]


def absent_sources(settings: Settings, pull: Pull) -> dict[Needs, str]:
    """What this office does not have, so that the rules that need it can't be judged."""
    absent: dict[Needs, str] = {}
    if settings.procedures is None:
        absent[Needs.CATALOGUE] = "config.toml has no [procedures]"
    if settings.postings is None:
        absent[Needs.POSTINGS] = "config.toml has no [postings]"
    if Facts.result_file.name not in pull.columns:
        absent[Needs.RESULT_FILES] = "the export has no column for result files"
    return absent


def judge_all(
    facts: FactsFrame,
    settings: Settings,
    absent: Mapping[Needs, str],
    unread: Mapping[Needs, str],
) -> Judged:
    """Judge every rule that is enabled and has its sources.

    absent: sources that there are not → why; their rules are not judged. unread: sources that are
    configured but could not be read → why; their rules count as failed.
    """
    notes: list[str] = []
    failed: dict[str, str] = {}
    wanted: list[Rule] = []
    for rule in RULES:
        lacking = next((absent[need] for need in rule.needs if need in absent), "")
        broken = next((unread[need] for need in rule.needs if need in unread), "")
        if not settings.rules.of(rule)["enabled"]:
            lacking = "it is switched off in config.toml"
        if lacking:
            notes.append(f"{rule.code} was not judged: {lacking}")
        elif broken:
            failed[rule.code] = broken
        else:
            wanted.append(rule)
    own = {rule.code: settings.rules.own(rule) for rule in wanted}
    judgement = judge(facts.frame, wanted, own, by_clock=settings.late_by_clock)
    failed |= judgement.failed
    judged = [rule for rule in wanted if rule.code not in judgement.failed]
    hits = judgement.hits
    found: list[Found] = []
    provisional: set[int] = set()
    for rule in judged:
        severity = settings.rules.of(rule)["severity"]
        rows = facts.rows(hits[rule.code], ["code", *facts_needed(rule)])
        held = reasons(rule, Facts(by_clock=settings.late_by_clock), own[rule.code])
        words = facts.reasons(hits[rule.code], held) if held else [[] for _ in rows]
        for row, why in zip(rows, words, strict=True):
            provisional.update(provisional_years(rule, row, facts.calendar, facts.as_of))
            found.append(
                Found(
                    rule=rule.code,
                    dossier=row.pop("code"),
                    severity=str(severity),
                    working_days_late=row["working_days_late"],
                    message=finding_message(rule, row, facts.calendar, facts.as_of, why),
                    facts={name: _json(value) for name, value in row.items()},
                )
            )
    notes += _calendar_notes(provisional)
    return Judged(found, [rule.code for rule in judged], failed, notes, sorted(provisional))


def _calendar_notes(years: Collection[int]) -> list[str]:
    if not years:
        return []
    note = "figures that rest on days of {} are computed and provisional: the announced days off "
    note += "are not known; add them under [calendar]"
    return [note.format(years_told(sorted(years)))]


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value
