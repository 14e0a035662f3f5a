"""The history of a letter from the audit log, in sentences."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from monitor.letterbook.sentences import say, sentences
from monitor.vietnamese import day


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the history. further: what else is to be said of it."""

    at: datetime
    who: str
    action: str
    further: Sequence[str]


def story(
    history: Sequence[Mapping[str, Any]], names: Mapping[str, str], unit: str | None
) -> list[Event]:
    """The events of a letter, the last one first. names: login → name."""
    return [
        Event(
            one["at"],
            called(one["actor"], names),
            _words()["actions"].get(one["action"], one["action"]),
            list(_further(one["detail"], unit)),
        )
        for one in reversed(history)
    ]


def called(actor: str, names: Mapping[str, str]) -> str:
    """An actor of the audit log by name and login."""
    return f"{names[actor]} ({actor})" if actor in names else actor


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    text = files("monitor.review.data").joinpath("letter_story.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _further(detail: Mapping[str, Any], unit: str | None) -> Iterator[str]:
    changed = detail.get("changed", {})
    for column, title in _words()["columns"].items():
        if column in changed:
            old, new = (_told(column, changed[column][which], unit) for which in ("old", "new"))
            if old == new:
                continue
            yield f"{title}: {new}" if old is None else f"{title}: {old} → {new or 'để trống'}"
    if "changed" not in detail and detail.get("reason"):
        yield f"lý do: {detail['reason']}"
    if detail.get("name"):
        yield f"tệp: {detail['name']}"
    if detail.get("anyway"):
        flags = [_words()["flags"].get(code, code) for code in detail.get("flags", ())]
        yield f"vẫn thực hiện dù {'; '.join(flags)}"


def _told(column: str, value: Any, unit: str | None) -> str | None:
    if value in (None, ""):
        return None
    if column == "fault":
        return say("faults", value, unit=unit or "cơ quan")
    if column == "channel":
        return sentences()["channels"].get(str(value), str(value))
    if column.endswith(("_on", "_at")):
        return day(date.fromisoformat(value[:10]))
    return str(value)
