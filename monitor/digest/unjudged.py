"""What could not be judged, and why."""

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
        for rule in RULES:
            if rule.code not in known.judged:
                yield say("unknown", "rule", title=rule.title, why=_why(known, rule))


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
