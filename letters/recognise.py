"""Which part of a letter each paragraph of a template is: Quốc hiệu, number, text, signer."""

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from letters.paragraphs import W
from letters.reading import Line

_CLOSE = 0.85
"""So alike are a set phrase and its misspelling."""
_SET_APART = (f"{W}tbl", f"{W}txbxContent")


def recognised(
    lines: tuple[Line, ...], rules: dict[str, Any]
) -> Iterator[tuple[Line, dict[str, Any]]]:
    """Each paragraph of which it can be told what part of a letter it is, with the part's row."""
    seen: set[str] = set()
    for line in (line for line in lines if not line.is_twin):
        words = words_of(line)
        part = next((p for p in rules["part"] if words and _is(words, p, seen)), None)
        set_apart = next(line.element.iterancestors(*_SET_APART), None) is not None
        after_head = "salutation" in seen and "recipients-heading" not in seen
        if part is None and words and after_head and not set_apart:
            part = rules["text"]
        if part is not None:
            seen.add(part["key"])
            yield line, part


def words_of(line: Line) -> str:
    """The paragraph without its marks, its placeholders written in one way."""
    pieces: list[str] = []
    text, at = line.place.text, line.scan.marks_end
    for field in line.scan.fields:
        name = "|".join((field.name, *field.filters))
        pieces += (text[at : field.start], f"{{{{ {name} }}}}")
        at = field.end
    return " ".join(unicodedata.normalize("NFC", "".join((*pieces, text[at:]))).split())


def _is(words: str, part: dict[str, Any], seen: set[str]) -> bool:
    if part.get("after", "") and part["after"] not in seen:
        return False
    if "text" in part:
        return _likeness(words, part["text"]) >= _CLOSE
    return re.search(part["pattern"], words) is not None


def _likeness(words: str, phrase: str) -> float:
    if abs(len(words) - len(phrase)) > len(phrase) // 4:
        return 0.0
    return SequenceMatcher(None, words.lower(), phrase.lower(), autojunk=False).ratio()
