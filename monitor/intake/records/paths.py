"""Paths into a record: keys joined by dots, through lists to the first entry that has the rest."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_STEP = re.compile(r"(?P<key>[^.\[\]]+)(?:\[(?P<name>[^=\]]+)=(?P<value>[^\]]+)\])?(?:\.|$)")


@dataclass(frozen=True, slots=True)
class Step:
    """One key; name and value, where they are set, choose among the entries of the list there."""

    key: str
    name: str | None
    value: str | None


Path = tuple[Step, ...]


def path_of(text: str) -> Path:
    """The path that a layout file writes, e.g. procedure.translate[languageId=228].name."""
    return tuple(Step(m["key"], m["name"], m["value"]) for m in _STEP.finditer(text))


def value_at(node: Any, path: Sequence[Step]) -> Any:
    """What stands at the end of the path; None where there is nothing."""
    for at, step in enumerate(path):
        if isinstance(node, list):
            return _first(node, path[at:])
        if not isinstance(node, dict):
            return None
        node = node.get(step.key)
        if step.name is not None:
            node = _chosen(node, step)
    return node


def _first(entries: list[Any], path: Sequence[Step]) -> Any:
    values = (value_at(entry, path) for entry in entries if isinstance(entry, dict))
    return next((value for value in values if value not in (None, "")), None)


def _chosen(entries: Any, step: Step) -> Any:
    if not isinstance(entries, list):
        return None
    chosen = (e for e in entries if isinstance(e, dict) and str(e.get(step.name)) == step.value)
    return next(chosen, None)
