"""File names from dossier codes and unit names that can't leave their folder or clash."""

import hashlib
import re
import unicodedata

from letters.errors import LetterError

MAX_CHARS = 100
MAX_BYTES = 200
"""Linux allows 255 bytes in a name, and a Vietnamese letter takes up to 3; leave room for .docx."""

_DEVICES = frozenset(
    ["CON", "PRN", "AUX", "NUL"]
    + [f"{port}{n}" for port in ("COM", "LPT") for n in "0123456789¹²³"]
)


def safe_name(text: str) -> str:
    """One path component, valid on Windows and Linux, different for different texts (after NFC).

    Letters, digits and `` ._-`` stay; everything else, dots and spaces at either end, and the first
    letter of a Windows device name become ``%XX`` of their UTF-8 bytes. A name of more than 100
    characters (200 bytes) is cut and closed by ``~`` and 16 hex digits of its SHA-256; no other
    name holds a ``~``. Windows ignores case: texts that differ in nothing else share a file there.

    Raises `LetterError` for an empty text.
    """
    text = unicodedata.normalize("NFC", text)
    if not text:
        raise LetterError(
            "a file can't be named after an empty text: give a dossier code or a name"
        )
    inner = text.strip(". ")
    start = text.index(inner) if inner else len(text)
    end = start + len(inner)
    name = "".join(
        char if start <= at < end and _is_kept(char) else _escape(char)
        for at, char in enumerate(text)
    )
    if name.split(".")[0].rstrip(" ").upper() in _DEVICES:
        name = _escape(name[0]) + name[1:]
    if len(name) <= MAX_CHARS and len(name.encode()) <= MAX_BYTES:
        return name
    return _shorten(name)


def _is_kept(char: str) -> bool:
    return char in " ._-" or char.isalnum() or unicodedata.category(char).startswith("M")


def _escape(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))


def _shorten(name: str) -> str:
    mark = "~" + hashlib.sha256(name.encode()).hexdigest()[:16]
    head = name[: MAX_CHARS - len(mark)].encode()[: MAX_BYTES - len(mark)].decode(errors="ignore")
    return re.sub("%.?$", "", head) + mark
