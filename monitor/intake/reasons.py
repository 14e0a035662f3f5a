"""Why a row is rejected: every sentence that the intake may say of one."""

import re
from enum import Enum
from functools import cache
from typing import NewType

_PLACE = re.compile(r"\\\{(\w+)\\\}")


Said = NewType("Said", str)
"""What was said of a row: no sentence but one of these, so that each has Vietnamese words."""


class Reason(Enum):
    """A sentence, whose places in braces are filled in; its name is its code.

    The review pages say each in Vietnamese, by monitor/review/data/runs.toml. Rows are kept with
    what was said of them, so that whoever puts a sentence otherwise loses the words of old rows.
    """

    NO_CODE = "the code is missing"
    CODE_IS_DATE = "a date stands where the code should be; have the cells slipped?"
    CODE_WITHOUT_DIGIT = (
        "a text without a digit stands where the code should be; have the cells slipped?"
    )
    CODE_WITH_TEXT = "a code and another text stand in one cell; expected the code alone"
    CODE_SHORTENED = (
        "a number that was shortened, so that its last digits are lost; export the codes as text"
    )
    CODE_ROUNDED = "a number of which only the first 15 digits are kept; export the codes as text"
    CODE_ALONE = "nothing but a code stands in this row; is it a footer?"
    TEXT_IS_DATE = "a date stands where {column} should be; have the cells slipped?"
    DATE_BESIDE = (
        "a date stands in column {there}, and column {empty}, is empty; have the cells slipped?"
    )
    TOO_MANY_CELLS = (
        "the row has more cells than headings; is a text with a delimiter unquoted? "
        "have the cells slipped?"
    )
    TOO_FEW_CELLS = "the row has fewer cells than its neighbours; have the cells slipped?"
    ROW_BROKEN = (
        "the row breaks off here and the next one has no code; is there a line break in a cell?"
    )
    DATES_BEYOND = (
        "dates stand in column {there} too, which has no heading, beside {beside}; "
        "is a heading missing on the left, or have the cells slipped?"
    )
    CODE_OF_OTHER_DAY = (
        "its code is of another day, as those of other rows are not, and a date is missing that "
        "they have; have the cells slipped?"
    )
    OPEN_WITHOUT_DUE = (
        "{some} of {all} open dossiers have no appointment and {done_some} of {done_all} finished "
        "ones have, as where an end of processing stands under its heading; "
        "have the cells slipped?"
    )
    OPEN_WITH_END = (
        "{some} of {all} open dossiers have an end of processing, as where an appointment stands "
        "under its heading; have the cells slipped? If another column is it, name that in "
        "config.toml, [source.columns]: completed_at"
    )
    STATUS_UNKNOWN = (
        "{text} is not a known wording; expected 1 to 10 or its wording; "
        "add it to config.toml, [source.statuses]"
    )
    STATUS_OUT_OF_RANGE = (
        "{text} is not one of 1 to 10; expected 1 to 10 or its wording; "
        "add it to config.toml, [source.statuses]"
    )
    NO_DATE = "not a date"
    NO_KNOWN_DATE = "not a date in any known form"
    NO_SUCH_DAY = "no such day or time"
    YEAR_OUT_OF_RANGE = "the year is not between 1900 and 2199"
    DAY_OR_MONTH = "day/month or month/day? The column has both; export it again"
    DAY_OR_MONTH_UNTOLD = (
        "day/month or month/day? The dates look month first, and too few of them tell; export it "
        "again, or say how in config.toml, [source.dates] formats"
    )
    DAYS_EXCHANGED = (
        "day and month may be exchanged: all dates of this column that a program has made have "
        "days up to 12, and all texts days from 13, as a program set to month first leaves them. "
        "Export the list again and do not save it from such a program"
    )

    @property
    def code(self) -> str:
        """What stands for it in files of words."""
        return self.name.lower().replace("_", "-")

    def say(self, **values: object) -> Said:
        """The sentence with its places filled in."""
        return Said(self.value.format(**values))

    def places_in(self, said: str) -> dict[str, str] | None:
        """What stood in its places, where this is the sentence that was said; else None."""
        match = _pattern(self.value).fullmatch(said)
        return match.groupdict() if match else None


@cache
def _pattern(sentence: str) -> re.Pattern[str]:
    return re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.escape(sentence)), re.DOTALL)
