"""Indicators in few words, and which lists of dossiers stand behind them (data/overview.toml)."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from rules.indicators import Span, SpanKind


@dataclass(frozen=True, slots=True)
class Wording:
    """An indicator in few words. down: whether it is better when it falls."""

    short: str
    lists: tuple[Mapping[str, str], ...]
    down: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A list of dossiers: its address, and what stands in it."""

    words: str
    address: str


@cache
def wordings() -> Mapping[str, Wording]:
    """Code of an indicator → its wording; every indicator has one."""
    text = files("monitor.review.data").joinpath("overview.toml").read_text(encoding="utf-8")
    return {code: _wording(table) for code, table in tomllib.loads(text).items()}


def _wording(table: Mapping[str, Any]) -> Wording:
    return Wording(table["short"], tuple(table["lists"]), down=table.get("down", False))


def lists_behind(code: str, span: Span, unit: str | None) -> Iterator[Link]:
    """The lists with the dossiers behind a figure; unit: kept to a division."""
    for one in wordings()[code].lists:
        wanted = {name: value for name, value in one.items() if name != "words"}
        if "period" in wanted:
            wanted |= {"from": f"{span.start}", "to": f"{span.end}"}
        if unit is not None:
            wanted["unit"] = unit
        yield Link(one["words"], f"/dossiers?{urlencode(wanted)}")


def span_name(span: Span) -> str:
    """tháng 9/2021, tuần 27/09–30/09/2021, năm 2021."""
    if span.kind is SpanKind.YEAR:
        return f"năm {span.start.year}"
    if span.kind is SpanKind.MONTH:
        return f"tháng {span.start.month}/{span.start.year}"
    return f"tuần {span.start:%d/%m}–{span.end:%d/%m/%Y}"
