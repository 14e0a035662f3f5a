"""Text that officers type: fit to be stored and printed, or refused with the place."""

import re
import unicodedata

from monitor.letterbook.refusals import StepError
from monitor.letterbook.sentences import say

LONGEST = 500
"""Characters; a letter has room for no more."""
_WHITE = re.compile(r"\s+")


def typed(name: str, text: str) -> str:
    """The text in NFC with single spaces, "" if there is none.

    name: a key of [names] in data/sentences.toml. Raises StepError for control characters, lone
    surrogates and texts of more than 500 characters.
    """
    plain = unicodedata.normalize("NFC", _WHITE.sub(" ", text)).strip()
    shown = say("names", name).capitalize()
    for at, char in enumerate(plain, start=1):
        if unicodedata.category(char) in ("Cc", "Cs", "Cn") or char == "\ufeff":
            raise StepError("control", name=shown, char=f"{ord(char):04X}", at=at)
    if len(plain) > LONGEST:
        raise StepError("too-long", name=shown, length=len(plain), most=LONGEST)
    return plain


def needed(name: str, text: str) -> str:
    """The same for a text that must be there."""
    plain = typed(name, text)
    if not plain:
        raise StepError("blank-text", name=say("names", name))
    return plain
