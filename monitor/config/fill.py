"""Setting keys in the text of config.toml, so that every comment stays where it stands."""

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

_TABLE = re.compile(r"^(?P<off># )?\[\[?(?P<name>[\w.-]+)\]\]?$")
_KEY = re.compile(
    r"""^(?P<off>\#\ )?(?P<name>[\w-]+)\ =\ (?P<value>"(?:[^"\\]|\\.)*"|\[.*?\]|\{.*?\}|[^\s#]+)"""
    r"(?P<gap>\s*)(?P<comment>\#.*)?$",
    re.VERBOSE,
)


class FillError(Exception):
    """There is no such key, or its value is of another kind."""


def keys_of(text: str) -> dict[str, Any]:
    """`table.key` → the value that stands there, of every key of the file, in use or shown."""
    return {name: tomllib.loads(f"x = {key['value']}")["x"] for name, key in _keys(text).items()}


def filled(text: str, answers: Mapping[str, str]) -> str:
    """The text with `table.key` = answer; a shown default is put into use, its table too.

    An answer is the text itself where the file shows a text, else TOML. Raises FillError.
    """
    lines = text.splitlines()
    keys = _keys(text)
    for name, answer in answers.items():
        if name not in keys:
            raise FillError(f"config.toml has no key {name!r}")
        key = keys[name]
        lines[key["line"]] = _line(key, _toml(name, answer, key["value"]))
        if key["table"] is not None:
            lines[key["table"]] = lines[key["table"]].removeprefix("# ")
    return "\n".join(lines) + "\n"


def _keys(text: str) -> dict[str, dict[str, Any]]:
    """`table.key` → its line and the line of its table, from 0, and the parts of the line."""
    found: dict[str, dict[str, Any]] = {}
    table, table_line = "", None
    for number, line in enumerate(text.splitlines()):
        if head := _TABLE.match(line):
            table, table_line = head["name"] + ".", number
        elif key := _KEY.match(line):
            place = {"line": number, "table": table_line}
            found.setdefault(table + key["name"], key.groupdict() | place)
    return found


def _line(key: Mapping[str, Any], value: str) -> str:
    shown = f"{key['off'] or ''}{key['name']} = {key['value']}{key['gap']}"
    line = f"{key['name']} = {value}"
    if not key["comment"]:
        return line
    return f"{line:<{len(shown) - 1}} {key['comment']}"


def _toml(name: str, answer: str, shown: str) -> str:
    """The answer as TOML, of the same kind as the value that the file shows."""
    if shown.startswith('"'):
        return json.dumps(answer, ensure_ascii=False).replace("\x7f", "\\u007f")
    expected = type(tomllib.loads(f"x = {shown}")["x"])
    try:
        value = tomllib.loads(f"x = {answer}")
    except tomllib.TOMLDecodeError:
        value = {}
    if set(value) != {"x"} or type(value["x"]) is not expected:
        raise FillError(f"{name} = {answer}: expected something like {shown}")
    return answer.strip()
