"""The little language of the templates: ``{{ name }}``, ``{{ name|upper }}``, nothing else.

It is read, never run: a placeholder is looked up in a table, and whatever is not in the table is a
fault. What Word slips in while somebody types is overlooked: no-break and other spaces, soft
hyphens, invisible characters, a space between the two braces, a first letter made large.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from letters.balance import balanced
from letters.errors import nearest
from letters.fields import FIELDS, MARKS
from letters.problems import Fault

_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
_GAP = rf"[\s{_INVISIBLE}]*"
_OPEN, _CLOSE = rf"\{{{_GAP}\{{", rf"\}}{_GAP}\}}"
_PLACEHOLDER = re.compile(rf"{_OPEN}([^{{}}]*){_CLOSE}")
_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_WORD = re.compile(r"\w+")
_NEXT_WORD = re.compile(r"\W{0,9}(\w+)")
_SHOWN = 60
"""So much of a wrong placeholder stands in a message, characters."""
_TAKEN_OUT = "\0"
_STRAY = re.compile(rf"{_OPEN}|{_CLOSE}|\{{%|%\}}|\{{#|#\}}|[｛｝]+|\{{(?=\0)|(?<=\0)\}}")
_OPENS = re.compile(rf"{_OPEN}|\{{")
_WRONG = {"{{": "is not closed in its paragraph", "}}": "closes nothing"}
_OTHER_BRACES = re.compile(rf"(?:\{{|«|(?<!<)<+|(?<!\[)\[+|%){_GAP}(\w+){_GAP}(?:\}}|»|>+|\]+|%)")


def first_letter_large(text: str) -> str:
    """The text as the beginning of a sentence; the other letters stay as they are."""
    return text[:1].upper() + text[1:]


FILTERS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {"upper": str.upper, "capitalize": first_letter_large, "balanced": balanced}
)
"""What may stand after the bar of ``{{ name|filter }}``."""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One ``{{ name|filter }}`` and the characters of the text that it takes."""

    start: int
    end: int
    name: str
    filters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scan:
    """A paragraph's text, understood."""

    marks: frozenset[str]
    """Those at its beginning, which say for which wordings it is kept."""
    marks_end: int
    """So many characters the marks take."""
    fields: tuple[Placeholder, ...]
    faults: tuple[Fault, ...]
    is_nothing_but_fields: bool
    """The paragraph would be empty if its fields were."""


def scan(text: str) -> Scan:
    """Understand the text of one paragraph; every fault is named, not only the first."""
    fields: list[Placeholder] = []
    faults: list[Fault] = []
    marks: set[str] = set()
    marks_end = 0
    for match in _PLACEHOLDER.finditer(text):
        found = _understood(match)
        if isinstance(found, Fault):
            faults.append(found)
        elif found.name not in MARKS:
            fields.append(found)
        elif text[marks_end : match.start()].strip() or found.filters:
            faults.append(_misplaced(found.name))
        else:
            marks.add(found.name)
            marks_end = match.end()
            marks_end += len(text[marks_end:]) - len(text[marks_end:].lstrip())
    plain = _PLACEHOLDER.sub(_TAKEN_OUT, text)
    faults += dict.fromkeys(_stray(plain))
    alone = bool(fields) and not plain.replace(_TAKEN_OUT, "").strip()
    return Scan(frozenset(marks), marks_end, tuple(fields), tuple(faults), alone)


def _understood(match: re.Match[str]) -> Placeholder | Fault:
    inner = re.sub(f"[{_INVISIBLE}]", "", match[1])
    head, *filters = (part.strip().lower() for part in inner.split("|"))
    if not _NAME.fullmatch(head):
        word = _WORD.search(head)
        hint = nearest(word.group().lower(), (*FIELDS, *MARKS)) if word else ""
        whole = _shown(match[0])
        return Fault(
            f"{whole} is not allowed in a placeholder" if head else "an empty placeholder",
            "only a field's name between the braces, as in {{ code }}",
            f"write the name alone{hint}",
        )
    if head not in FIELDS and head not in MARKS:
        hint = nearest(head, (*FIELDS, *MARKS)).removeprefix("; ")
        found = f"unknown field {_shown(head)}"
        return Fault(found, "a name that `tthc letters fields` lists", hint)
    for name in filters:
        if name not in FILTERS:
            return Fault(
                f"the filter {_shown(name)} is not allowed",
                f"one of {', '.join(FILTERS)}, without anything in brackets",
                f"allowed: {', '.join(FILTERS)}",
            )
    return Placeholder(match.start(), match.end(), head, tuple(filters))


def _shown(found: str) -> str:
    return repr(found if len(found) <= _SHOWN else f"{found[:_SHOWN]}…")


def _misplaced(mark: str) -> Fault:
    return Fault(
        f"the mark {mark!r} stands inside the text or has a filter",
        "marks at the very beginning of a paragraph",
        f"the mark {mark!r} must stand at the paragraph's beginning",
    )


def _stray(plain: str) -> Iterator[Fault]:
    for match in _STRAY.finditer(plain):
        braces = match.group()
        word = _NEXT_WORD.match(plain, match.end())
        hint = _hint(word[1]) if word and _OPENS.fullmatch(braces) else ""
        yield Fault(
            f"{_shown(braces)} {_WRONG.get(braces, 'has no meaning here')}",
            "two braces before a field's name and two after it, in one paragraph",
            f"write {{{{ name }}}}{hint}",
        )
    for match in _OTHER_BRACES.finditer(_STRAY.sub("", plain)):
        name = match[1].lower()
        if name in FIELDS or name in MARKS:
            yield Fault(
                f"{match.group()!r} is not a placeholder",
                "two braces on each side",
                f"write {{{{ {name} }}}} with two braces on each side",
            )


def _hint(word: str) -> str:
    hint = nearest(word.lower(), (*FIELDS, *MARKS))
    return hint if "did you mean" in hint else ""
