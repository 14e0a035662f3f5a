"""The values that go into a letter: made fit for it, or refused with the name of their field."""

import re
import unicodedata
from collections.abc import Mapping

from letters.errors import FieldError, LetterError, Unfit, nearest
from letters.fields import FIELDS

LONGEST = 5000
"""Characters; the longest reason fills a page."""

_WHITE = re.compile(r"[\t\r\n\u0085\u2028\u2029]+")
_FORBIDDEN = re.compile(r"[^\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 forbids or discourages in text, less the white space that is replaced before."""
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
"""Marks that make the letters after them be read from the other side."""


def clean_values(fields: Mapping[str, str], template: str) -> dict[str, str]:
    """All fields in Unicode NFC, line breaks and tabs turned into spaces, ends trimmed.

    Raises `LetterError` for a name that is not in `letters.fields.FIELDS`, for a value of more
    than 5,000 characters, for characters that a Word document can't hold and for those that turn
    the direction of reading, which make a letter show another text than it holds.
    """
    cleaned = {}
    for name, value in fields.items():
        if name not in FIELDS:
            raise LetterError(f"{template}: unknown field {name!r}{nearest(name, FIELDS)}")
        if value.isascii() and value.isprintable():
            text = value.strip()
        else:
            text = unicodedata.normalize("NFC", _WHITE.sub(" ", value)).strip()
            _refuse_characters(name, text, template)
        if len(text) > LONGEST:
            raise FieldError(
                f"{template}: field {name!r} has {len(text)} characters; at most {LONGEST} fit",
                name,
                Unfit.TOO_LONG,
                length=len(text),
                most=LONGEST,
            )
        cleaned[name] = text
    return cleaned


def _refuse_characters(name: str, text: str, template: str) -> None:
    for pattern, unfit, why in (
        (_FORBIDDEN, Unfit.CHARACTER, "which a Word document can't hold"),
        (_TURNING, Unfit.TURNING, "which turns the direction of reading"),
    ):
        if bad := pattern.search(text):
            char, at = f"{ord(bad.group()):04X}", bad.start() + 1
            raise FieldError(
                f"{template}: field {name!r} holds the character U+{char} at position {at}, {why}; "
                "remove it",
                name,
                unfit,
                char=char,
                at=at,
            )
