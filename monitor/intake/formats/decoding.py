"""Bytes → text: Unicode in its forms, declared encodings, and nothing that is a guess."""

import re
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from monitor.intake.errors import IntakeError
from monitor.intake.formats.legacy_bytes import decode_legacy

_UTF8_MARK = b"\xef\xbb\xbf"
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", _UTF8_MARK: "utf-8-sig"}
_HEAD_BYTES = 4_096
_DECLARED = re.compile(
    rb"(?:charset|encoding)\s*=\s*[\"']?\s*(utf-?16(?:[lb]e)?|(?:windows-|cp)125\d|iso-8859-\d+)\b",
    re.IGNORECASE,
)
# In UTF-16 every second byte of spaces, digits and plain letters is zero; never so in other texts.
_ZERO_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and what a person should know about its encoding."""

    text: str
    notes: tuple[str, ...] = ()


def as_utf8(path: Path, content: bytes) -> tuple[bytes, tuple[str, ...]]:
    """A plain text in UTF-8 without a byte order mark, and notes on its encoding.

    Raises IntakeError as `decode` does.
    """
    if _unicode_encoding(content) in ("utf-8", "utf-8-sig") and _is_utf8(content):
        return content.removeprefix(_UTF8_MARK), ()
    decoded = decode(path, content)
    return decoded.text.encode(), decoded.notes


def decode(path: Path, content: bytes, *, markup: bool = False) -> Decoded:
    """The text of a file.

    markup: whether the text may declare its encoding; UTF-8 that is sound needs no declaration.
    Raises IntakeError where no encoding fits, with the line and the byte.
    """
    encoding = _unicode_encoding(content)
    try:
        return Decoded(content.decode(encoding))
    except UnicodeDecodeError as error:
        found = error
    if markup and (text := _declared(content)) is not None:
        return Decoded(text)
    line = content[: found.start].count(b"\n") + 1
    where = f"{path}: line {line} is not {encoding} text (byte {content[found.start]:#04x})"
    if encoding != "utf-8":
        raise IntakeError(f"{where}; save the file as CSV UTF-8")
    legacy = decode_legacy(where, content)
    return Decoded(legacy.text, (f"the text was {legacy.name} and has been converted to Unicode",))


def _unicode_encoding(content: bytes) -> str:
    for mark, name in _MARKS.items():
        if content.startswith(mark):
            return name
    head = content[:_HEAD_BYTES]
    half = max(1, len(head) // 2)
    low, high = head[1::2].count(0) / half, head[::2].count(0) / half
    if max(low, high) > _ZERO_SHARE and min(low, high) < _ZERO_SHARE / 10:
        return "utf-16-le" if low > high else "utf-16-be"
    return "utf-8"


def _is_utf8(content: bytes) -> bool:
    ends = pa.array([0, len(content)], pa.int64())
    text = pa.LargeStringArray.from_buffers(1, ends.buffers()[1], pa.py_buffer(content))
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _declared(content: bytes) -> str | None:
    """The text in the encoding that the head of a page declares, where that is possible."""
    declared = _DECLARED.search(content[:_HEAD_BYTES])
    if declared is None:
        return None
    try:
        return content.decode(declared[1].decode("ascii"))
    except (LookupError, ValueError):
        return None
