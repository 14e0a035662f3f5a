"""What could not be judged, and why."""

from collections import defaultdict
from collections.abc import Iterator

from monitor.digest.known import Known
from monitor.digest.words import say
from monitor.office_figures import without_source
from rules import RULES, Rule
from rules.indicators import INDICATORS
from rules.rule import Needs


def unjudged(known: Known) -> Iterator[str]:
    """Rules, indicators and dossiers of which nothing is said, each with its reason."""
    if count := known.count("no-deadline"):
        yield say("unknown", "no_deadline", count=count)
    share = known.figure("on-time-share")
    if share and share.tally.unknown:
        yield say("unknown", "unclear", count=share.tally.unknown)
    absent = without_source(known.settings)
    for one in INDICATORS:
        if one.code in absent:
            yield say("unknown", "indicator", title=one.title, why=absent[one.code])
    if known.run:
        titles: dict[str, list[str]] = defaultdict(list)
        for rule in RULES:
            if rule.code not in known.judged:
                titles[_why(known, rule)].append(f"“{rule.title}”")
        for why, those in titles.items():
            yield say("unknown", "rules", titles=", ".join(those), why=why)


def _why(known: Known, rule: Rule) -> str:
    settings = known.settings
    if not settings.rules.of(rule)["enabled"]:
        return say("not_judged", "off")
    there = {
        Needs.POSTINGS: settings.postings is not None,
        Needs.CATALOGUE: settings.procedures is not None,
        Needs.RESULT_FILES: False,
    }
    lacking = next((need for need in rule.needs if not there[need]), None)
    return say("not_judged", lacking or "failed")
