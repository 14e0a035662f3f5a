"""Putting the dossiers that a pull brings for the first time into their table, by the thousand.

Half of a first run would go by if each value went through Python's dates and SQLAlchemy's binding:
here whole Arrow columns take the form in which the database keeps them.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection

from monitor.intake.columns import CANONICAL
from monitor.intake.pull import Pull, array_of
from monitor.store.bulk import insert_rows
from monitor.store.search_text import search_texts

_AT_ONCE = 20_000  # rows held in memory as Python values
_COMMA = ", "
_COLUMNS = (*CANONICAL, "extras", "search_text", "digest", "first_run_id")


def insert_new(
    connection: Connection,
    pull: Pull,
    positions: np.ndarray[Any, Any],
    digests: np.ndarray[Any, Any],
    run_id: int,
) -> None:
    """Insert the rows of the pull at those positions.

    digests: of all rows of the pull. run_id: the run that saw them first.
    """
    # In the order of the key its index grows at one end; otherwise nearly each row wants a page
    # of it that is no longer in memory.
    codes = array_of(pull.dossiers["code"]).take(pa.array(positions))
    positions = positions[pc.sort_indices(codes).to_numpy()]
    for start in range(0, len(positions), _AT_ONCE):
        at = positions[start : start + _AT_ONCE]
        insert_rows(connection, "dossier", _COLUMNS, _rows(pull, at, digests, run_id))


def _rows(
    pull: Pull, at: np.ndarray[Any, Any], digests: np.ndarray[Any, Any], run_id: int
) -> Iterator[tuple[Any, ...]]:
    some = pull.dossiers.take(at)
    columns = {name: array_of(some[name]) for name in CANONICAL}
    stored = [_as_stored(columns[name]).to_pylist() for name in CANONICAL]
    beside = pull.extras.take(at)
    texts = {str(h): pa.array(beside[h], pa.string(), from_pandas=True) for h in beside}
    extras = _extras(texts, len(at))
    words = search_texts(columns["code"], columns["applicant"]).to_pylist()
    return zip(*stored, extras, words, digests[at].tolist(), [run_id] * len(at), strict=True)


def _as_stored(column: pa.Array) -> pa.Array:
    """Moments and dates as the text that both databases take for one."""
    return column.cast(pa.string()) if pa.types.is_temporal(column.type) else column


def _extras(columns: Mapping[str, pa.Array], rows: int) -> list[str]:
    """For each row the headings and texts that are not empty, as JSON."""
    members = [_members(heading, texts) for heading, texts in columns.items()]
    if not members:
        return ["{}"] * rows
    joined = pc.utf8_slice_codeunits(pc.binary_join_element_wise(*members, ""), len(_COMMA))
    found: list[str] = pc.binary_join_element_wise("{", joined, "}", "").to_pylist()
    return found


def _members(heading: str, texts: pa.Array) -> pa.Array:
    """A comma and the member of a JSON object that says this text; nothing where it is empty."""
    encoded = texts.fill_null("").dictionary_encode()  # each different text is quoted once
    quoted = [
        _COMMA + json.dumps({heading: text})[1:-1] if text else ""
        for text in encoded.dictionary.to_pylist()
    ]
    return pa.array(quoted, pa.string()).take(encoded.indices)
