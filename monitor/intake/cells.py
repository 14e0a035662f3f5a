"""Cells and their text: one clean form for comparison, one folded form for matching."""

import html
import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

Cell = str | float | int | bool | datetime | date | time | timedelta | None
Row = Sequence[Cell]

_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x7f\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]")
_MARKUP = re.compile(r"&(?:[a-z]{2,8}|#\d+|#x[0-9a-f]+);|<br\s*/?>", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
# Codes of Nghị định 61/2018: unit, day, number.
OFFICIAL = r"[0-9]{3}\.[0-9]{2,3}\.[0-9]{2,3}\.[A-Z][0-9]{2,3}-[0-9]{6}-[0-9]{4,5}"
_OFFICIAL = re.compile(OFFICIAL)
_APOSTROPHE = re.compile(r"^'(?=\w)")
_FORMULA = re.compile(r'=\s*"((?:[^"]|"")*)"')
_NOT_ALNUM = re.compile(r"[\W_]+")
# Letters that look like Đ and đ (U+0110, U+0111) and are others: U+00D0, U+0189, U+00F0, U+0256.
_TWINS = str.maketrans("ÐƉðɖ", "ĐĐđđ")
_STROKED_D = str.maketrans("Đđ", "dd")


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing that a person would see."""
    return cell is None or (isinstance(cell, str) and not clean(cell))


def raw_text(cell: Cell) -> str:
    """A cell as text, unchanged if it is text; a whole number has no decimal point."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat(" ") if isinstance(cell, datetime) else str(cell)


def clean(text: str) -> str:
    """Text in NFC, without invisible characters, twins of Đ and left-over markup, single-spaced."""
    if "&" in text or "<" in text:
        text = _MARKUP.sub(_plain, text)
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    plain = _INVISIBLE.sub("", text).translate(_TWINS)
    return _SPACES.sub(" ", unicodedata.normalize("NFC", plain)).strip()


def _plain(markup: re.Match[str]) -> str:
    return " " if markup[0].startswith("<") else html.unescape(markup[0])


def unguarded(text: str) -> str:
    """A clean text without the formula that keeps a spreadsheet from making a number of it."""
    held = _FORMULA.fullmatch(text) if text.startswith("=") else None
    return held[1].replace('""', '"').strip() if held else text


def clean_code(text: str) -> str:
    """A clean dossier code in one form: compatibility characters and dashes made plain.

    One of the official form has no spaces and a capital, whoever has typed it. Signs that keep a
    spreadsheet from making a number of it ('123, ="123") are none of it.
    """
    text = _APOSTROPHE.sub("", unguarded(text))
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text).translate(_DASHES)
    official = "".join(plain.split()).upper()
    return official if _OFFICIAL.fullmatch(official) else plain


def fold(text: str) -> str:
    """Text reduced to its letters and digits, without case, accents, spaces and punctuation."""
    plain = unicodedata.normalize("NFKD", clean(text).translate(_STROKED_D))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return _NOT_ALNUM.sub("", plain).casefold()


def column_letter(index: int) -> str:
    """The letters that a spreadsheet shows above the column with that index, from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
