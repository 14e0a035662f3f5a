"""A number for the content of each dossier, to find the unchanged ones without reading them."""

import hashlib

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from monitor.intake.columns import CANONICAL
from monitor.intake.pull import Pull, array_of

Digests = npt.NDArray[np.int64]


def digests_of(pull: Pull) -> Digests:
    """A 64-bit number per dossier, the same whatever the order of the columns in the export.

    Two contents share a number once in 2**64; a number that differs is only a hint, and the
    values themselves are compared then.
    """
    total = np.zeros(len(pull.dossiers), dtype=np.uint64)
    for name in CANONICAL:
        if name != "code":
            total += _column(name, array_of(pull.dossiers[name]))
    for heading in pull.extras:
        texts = pa.array(pull.extras[heading], type=pa.string(), from_pandas=True)
        total += _column(f"extra: {heading}", texts)
    return total.view(np.int64)


def _column(name: str, values: pa.Array) -> npt.NDArray[np.uint64]:
    """The share of one column: 0 where it is empty, so that an added empty column changes nothing.

    Multiplying by an odd number drawn from the name keeps two columns from standing for each other.
    """
    factor = np.uint64(int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) | 1)
    if pa.types.is_string(values.type):
        return _of_texts(values) * factor
    if not pa.types.is_date32(values.type):
        numbers = values.cast(pa.int64())
    else:
        numbers = values.cast(pa.int32()).cast(pa.int64())
    hashed = pd.util.hash_array(numbers.fill_null(0).to_numpy(zero_copy_only=False))
    empty = values.is_null().to_numpy(zero_copy_only=False)
    return np.where(empty, np.uint64(0), hashed * factor)


def _of_texts(values: pa.Array) -> npt.NDArray[np.uint64]:
    """Each different text is hashed once."""
    encoded = values.fill_null("").dictionary_encode()
    texts = encoded.dictionary.to_numpy(zero_copy_only=False).astype(object)
    hashed = np.where(texts == "", np.uint64(0), pd.util.hash_array(texts, categorize=False))
    found: npt.NDArray[np.uint64] = hashed[encoded.indices.to_numpy(zero_copy_only=False)]
    return found
