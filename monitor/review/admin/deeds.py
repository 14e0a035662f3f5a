"""Rows of the audit log in words, without what only officers may see."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from monitor.review.accounts.roles import roles
from monitor.review.admin.run_words import guard_title
from monitor.vietnamese import moment

_EMPTY = "để trống"


@cache
def audit_words() -> Mapping[str, Mapping[str, Any]]:
    """The tables of data/audit.toml."""
    text = files("monitor.review.data").joinpath("audit.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def deed(kind: str, action: str) -> str:
    """What was done; the very code of what has no words."""
    words: str = audit_words()["actions"].get(action, f"{kind}: {action}")
    return words


def kinds() -> Mapping[str, str]:
    """Kinds of subjects, as a filter names them."""
    return audit_words()["kinds"]


def subject(kind: str, key: str, detail: Mapping[str, Any]) -> str:
    """What was acted on; kind and key of what has no words."""
    words: str = audit_words()["subjects"].get(kind, f"{kind} {key}")
    guard = guard_title(key) if "{guard}" in words else ""
    return words.format(key=key, dossier=detail.get("dossier", key), guard=guard)


def further(kind: str, detail: Mapping[str, Any]) -> Iterator[str]:
    """What else is to be said of it. What has no label may hold personal data and is left out."""
    labels = audit_words()["labels"].get(kind, {})
    for name, value in detail.get("changed", {}).items():
        if name in labels:
            yield f"{labels[name]}: {_told(name, value['old'])} → {_told(name, value['new'])}"
    for name, value in detail.items():
        if name in labels and value not in (None, "", []):
            yield f"{labels[name]}: {_told(name, value)}"


def _told(name: str, value: Any) -> str:
    known: Mapping[str, str] = audit_words()["values"]
    if value is None or value in ("", []):
        return _EMPTY
    if name == "roles":
        titles = roles()
        return ", ".join(titles[one].title if one in titles else one for one in value)
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, list):
        return ", ".join(known.get(str(one), str(one)) for one in value)
    if name in audit_words()["moments"]["names"]:
        return moment(datetime.fromisoformat(value))
    return known.get(str(value), str(value))
