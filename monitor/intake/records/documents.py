"""Bytes → a JSON document, or an error that names the place."""

import json
import re
from typing import Any

from monitor.intake.errors import IntakeError

Record = dict[str, Any]

_HEAD_BYTES = 1_024
# A csv may begin with a bracket too, but not with what follows one in a document of records.
_BEGINNING = re.compile(r"\ufeff?\s*(?:\[\s*[\[{\]]|\{\s*[\"}])")


def is_json(content: bytes) -> bool:
    """Whether a file is a JSON document, or begins like one, in any Unicode encoding."""
    head = content[:_HEAD_BYTES]
    text = head.decode(json.detect_encoding(head), errors="ignore")
    return _BEGINNING.match(text) is not None


def parse_json(content: bytes, name: str) -> Any:
    """The document in UTF-8, UTF-16 or UTF-32, with or without a byte order mark.

    A key that an object has twice is kept twice, the second as "key (2)", as headings are.
    name: what messages call the document. Raises IntakeError with line and column.
    """
    encoding = json.detect_encoding(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise IntakeError(
            f"{name}: line {line} is not {encoding} text (byte {content[error.start]:#04x}); "
            "JSON must be UTF-8"
        ) from None
    try:
        # Line breaks inside texts are against the standard and stand in real exports; NaN too.
        return json.loads(text, strict=False, object_pairs_hook=_object, parse_constant=str)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        is_cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated")
        hint = "; is it cut off?" if is_cut else ""
        raise IntakeError(f"{name}: {place}: not valid JSON: {error.msg}{hint}") from None
    except RecursionError:
        raise IntakeError(f"{name}: lists and objects are nested too deeply") from None
    except ValueError as error:
        raise IntakeError(f"{name}: holds a number that can't be read: {error}") from None


def _object(pairs: list[tuple[str, Any]]) -> Record:
    record = dict(pairs)
    return record if len(record) == len(pairs) else _numbered(pairs)


def _numbered(pairs: list[tuple[str, Any]]) -> Record:
    record: Record = {}
    seen: dict[str, int] = {}
    for key, value in pairs:
        seen[key] = seen.get(key, 0) + 1
        record[f"{key} ({seen[key]})" if seen[key] > 1 else key] = value
    return record
