"""Single rows whose dates stand under another date's heading: the day in their code tells."""

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from monitor.intake.reasons import Reason
from monitor.intake.slipped_dates import with_status
from monitor.intake.slips import Slip
from rules.status import FINISHED, OPEN, Status

_DAY = r"-(?P<day>[0-9]{6})-[0-9]{4,5}$"  # the unit stands before it, the number of the day behind
_FEWEST, _SHARE = 10, 0.95  # rows that tell that codes have the day of the reception
_MOST = 0.5  # of the rows that lack a date; a smaller share is chance

Which = npt.NDArray[np.bool_]


def slipped_rows(values: Mapping[str, pa.Array]) -> Iterator[Slip]:
    """The dossiers that lack a date at one end and have another day at the other than their code.

    values: codes, moments and statuses, as far as the sheet has them. Nothing is told where the day
    of a code is not that of the reception.
    """
    if not {"status", "received_at", "due_at"} <= values.keys():
        return
    received, due = _days(values["received_at"]), _days(values["due_at"])
    lacks = _lacks(values, due)
    if not (lacks | np.isnat(received)).any():
        return
    days = _days_of(values["code"])
    known = ~np.isnat(days)
    to_right = known & np.isnat(received) & (due == days)
    same = received == days
    sound = known & ~lacks & ~to_right
    if sound.sum() < _FEWEST or same[sound].mean() < _SHARE:
        return
    to_left = known & lacks & (received > days)
    if to_left.sum() < _MOST * (known & lacks).sum():
        to_left &= False  # they lack a date for another reason
    for index in np.flatnonzero(to_left | to_right).tolist():
        yield index, "received_at", Reason.CODE_OF_OTHER_DAY.say()


def _lacks(values: Mapping[str, pa.Array], due: npt.NDArray[np.datetime64]) -> Which:
    """Which dossiers have no date at the end that their status asks for."""
    lacks = with_status(values, OPEN) & np.isnat(due)
    ends = {"completed_at": FINISHED, "returned_at": (Status.HANDED_OVER,)}
    for name, statuses in ends.items():
        if name in values:
            has_status, empty = with_status(values, statuses), np.isnat(_days(values[name]))
            lacks |= has_status & empty
    return lacks


def _days_of(codes: pa.Array) -> npt.NDArray[np.datetime64]:
    """The days in codes of the official form; NaT in others."""
    found = pc.struct_field(pc.extract_regex(codes, _DAY), "day")
    moments = pc.strptime(found, format="%y%m%d", unit="us", error_is_null=True)
    return _days(moments)


def _days(moments: pa.Array) -> npt.NDArray[np.datetime64]:
    days: npt.NDArray[np.datetime64] = moments.to_numpy(zero_copy_only=False)
    return days.astype("datetime64[D]")
