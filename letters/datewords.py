"""Dates as an official Vietnamese document writes them, or as blanks to be filled in by hand.

No-break spaces hold a date together on one line, and a time of day.
"""

from datetime import date, datetime

from letters.balance import NO_BREAK_SPACE

MARCH = 3


def date_words(day: date | None) -> str:
    """``ngày 05 tháng 9 năm 2021``: days below 10 and months 1 and 2 take a zero; None is blank.

    Source: Nghị định 30/2020/NĐ-CP, Phụ lục I.
    """
    if day is None:
        return _together("ngày …… tháng …… năm ………")
    month = f"{day.month:02}" if day.month < MARCH else str(day.month)
    return _together(f"ngày {day.day:02} tháng {month} năm {day.year:04}")


def moment_words(moment: datetime) -> str:
    """``17 giờ 00 phút, ngày 10 tháng 9 năm 2021``; at 00:00 the date alone."""
    words = date_words(moment.date())
    if (moment.hour, moment.minute) == (0, 0):
        return words
    return f"{_together(f'{moment.hour:02} giờ {moment.minute:02} phút')}, {words}"


def _together(words: str) -> str:
    return words.replace(" ", NO_BREAK_SPACE)
