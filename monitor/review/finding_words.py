"""Findings in few words: what stands in a row of a list, and what is to be done."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

SEVERITIES = {"violation": "Vi phạm", "warning": "Cảnh báo", "data": "Lỗi dữ liệu"}
LOOKS = {"violation": "bad", "warning": "warn", "data": ""}  # class of a tag


@dataclass(frozen=True, slots=True)
class FindingWords:
    """A rule in few words."""

    tag: str
    todo: str


@cache
def finding_words() -> Mapping[str, FindingWords]:
    """Code of a rule → its words; every rule has some."""
    text = files("monitor.review.data").joinpath("findings.toml").read_text(encoding="utf-8")
    return {code: FindingWords(**words) for code, words in tomllib.loads(text).items()}
