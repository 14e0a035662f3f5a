"""The texts of a sheet in which letters can have gone wrong, each of them once."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

import pyarrow as pa
import pyarrow.compute as pc

from monitor.intake.cells import Row
from monitor.intake.text_rows import TextRows, is_shared


def odd_texts(rows: Sequence[Row]) -> Iterator[tuple[int, set[str]]]:
    """Each column, and its different texts that are not ASCII or hold a question mark."""
    if isinstance(rows, TextRows):
        for index in range(rows.width):
            yield index, _odd_of_array(rows.column(index))
        return
    for index, cells in enumerate(zip_longest(*rows)):
        texts = (cell for cell in set(cells) if isinstance(cell, str))
        yield index, {text for text in texts if not text.isascii() or "?" in text}


def _odd_of_array(texts: pa.Array) -> set[str]:
    if is_shared(texts):
        texts = texts.dictionary
    strange = pc.invert(pc.string_is_ascii(texts))
    odd = pc.or_(strange, pc.match_substring(texts, "?")).fill_null(False)
    return set(texts.filter(odd).unique().to_pylist())
