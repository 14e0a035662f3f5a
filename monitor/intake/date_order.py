"""Day first or month first: what the values of a column say."""

import re
from collections.abc import Iterator, Mapping
from enum import Enum, auto

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from monitor.intake.shaped_texts import Positions, ShapedTexts, number_in, texts_as_bytes

Numbers = npt.NDArray[np.int64]

_MARK = r"(?:[/.-]| ?/ ?)"
_NUMERIC = re.compile(rf"(?<!\d)(\d{{1,2}}){_MARK}(\d{{1,2}}){_MARK}(?:\d{{4}}|\d{{2}})(?!\d)")
_YEAR_FIRST = re.compile(r"\d{4}[/-](\d{1,2})[/-](\d{1,2})(?!\d)")
_MONTHS = 12
_GOOD_SHARE = 0.3
_SLIPS, _SLIPS_SHARE = 1, 0.05  # so many values in the other order may be slips of the pen
_FEW, _MANY = 2, 6  # days of an export, and months that they would be


class DateOrder(Enum):
    """What a column says of the order of its dates."""

    DAY_FIRST = auto()
    MONTH_FIRST = auto()
    BOTH = auto()
    """Some values can only be day first, and too many for slips of the pen only month first."""
    SELDOM_MONTH_FIRST = auto()
    """Some values can only be month first, too many for slips of the pen and yet few; none only day
    first: so are the first days of a month, written month first."""
    EITHER = auto()
    """Every value can be read both ways."""
    EITHER_OF_FEW = auto()
    """So too, but day first it would be one or two days of many months."""
    UNTOLD = auto()
    """The sheet looks month first and nothing tells: said of columns together only."""
    NONE = auto()
    """No value is written with a day and a month as numbers side by side."""


def order_of(texts: ShapedTexts) -> DateOrder:
    """The order of the texts of one column.

    One value that can only be day first decides, as it does in Vietnam. Month first needs a good
    share of values that can be nothing else: of dates written so three in five are, and one alone
    is a slip of the pen.
    """
    seen = day_first = month_first = 0
    numbers: list[set[int]] = [set(), set()]
    for _, *both in sides(texts):
        first, second = both
        seen += len(first)
        for known, side in zip(numbers, both, strict=True):
            known.update(np.flatnonzero(np.bincount(side)).tolist())
        day_first += int((first > _MONTHS).sum())
        month_first += int((second > _MONTHS).sum())
    many = month_first > max(_SLIPS, _SLIPS_SHARE * seen)
    if day_first:
        return DateOrder.BOTH if many else DateOrder.DAY_FIRST
    if month_first and month_first >= seen * _GOOD_SHARE:
        return DateOrder.MONTH_FIRST
    if many:
        return DateOrder.SELDOM_MONTH_FIRST
    if len(numbers[0]) <= _FEW and len(numbers[1]) >= _MANY and not month_first:
        return DateOrder.EITHER_OF_FEW
    return DateOrder.EITHER if seen else DateOrder.NONE


def sides(texts: ShapedTexts) -> Iterator[tuple[Positions, Numbers, Numbers]]:
    """Where texts have a day and a month side by side, and the two numbers as they stand."""
    yield from _pairs(texts, _NUMERIC)


def months_and_days(texts: ShapedTexts) -> Iterator[tuple[Positions, Numbers, Numbers]]:
    """Where texts begin with the year, and the two numbers after it as they stand."""
    yield from _pairs(texts, _YEAR_FIRST)


def _pairs(
    texts: ShapedTexts, pattern: re.Pattern[str]
) -> Iterator[tuple[Positions, Numbers, Numbers]]:
    for shape, here in texts.groups():
        match = pattern.search(shape)  # finds in a text what it finds in its shape
        if match is not None:
            some = texts.at(here)
            first, second = (_numbers(some, shape, *match.span(side)) for side in (1, 2))
            yield here, first, second


def _numbers(texts: pa.Array, shape: str, start: int, end: int) -> Numbers:
    """The numbers that stand between those characters of texts of one shape."""
    if shape.isascii():
        return number_in(texts_as_bytes(texts), start, end - start).astype(np.int64)
    digits = pc.utf8_slice_codeunits(texts, start, end)
    if not pc.all(pc.string_is_ascii(digits)).as_py():  # digits of other scripts
        return np.array([int(text) for text in digits.to_pylist()])
    numbers: Numbers = digits.cast(pa.int64()).to_numpy()
    return numbers


def month_first_of(orders: Mapping[str, DateOrder]) -> frozenset[str]:
    """The columns to read month first."""
    return frozenset(name for name, order in orders.items() if order is DateOrder.MONTH_FIRST)


def settled(orders: Mapping[str, DateOrder]) -> dict[str, DateOrder]:
    """How to take each column of a sheet: EITHER day first, of BOTH and UNTOLD what is clear.

    A column whose own values do not tell follows the other columns of its sheet, if these agree.
    Where none tells, and one looks as if it were month first, all are UNTOLD.
    """
    said = set(orders.values())
    told = said & {DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST}
    seldom, rest = DateOrder.UNTOLD, DateOrder.EITHER
    if told == {DateOrder.MONTH_FIRST}:
        seldom = rest = DateOrder.MONTH_FIRST
    elif told == {DateOrder.DAY_FIRST}:
        rest = DateOrder.DAY_FIRST
    elif not told and said & {DateOrder.SELDOM_MONTH_FIRST, DateOrder.EITHER_OF_FEW}:
        rest = DateOrder.UNTOLD
    taken = {
        DateOrder.SELDOM_MONTH_FIRST: seldom,
        DateOrder.EITHER: rest,
        DateOrder.EITHER_OF_FEW: rest,
    }
    return {name: taken.get(order, order) for name, order in orders.items()}
