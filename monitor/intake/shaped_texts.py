"""The shapes of many texts at once: an array of texts, each with its digits made 0."""

from collections.abc import Iterator
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Positions = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]

_DIGITS = np.arange(256, dtype=np.uint8)
_DIGITS[ord("1") : ord("9") + 1] = ord("0")  # in UTF-8 no byte of another character is a digit's


class ShapedTexts:
    """Texts (no null among them) by their shapes."""

    def __init__(self, texts: pa.Array) -> None:
        self.texts = texts

    @cached_property
    def shapes(self) -> pa.DictionaryArray:
        """The shape of each text."""
        if not len(self.texts):
            return pa.array([], pa.string()).dictionary_encode()
        offsets, content = parts_of(self.texts)
        shaped = pa.StringArray.from_buffers(
            len(self.texts), pa.py_buffer(offsets), pa.py_buffer(_DIGITS[content])
        )
        return shaped.dictionary_encode()

    def groups(self) -> Iterator[tuple[str, Positions]]:
        """Each shape, and where the texts of that shape stand."""
        numbers = self.shapes.indices.to_numpy(zero_copy_only=False)
        shapes = self.shapes.dictionary.to_pylist()
        if len(shapes) == 1:
            yield shapes[0], np.arange(len(numbers))
            return
        order = np.argsort(numbers, kind="stable")
        counts = np.bincount(numbers, minlength=len(shapes))
        for shape, end, count in zip(shapes, np.cumsum(counts), counts, strict=False):
            yield shape, order[end - count : end]

    def at(self, positions: Positions) -> pa.Array:
        """The texts at those positions, which are some of `groups`."""
        if len(positions) == len(self.texts):
            return self.texts
        return self.texts.take(pa.array(positions))


def texts_as_bytes(texts: pa.Array) -> Bytes:
    """The bytes of texts of one shape, one row a text."""
    return parts_of(texts)[1].reshape(len(texts), -1)


def number_in(content: Bytes, start: int, width: int) -> npt.NDArray[np.int32]:
    """The number of a few digits that stands there in each row of bytes."""
    number = np.zeros(len(content), dtype=np.int32)
    for at in range(start, start + width):
        number = number * 10 + (content[:, at] - np.uint8(ord("0")))
    return number


def parts_of(texts: pa.Array) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8]]:
    """Where each text begins and the last one ends, and the bytes of all; there is at least one."""
    _, offsets, content = texts.buffers()
    starts = np.frombuffer(offsets, dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
    if content is None or starts[0] == starts[-1]:
        return np.zeros(len(starts), dtype=np.int32), np.empty(0, dtype=np.uint8)
    used = np.frombuffer(content, dtype=np.uint8)[starts[0] : starts[-1]]
    return starts - starts[0], used
