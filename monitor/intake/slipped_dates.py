"""Dates that have slipped among themselves: told by what open and finished dossiers must have."""

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from monitor.intake.cell_columns import Positions, column_of
from monitor.intake.cells import column_letter
from monitor.intake.columns import MOMENTS
from monitor.intake.headings import Layout
from monitor.intake.reasons import Reason, Said
from monitor.intake.sheets import Sheet
from monitor.intake.slips import Slip, is_dated, width_of
from rules.status import FINISHED, OPEN

_FEWEST, _FEWEST_ENDED = 2, 5  # dossiers; of fewer the portal may really say so
_SHARE = 0.95
_MOST_ODD = 0.2  # of the rows; a larger share is a column

Which = npt.NDArray[np.bool_]


def slipped_dates(
    sheet: Sheet, layout: Layout, at: Positions, values: Mapping[str, pa.Array]
) -> Iterator[Slip]:
    """The dossiers whose dates do not stand under their headings, though each is a date.

    at: where the dossiers stand in the sheet. values: their moments and statuses, as far as the
    sheet has them. Where all dates have slipped, every dossier is one of these.
    """
    if not len(at):
        return
    if why := _beyond(sheet, layout, at):
        yield from ((index, "code", why) for index in range(len(at)))
        return
    if not {"status", "due_at"} <= values.keys():
        return
    is_open, is_done = with_status(values, OPEN), with_status(values, FINISHED)
    due = _filled(values["due_at"])
    ended = _filled(values["completed_at"]) if "completed_at" in values else None
    if why := _whole(is_open, is_done, due, ended):
        name = "due_at" if ended is None else "completed_at"
        yield from ((index, name, why) for index in range(len(at)))
    elif sheet.in_order:
        lacks_one = is_open & ~due if ended is None else (is_open & ~due) | (is_done & ~ended)
        for index in np.flatnonzero(lacks_one & _shorter(sheet, layout, at)).tolist():
            yield index, "due_at", Reason.TOO_FEW_CELLS.say()


def _beyond(sheet: Sheet, layout: Layout, at: Positions) -> Said | None:
    """Why all have slipped to the right: dates beyond the last heading, where that is of a date."""
    last = max(layout.headings)
    if last not in {layout.columns[name] for name in MOMENTS if name in layout.columns}:
        return None
    dated = is_dated(column_of(sheet.rows, last + 1).take(at))
    if len(dated) <= _MOST_ODD * len(at):
        return None
    there, beside = column_letter(last + 1), repr(layout.headings[last])
    return Reason.DATES_BEYOND.say(there=there, beside=beside)


def _whole(is_open: Which, is_done: Which, due: Which, ended: Which | None) -> Said | None:
    """Why all have slipped, if they have."""
    if min(is_open.sum(), is_done.sum()) >= _FEWEST:
        without, with_one = ~due[is_open], due[is_done]
        if min(without.mean(), with_one.mean()) >= _SHARE:
            return Reason.OPEN_WITHOUT_DUE.say(
                some=without.sum(),
                all=len(without),
                done_some=with_one.sum(),
                done_all=len(with_one),
            )
    if ended is not None and is_open.sum() >= _FEWEST_ENDED and ended[is_open].mean() >= _SHARE:
        return Reason.OPEN_WITH_END.say(some=ended[is_open].sum(), all=is_open.sum())
    return None


def _shorter(sheet: Sheet, layout: Layout, at: Positions) -> Which:
    """Which rows of a text end before the headings do, where those above and below do not.

    Excel leaves out empty cells at the ends of rows, but sixteen rows at a time.
    """
    width = width_of(sheet.rows, layout)
    ends = column_of(sheet.rows, width - 1).take(at).absent()
    around = np.concatenate([[False], ends, [False]])
    alone: Which = ends & ~around[:-2] & ~around[2:]
    return alone


def with_status(values: Mapping[str, pa.Array], statuses: tuple[int, ...]) -> Which:
    """Which dossiers have one of these statuses."""
    known = pc.is_in(values["status"], pa.array(statuses, pa.int64()))
    found: Which = known.to_numpy(zero_copy_only=False)
    return found


def _filled(moments: pa.Array) -> Which:
    filled: Which = moments.is_valid().to_numpy(zero_copy_only=False)
    return filled
