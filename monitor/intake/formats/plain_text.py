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
_BYTE_ORDER_MARK = "\ufeff".encode()
_Letters = npt.NDArray[np.uint8]


def is_plain(content: bytes, delimiter: str, longest: int) -> bool:
    """Whether quotation marks stand around whole cells of one line only, if anywhere.

    content: whole lines, which end in a line feed, with or without a return before it, and none
    of which is empty. longest: bytes that a line may have.
    """
    return _is_cut_in_one_way(_framed(content), delimiter, longest)


def _framed(content: bytes) -> _Letters:
    """The text between two line feeds."""
    return np.frombuffer(b"\n%b\n" % content, dtype=np.uint8)


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


def plain_columns(content: bytes, delimiter: str, longest: int) -> list[pa.Array] | None:
    """The columns of such a text if its rows are equally long, else None."""
    if not content or content.startswith(_BYTE_ORDER_MARK):
        return None
    framed = _framed(content)
    if not _is_cut_in_one_way(framed, delimiter, longest):
        return None
    first = content[: content.find(b"\n") + 1] or content
    width = len(next(csv.reader([first.decode()], delimiter=delimiter)))
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
