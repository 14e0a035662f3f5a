"""The values that go into a letter: made fit for XML, or refused with the name of their field."""

import re
import unicodedata
from collections.abc import Mapping

from letters.errors import LetterError, nearest
from letters.fields import FIELDS

_WHITE = re.compile(r"[\t\r\n\u0085\u2028\u2029]+")
_FORBIDDEN = re.compile(r"[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 allows in text, less the white space that has been replaced before."""


def clean_values(fields: Mapping[str, str], template: str) -> dict[str, str]:
    """All fields in Unicode NFC, line breaks and tabs turned into spaces, ends trimmed.

    Raises `LetterError` for a name that is not in `letters.fields.FIELDS` and for characters that
    a Word document can't hold.
    """
    cleaned = {}
    for name, value in fields.items():
        if name not in FIELDS:
            raise LetterError(f"{template}: unknown field {name!r}{nearest(name, FIELDS)}")
        text = unicodedata.normalize("NFC", _WHITE.sub(" ", value)).strip()
        if bad := _FORBIDDEN.search(text):
            raise LetterError(
                f"{template}: field {name!r} holds the character U+{ord(bad.group()):04X} at "
                f"position {bad.start() + 1}, which a Word document can't hold; remove it"
            )
        cleaned[name] = text
    return cleaned
