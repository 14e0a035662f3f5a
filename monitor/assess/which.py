"""Which rules can be judged over a data set, and why the others can not."""

from collections.abc import Collection

from monitor.config import Settings
from rules import RULES, Facts, Rule
from rules.rule import Needs

# The column that a source fills: where a data set has it, the source is there.
_FILLED = {
    Needs.POSTINGS: Facts.posted_at,
    Needs.CATALOGUE: Facts.legal_term,
    Needs.RESULT_FILES: Facts.result_file,
}


def rules_to_judge(
    settings: Settings, columns: Collection[str]
) -> tuple[list[Rule], dict[str, str]]:
    """The rules, and code → reason of those left out.

    columns: those that the data set has.
    """
    judged: list[Rule] = []
    left_out: dict[str, str] = {}
    for rule in RULES:
        wanted = sorted(_FILLED[need].name for need in rule.needs)
        lacking = [name for name in wanted if name not in columns]
        if not settings.rules.of(rule)["enabled"]:
            left_out[rule.code] = "it is switched off in config.toml"
        elif lacking:
            left_out[rule.code] = f"the input lacks {', '.join(lacking)}"
        else:
            judged.append(rule)
    return judged, left_out
