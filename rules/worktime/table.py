"""The calendar as a table to join with: day → running number of worked days."""

import numpy as np
import numpy.typing as npt

from rules.worktime.calendar import EPOCH, FIRST_DAY, Calendar


def calendar_table(calendar: Calendar) -> dict[str, npt.NDArray[np.int64]]:
    """One row a day from 1900 to 2199, with `day`, `workdays` and `worked`.

    day: days since 1970-01-01. workdays: number of worked days up to and including it. worked: 1
    where it is one itself, else 0.

    The caller makes a frame of it, in the engine that holds the dossiers.
    """
    workdays = calendar.workdays.astype(np.int64)
    first = (FIRST_DAY - EPOCH).days
    return {
        "day": np.arange(first, first + len(workdays), dtype=np.int64),
        "workdays": workdays,
        "worked": np.diff(workdays, prepend=0),
    }
