"""Dates that can be read and whose day and month may still be the wrong way round."""

from collections.abc import Iterator
from datetime import date
from enum import Enum, auto
from itertools import chain

import numpy as np
import pandas as pd
import pyarrow as pa

from monitor.intake.cells import clean
from monitor.intake.date_cells import DateCells
from monitor.intake.date_order import DateOrder, Numbers, months_and_days, sides
from monitor.intake.date_words import plain_date
from monitor.intake.dates import from_serials
from monitor.intake.reasons import Reason, Said
from monitor.intake.shaped_texts import Positions, ShapedTexts
from monitor.intake.shapes import Special, format_of

_MONTHS, _DAYS = 12, 31
_CHANCE, _LIKELY = 0.01, 0.1  # below the first a pattern is no accident, below the other doubtful

_OPEN = {DateOrder.BOTH: Reason.DAY_OR_MONTH, DateOrder.UNTOLD: Reason.DAY_OR_MONTH_UNTOLD}


class Exchange(Enum):
    """Whether a program set to month first has turned texts into dates, as it opened a list.

    Of dd/mm/yyyy it takes what has a month in the place of the day for a date, the wrong way round,
    and leaves the rest as text. A text with the year first was such a date before it was saved.
    """

    NONE = auto()
    PERHAPS = auto()
    SURE = auto()


def exchange_in(cells: DateCells) -> Exchange:
    """What the dates of a column say, of which some are texts."""
    first = [side for _, side, _ in sides(cells.texts)]
    texts = np.concatenate(first) if first else np.array([], dtype=np.int64)
    if not len(texts) or (texts <= _MONTHS).any():
        return Exchange.NONE
    _, _, days = _as_dates(cells)
    if not len(days) or days.max() > _MONTHS:
        return Exchange.NONE
    chance = (_MONTHS / _DAYS) ** len(days) * (1 - _MONTHS / _DAYS) ** len(texts)
    if chance >= _LIKELY:
        return Exchange.NONE
    return Exchange.SURE if chance < _CHANCE else Exchange.PERHAPS


def undecided(cells: DateCells, order: DateOrder, exchange: Exchange) -> Iterator[tuple[int, Said]]:
    """The dates of a column that can be two different days, and why nothing tells which.

    exchange: what `exchange_in` says of the column.
    """
    if order in _OPEN:
        for here, first, second in sides(cells.texts):
            either = (first <= _MONTHS) & (second <= _MONTHS) & (first != second)
            yield from ((index, _OPEN[order].say()) for index in cells.at[here[either]].tolist())
    if exchange is Exchange.SURE:
        at, months, days = _as_dates(cells)
        yield from ((index, Reason.DAYS_EXCHANGED.say()) for index in at[months != days].tolist())


def _of_serials(texts: ShapedTexts) -> Iterator[tuple[Positions, Numbers, Numbers]]:
    """Where texts are numbers of days, as a workbook holds its dates, and their months and days."""
    for shape, here in texts.groups():
        known = format_of(shape)
        if known is not None and known.pattern is Special.SERIAL:
            days = from_serials(pd.Series(texts.at(here).to_pylist(), dtype="str"))
            sound = ~np.isnat(days)
            months = days[sound].astype("datetime64[M]")
            in_month = days[sound].astype("datetime64[D]") - months.astype("datetime64[D]")
            yield here[sound], months.astype(np.int64) % _MONTHS + 1, in_month.astype(np.int64) + 1


def _in_words(texts: ShapedTexts) -> Iterator[tuple[Positions, Numbers, Numbers]]:
    """Where texts have a month in letters, as programs show their dates: 8-Jul-21."""
    for shape, here in texts.groups():
        if format_of(shape) is None and "0" in shape and any(map(str.isalpha, shape)):
            plain = [plain_date(clean(text)) for text in texts.at(here).to_pylist()]
            for among, months, days in months_and_days(ShapedTexts(pa.array(plain, pa.string()))):
                yield here[among], months, days


def _as_dates(cells: DateCells) -> tuple[Positions, Numbers, Numbers]:
    """The cells that a program has taken for dates: where they stand, their months and days."""
    typed = [(at, cell.month, cell.day) for at, cell in cells.others if isinstance(cell, date)]
    found = [np.array(typed, dtype=np.int64).reshape(-1, 3)]
    for here, months, days in chain(
        months_and_days(cells.texts), _of_serials(cells.texts), _in_words(cells.texts)
    ):
        found.append(np.column_stack([cells.at[here], months, days]))
    at, months, days = np.concatenate(found).T
    return at, months, days
