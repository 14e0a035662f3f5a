"""The container of old Microsoft files: its streams, and whether its chains are sound."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_HEADER_BYTES = 512
_SECTOR_BYTES = (512, 4096)
_SMALL_BYTES = 64
_SMALL_STREAM = 4096
_ENTRY_BYTES = 128
_FIRST_LISTED = 109  # sectors of the allocation table that the header itself lists
_HIGHEST = 0xFFFFFFFA  # sector numbers above have a meaning of their own
_STREAM, _ROOT = 2, 5


class DamagedContainerError(Exception):
    """The container contradicts itself; a reader that believes it might never end."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int


def streams_of(content: bytes) -> dict[str, bytes]:
    """Name in small letters → content of each stream.

    Raises DamagedContainerError where two chains of sectors meet, or one runs in a circle.
    """
    try:
        return _streams(content)
    except (struct.error, IndexError):
        raise DamagedContainerError from None


def _streams(content: bytes) -> dict[str, bytes]:
    sector_bytes = 1 << (_long(content, 30) & 0x1F)
    if sector_bytes not in _SECTOR_BYTES:
        raise DamagedContainerError
    big = _Sectors(content[max(sector_bytes, _HEADER_BYTES) :], sector_bytes, ())
    big.table = _allocation_table(content, big)
    directory = big.chain(_long(content, 48))
    small_table = _longs(big.chain(_long(content, 60)))
    entries = list(_entries(directory))
    root = next((entry for entry in entries if entry.kind == _ROOT), None)
    if root is None:
        raise DamagedContainerError
    small = _Sectors(big.chain(root.start), _SMALL_BYTES, small_table)
    return {
        entry.name: (small if entry.size < _SMALL_STREAM else big).chain(entry.start)[: entry.size]
        for entry in entries
        if entry.kind == _STREAM and entry.size
    }


class _Sectors:
    """Sectors of one size, with the table that says which one follows which."""

    def __init__(self, content: bytes, size: int, table: Sequence[int]) -> None:
        self._content = content
        self._size = size
        self.table = table
        self._walked: set[int] = set()

    def sector(self, number: int) -> bytes:
        """One sector; the last one may be cut short."""
        data = self._content[number * self._size : (number + 1) * self._size]
        if not data:
            raise DamagedContainerError
        return data

    def chain(self, number: int) -> bytes:
        """All sectors from the given one on; none may be walked twice."""
        parts = []
        while number < _HIGHEST:
            if number in self._walked:
                raise DamagedContainerError
            self._walked.add(number)
            parts.append(self.sector(number))
            number = self.table[number]
        return b"".join(parts)


def _allocation_table(content: bytes, big: _Sectors) -> Sequence[int]:
    listed = list(struct.unpack_from(f"<{_FIRST_LISTED}L", content, 76))
    further = _long(content, 68)
    seen: set[int] = set()
    while further < _HIGHEST:
        if further in seen:
            raise DamagedContainerError
        seen.add(further)
        *more, further = _longs(big.sector(further))
        listed += more
    used = [number for number in listed if number < _HIGHEST]
    if len(set(used)) < len(used):
        raise DamagedContainerError
    return _longs(b"".join(map(big.sector, used)))


def _entries(directory: bytes) -> Iterator[_Entry]:
    for at in range(0, len(directory) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
        name = directory[at : at + 64].decode("utf-16-le", "replace").partition("\0")[0]
        start, size = struct.unpack_from("<LL", directory, at + 116)
        yield _Entry(name.lower(), directory[at + 66], start, size)


def _long(content: bytes, at: int) -> int:
    return int(struct.unpack_from("<L", content, at)[0])


def _longs(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}L", content[: len(content) // 4 * 4])
