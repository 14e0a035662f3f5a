"""Rows of a text that is cut in only one way, through Arrow: quicker than one by one.

Programs differ over quotation marks within a cell, cells over several lines and rows of different
lengths. A piece that has none of these is read here; all others are for the standard library.
"""

import csv

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow.csv import ConvertOptions, ParseOptions, ReadOptions, read_csv

_LINE_FEED, _RETURN, _QUOTE = b'\n\r"'
_BYTE_ORDER_MARK = "\ufeff"
_Letters = npt.NDArray[np.uint8]


def is_plain(text: str, delimiter: str, longest: int) -> bool:
    """Whether quotation marks stand around whole cells of one line only, if anywhere.

    text: whole lines, which end in a line feed, with or without a return before it, and none of
    which is empty. longest: bytes that a line may have.
    """
    framed = _framed(text)
    return framed is not None and _is_cut_in_one_way(framed, delimiter, longest)


def _framed(text: str) -> _Letters | None:
    """The text in UTF-8 between two line feeds; None where it can't be encoded."""
    try:
        return np.frombuffer(f"\n{text}\n".encode(), dtype=np.uint8)
    except UnicodeEncodeError:
        return None


def _is_cut_in_one_way(framed: _Letters, delimiter: str, longest: int) -> bool:
    feeds = np.flatnonzero(framed == _LINE_FEED)
    returns = np.flatnonzero(framed == _RETURN)
    quotes = np.flatnonzero(framed == _QUOTE)
    opening, closing = quotes[::2], quotes[1::2]
    if len(opening) != len(closing) or np.diff(feeds).max() > longest:
        return False
    first = framed[feeds[:-1] + 1]
    empty = np.count_nonzero((first == _LINE_FEED) | (first == _RETURN))
    if empty > (framed[-2] == _LINE_FEED):  # behind the last line feed is nothing
        return False
    edge = np.isin(np.arange(256), [ord(delimiter), _LINE_FEED, _RETURN])
    return bool(
        (framed[returns + 1] == _LINE_FEED).all()
        and edge[framed[opening - 1]].all()
        and edge[framed[closing + 1]].all()
        and (np.searchsorted(feeds, opening) == np.searchsorted(feeds, closing)).all()
    )


def plain_columns(text: str, delimiter: str, longest: int) -> list[pa.Array] | None:
    """The columns of such a text if its rows are equally long, else None."""
    framed = None if not text or text.startswith(_BYTE_ORDER_MARK) else _framed(text)
    if framed is None or not _is_cut_in_one_way(framed, delimiter, longest):
        return None
    width = len(next(csv.reader([text[: text.find("\n") + 1] or text], delimiter=delimiter)))
    try:
        table = read_csv(
            pa.py_buffer(framed[1:-1]),
            ReadOptions(autogenerate_column_names=True),
            ParseOptions(delimiter=delimiter, ignore_empty_lines=False),
            ConvertOptions(
                column_types={f"f{number}": pa.string() for number in range(width)},
                strings_can_be_null=False,
                check_utf8=False,
            ),
        )
    except pa.ArrowInvalid:  # a row is longer or shorter
        return None
    return [column.combine_chunks() for column in table.columns]
