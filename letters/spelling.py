"""One spelling for words that Vietnamese spells in two ways, to compare them by."""

import re
import unicodedata

_GRAVE_TO_HOOK = "\u0300\u0301\u0303\u0309\u0323"
_LATE_TONE = re.compile(rf"(?<![qQ])([oOuU])([aAeEyY])([{_GRAVE_TO_HOOK}])(?!\w)")
"""The tone on the second vowel of an open syllable, as in "hoà", "khoẻ", "uỷ"; not in "quý"."""


def one_spelling(text: str) -> str:
    """In small letters, single spaces, NFC, with the tone of "hòa" and "ủy" on the first vowel."""
    apart = unicodedata.normalize("NFD", " ".join(text.split()))
    return unicodedata.normalize("NFC", _LATE_TONE.sub(r"\1\3\2", apart)).lower()
