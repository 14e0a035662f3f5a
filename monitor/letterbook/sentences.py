"""The Vietnamese sentences that officers read, from data/sentences.toml."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """Group → key → sentence, with names in braces."""
    text = files("monitor.letterbook.data").joinpath("sentences.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def say(group: str, key: str, /, **values: object) -> str:
    """A sentence with its values filled in; days as dd/MM/yyyy."""
    return sentences()[group][key].format(**{name: _told(one) for name, one in values.items()})


def _told(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%H:%M} ngày {value:%d/%m/%Y}"
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
