"""Searching dossiers by words: an index of words on PostgreSQL, the texts themselves on SQLite."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, cast, func, literal
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import InstrumentedAttribute

from monitor.store.models import DOSSIER_PAIRS, DOSSIER_WORDS, Dossier
from monitor.store.search_text import NAME_MARK

_Text = ColumnElement[str] | InstrumentedAttribute[str]

_SHORTEST_BEGINNING = 3  # "a" or "an" begins half of all names


def holds_words(
    words: Sequence[str], dialect: str, *, names: bool, indexed: bool
) -> ColumnElement[bool]:
    """All words stand in the code or, if names may be searched, in code and name.

    words: of `monitor.store.search_text.words_of`, so nothing in them means anything to the
    database. The last one may be the beginning of a word, since somebody may still be typing.
    indexed: False where dossiers are gone through anyway; each would be asked of an index anew.
    """
    if dialect == "postgresql" and indexed:
        query = _query(words, ("", NAME_MARK) if names else ("",))
        return DOSSIER_WORDS.op("@@", is_comparison=True)(cast(query, TSQUERY))
    return read_words(Dossier.search_text, words, dialect, names=names)


def read_words(
    text: _Text, words: Sequence[str], dialect: str, *, names: bool
) -> ColumnElement[bool]:
    """The same of whatever has such a text. text: as `Dossier.search_text`."""
    known = func.replace(text, NAME_MARK, "") if names else text
    return _read(known, _with_beginning(words), "", dialect)


def may_be_name(words: Sequence[str]) -> bool:
    """Whether `holds_name` can look for them."""
    return len(set(words)) > 1 and all(word.isalpha() for word in words)


def holds_name(words: Sequence[str], dialect: str, *, indexed: bool) -> ColumnElement[bool]:
    """All words stand in the name, none only as the beginning of one; see `may_be_name`."""
    if dialect == "postgresql" and indexed:
        *others, last = dict.fromkeys(words)  # as a rule the last word of a name is the rarest
        query = " & ".join(f"'{_pair(word, last)}'" for word in others)
        return DOSSIER_PAIRS.op("@@", is_comparison=True)(cast(query, TSQUERY))
    return _read(Dossier.search_text, [(word, False) for word in words], NAME_MARK, dialect)


def _read(
    text: _Text,
    words: Sequence[tuple[str, bool]],
    mark: str,
    dialect: str,
) -> ColumnElement[bool]:
    """Each word stands in the text behind that mark. words: see `_with_beginning`."""
    place = func.strpos if dialect == "postgresql" else func.instr
    padded: ColumnElement[Any] = literal(" ") + text + literal(" ")
    return and_(  # the last word of a name, as a rule the rarest, spares a look for the others
        *(
            place(padded, f" {mark}{word}" + ("" if begins else " ")) > 0
            for word, begins in reversed(words)
        )
    )


def _pair(*two: str) -> str:
    """The lexeme of two words that stand in the same name, as the index has it."""
    return "".join(f"{NAME_MARK}{word}" for word in sorted(two))


def _query(words: Sequence[str], marks: Sequence[str]) -> str:
    """The words as PostgreSQL takes them: ('nguyen' | '=nguyen') & ('ann':* | '=ann':*)."""
    return " & ".join(
        "(" + " | ".join(f"'{mark}{word}'" + (":*" if begins else "") for mark in marks) + ")"
        for word, begins in _with_beginning(words)
    )


def _with_beginning(words: Sequence[str]) -> list[tuple[str, bool]]:
    """Each word, and whether it may be the beginning of one."""
    last = len(words) - 1
    return [
        (word, at == last and len(word) >= _SHORTEST_BEGINNING) for at, word in enumerate(words)
    ]
