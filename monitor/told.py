"""Values of a dossier as an officer reads them."""

from datetime import date, datetime, time
from typing import Any

from monitor.intake.wordings import official_name
from rules.columns import Kind
from rules.facts import FACTS

_WORDED = ("status", "channel", "applicant_kind")
_FACTS = {fact.name: fact for fact in FACTS}


def term_of(name: str) -> str:
    """The Vietnamese term of a fact, with a capital; the name itself of what is no fact."""
    term = _FACTS[name].term if name in _FACTS else name
    return term[:1].upper() + term[1:]


def told(name: str, value: Any) -> str:
    """A fact's value: dates as 30/09/2021, the clock where there is one, codes with their words."""
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}" if value.time() != time.min else f"{value:%d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if value is not None and name in _WORDED:
        return f"{value} {official_name(name, value)}"
    return "" if value is None else str(value)


def told_from_log(name: str, text: str | None) -> str:
    """The same of a value as the change log keeps it: as text."""
    kind = _FACTS[name].kind if name in _FACTS else Kind.TEXT
    if text is None or kind is Kind.TEXT:
        return text or ""
    if kind is Kind.INTEGER:
        return told(name, int(text))
    return told(name, datetime.fromisoformat(text))
