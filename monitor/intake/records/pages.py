"""The envelope of a document: its records, and how many it says there are."""

from dataclasses import dataclass
from typing import Any

from monitor.intake.errors import IntakeError
from monitor.intake.records.documents import Record
from monitor.intake.records.layouts import envelope, is_record
from monitor.intake.records.paths import Path, value_at

_KINDS = {dict: "an object", list: "a list", str: "a text", bool: "true or false"}
_KINDS |= {int: "a number", float: "a number", type(None): "null"}
_SHOWN_KEYS = 10


@dataclass(frozen=True, slots=True)
class Page:
    """The records of one document; total, pages and next are None where it does not say them.

    total, pages: records and pages in all. next: the address of the page that follows.
    """

    records: list[Record]
    total: int | None
    pages: int | None
    next: str | None


def page_of(document: Any, name: str) -> Page:
    """A bare list, an envelope of a known system, or one record alone.

    Raises IntakeError where there is no list of records, or an entry of it is no object.
    """
    places = envelope()
    return Page(
        records=_checked(_records(document, name), name),
        total=_number(document, places.total),
        pages=_number(document, places.pages),
        next=_text(document, places.next),
    )


def _records(document: Any, name: str) -> list[Any]:
    if isinstance(document, list):
        return document
    if is_record(document):
        return [document]
    places = envelope().records
    if isinstance(document, dict):
        values = {_dotted(path): value_at(document, path) for path in places}
        lists = {path: value for path, value in values.items() if isinstance(value, list)}
        filled = [name for name, found in lists.items() if any(isinstance(r, dict) for r in found)]
        if len(filled) > 1:
            raise IntakeError(
                f"{name}: holds several lists of records, under {' and '.join(filled)}; expected "
                "one"
            )
        if lists:
            return lists[filled[0]] if filled else next(iter(lists.values()))
    known = ", ".join(dict.fromkeys(map(_dotted, places)))
    raise IntakeError(
        f"{name}: holds no list of records: expected one by itself or under {known}; "
        f"found {_shown(document)}"
    )


def _dotted(path: Path) -> str:
    return ".".join(step.key for step in path)


def _shown(document: Any) -> str:
    if isinstance(document, dict) and document:
        return f"an object with the keys {', '.join(list(document)[:_SHOWN_KEYS])}"
    return _KINDS[type(document)]


def _checked(records: list[Any], name: str) -> list[Record]:
    for number, record in enumerate(records, start=1):
        if not isinstance(record, dict):
            raise IntakeError(
                f"{name}: record {number}: expected an object with keys and values, "
                f"found {_KINDS[type(record)]}"
            )
    return records


def _number(document: Any, places: tuple[Path, ...]) -> int | None:
    if isinstance(document, dict):
        for path in places:
            text = str(value_at(document, path))
            if text.isascii() and text.isdigit():
                return int(text)
    return None


def _text(document: Any, places: tuple[Path, ...]) -> str | None:
    if isinstance(document, dict):
        for path in places:
            if isinstance(value := value_at(document, path), str) and value.strip():
                return value.strip()
    return None
