"""From the facts frame to findings: which rules are judged, and what they found."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from monitor.config import Settings
from monitor.facts import FactsFrame
from monitor.store.findings import Found
from rules import RULES, Rule, judge
from rules.messages import facts_needed, finding_message, provisional_years, years_told
from rules.rule import Needs


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


def judge_all(facts: FactsFrame, settings: Settings, unread: Mapping[Needs, str]) -> Judged:
    """Judge every rule that is enabled and has its sources.

    unread: sources that are configured but could not be read → why; their rules count as failed.
    """
    notes: list[str] = []
    failed: dict[str, str] = {}
    wanted: list[Rule] = []
    for rule in RULES:
        missing = next((need for need in rule.needs if need in unread), None)
        if not settings.rules.of(rule)["enabled"]:
            notes.append(f"{rule.code} was not judged: it is switched off in config.toml")
        elif Needs.POSTINGS in rule.needs and settings.postings is None:
            notes.append(f"{rule.code} was not judged: config.toml has no [postings]")
        elif missing:
            failed[rule.code] = unread[missing]
        else:
            wanted.append(rule)
    own = {rule.code: settings.rules.own(rule) for rule in wanted}
    judgement = judge(facts.frame, wanted, own, by_clock=settings.late_by_clock)
    failed |= judgement.failed
    judged = [rule for rule in wanted if rule.code not in judgement.failed]
    hits = judgement.hits.to_native()
    found: list[Found] = []
    provisional: set[int] = set()
    for rule in judged:
        needed = facts_needed(rule)
        severity = settings.rules.of(rule)["severity"]
        for row in facts.rows(hits[rule.code], ["code", *needed]):
            provisional.update(provisional_years(rule, row, facts.calendar, facts.as_of))
            found.append(
                Found(
                    rule=rule.code,
                    dossier=row.pop("code"),
                    severity=str(severity),
                    working_days_late=row["working_days_late"],
                    message=finding_message(rule, row, facts.calendar, facts.as_of),
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
