"""Dates whose every part has its full width, parsed by cutting them up: ten times as fast.

Exports of a million rows hold five million dates of one such form.
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from monitor.intake.shaped_texts import number_in, texts_as_bytes

_WIDTHS = {"%Y": 4, "%m": 2, "%d": 2, "%H": 2, "%M": 2, "%S": 2}
_MONTHS, _HOURS, _SIXTY = 12, 24, 60
_FIRST_YEAR = 1970  # from which numpy counts

Numbers = npt.NDArray[np.int32]


def parse_fixed(texts: pa.Array, pattern: str, shape: str) -> npt.NDArray[np.datetime64] | None:
    """The moments (datetime64[us]) of texts of one shape, all written by a strptime pattern.

    NaT where a text is no such day and time as it stands: a parser must look at it. None where the
    pattern does not suit.
    """
    places = _places(pattern)
    if places is None or places.pop("end") != len(shape):
        return None
    content = texts_as_bytes(texts)
    parts = {
        name: number_in(content, len(shape[:start].encode()), _WIDTHS[name])
        for name, start in places.items()
    }
    zero = np.zeros(len(texts), dtype=np.int32)
    hour, minute, second = (parts.get(name, zero) for name in ("%H", "%M", "%S"))
    seconds = (hour * _SIXTY + minute) * _SIXTY + second
    days = _days(parts["%Y"], parts["%m"], parts["%d"])
    moments = days.astype("datetime64[us]") + seconds.astype("timedelta64[s]")
    sound = (hour < _HOURS) & (minute < _SIXTY) & (second < _SIXTY)
    return np.where(sound, moments, np.datetime64("NaT"))


def _days(year: Numbers, month: Numbers, day: Numbers) -> npt.NDArray[np.datetime64]:
    """The days (datetime64[D]); NaT where there is none."""
    number = (year - _FIRST_YEAR) * _MONTHS + month - 1
    first = number.min(initial=0)
    firsts = np.arange(first, number.max(initial=0) + 2).astype("datetime64[M]")
    begins = firsts.astype("datetime64[D]")  # of the few months once, not of each text
    days = begins[number - first] + (day - 1).astype("timedelta64[D]")
    sound = (year > 0) & (month > 0) & (month <= _MONTHS) & (day > 0)
    return np.where(sound & (days < begins[number - first + 1]), days, np.datetime64("NaT"))


def _places(pattern: str) -> dict[str, int] | None:
    """Where each part of a pattern begins, and its end; None if a part has no fixed width."""
    places: dict[str, int] = {}
    at = start = 0
    while start < len(pattern):
        name = pattern[start : start + 2]
        if name[0] != "%":
            at, start = at + 1, start + 1
        elif name in _WIDTHS and name not in places:
            places[name] = at
            at, start = at + _WIDTHS[name], start + 2
        else:
            return None
    return {**places, "end": at} if {"%Y", "%m", "%d"} <= places.keys() else None
