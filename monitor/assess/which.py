"""Which rules can be judged over a data set, and why the others can not."""

from collections.abc import Collection

from monitor.assess.columns import INPUTS
from monitor.config import Settings
from rules import RULES, Rule


def rules_to_judge(
    settings: Settings, columns: Collection[str]
) -> tuple[list[Rule], dict[str, str]]:
    """The rules, and code → reason of those left out.

    columns: those that the data set has. A source that a rule needs is there if one of the facts
    that it fills is.
    """
    sources = {INPUTS[name].origin.value for name in columns if name in INPUTS}
    judged: list[Rule] = []
    left_out: dict[str, str] = {}
    for rule in RULES:
        lacking = sorted(need.value for need in rule.needs if need.value not in sources)
        if not settings.rules.of(rule)["enabled"]:
            left_out[rule.code] = "it is switched off in config.toml"
        elif lacking:
            left_out[rule.code] = f"the input lacks {_columns_of(lacking)}"
        else:
            judged.append(rule)
    return judged, left_out


def _columns_of(sources: Collection[str]) -> str:
    return ", ".join(n for n, fact in INPUTS.items() if fact.origin.value in sources) or ", ".join(
        sources
    )
