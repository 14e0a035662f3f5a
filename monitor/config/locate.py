"""On which line of config.toml a key stands."""

import re

_TABLE = re.compile(r"^\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(
    r"""^\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*="""
)
_PART = re.compile(r""""([^"]*)"|'([^']*)'|([\w-]+)""")

Path = tuple[str | int, ...]


def line_of(text: str, path: Path) -> int | None:
    """Line number, from 1, of the key or of the nearest table around it; None if there is none.

    path: as pydantic names a place, e.g. ("agency", 0, "name").
    """
    lines = _lines(text)
    for length in range(len(path), 0, -1):
        # A table that is written once is addressed by pydantic as the first of a list.
        plain = tuple(part for part in path[:length] if not isinstance(part, int))
        for wanted in (path[:length], plain):
            if wanted in lines:
                return lines[wanted]
    return None


def _lines(text: str) -> dict[Path, int]:
    found: dict[Path, int] = {}
    table: Path = ()
    repeated: dict[Path, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if match := _TABLE.match(line):
            table = _parts(match[2])
            if match[1] == "[[":
                index = repeated.get(table, -1) + 1
                repeated[table] = index
                found.setdefault(table, number)
                table = (*table, index)
            found.setdefault(table, number)
        elif match := _KEY.match(line):
            found.setdefault((*table, *_parts(match[1])), number)
    return found


def _parts(text: str) -> Path:
    return tuple("".join(groups) for groups in _PART.findall(text))
