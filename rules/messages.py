"""The sentence of a finding: a rule's message with the dossier's own figures."""

from collections.abc import Mapping
from datetime import date
from string import Formatter
from typing import Any

from rules.rule import Rule

PROVISIONAL = " (Số ngày tạm tính: lịch nghỉ năm {years} chưa công bố.)"


def facts_named(rule: Rule) -> set[str]:
    """The facts that the rule's message prints."""
    return {name for _, name, _, _ in Formatter().parse(rule.message) if name}


def finding_message(rule: Rule, facts: Mapping[str, Any], provisional: tuple[int, ...] = ()) -> str:
    """The Vietnamese sentence that an officer reads.

    facts: the dossier's values, at least those that `facts_named` lists.
    provisional: years that the figures rest on and whose calendar has not been announced.
    """
    values = {name: _shown(value) for name, value in facts.items()}
    suffix = PROVISIONAL.format(years=", ".join(map(str, provisional))) if provisional else ""
    return rule.message.format_map(values) + suffix


def _shown(value: Any) -> str:
    if value is None:
        return "chưa rõ"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value)
