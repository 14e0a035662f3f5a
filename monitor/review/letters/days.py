"""Days as officers type them."""

import re
from datetime import date

from monitor.letterbook.refusals import StepError
from monitor.letterbook.sentences import say

_TYPED = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})", re.ASCII)
_EXAMPLE = date(2021, 9, 5)


def typed_day(name: str, text: str) -> date:
    """The day: 5/9/2021, 05-09-2021, or 2021-09-05 as a list of choices has it.

    name: a key of [names] in the letterbook's data/sentences.toml. Raises StepError.
    """
    text = text.strip()
    try:
        if match := _TYPED.fullmatch(text):
            day, month, year = map(int, match.groups())
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError:
        shown = say("names", name).capitalize()
        raise StepError("day-unreadable", name=shown, found=text, example=_EXAMPLE) from None
