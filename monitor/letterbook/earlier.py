"""Letters issued before the monitor came: taken over whole, or not at all, and never twice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from monitor.intake.errors import IntakeError, RejectedRow
from monitor.letterbook.desk import Desk
from monitor.letterbook.earlier_lists import EarlierLetter
from monitor.letterbook.numbers import holder
from monitor.letterbook.taking import entry
from monitor.store.audit import Entry, append
from monitor.store.ledger import writing
from monitor.store.letters import add_letter, claim, find_dossier, letters_of
from monitor.store.models import ISSUED_STATES, Letter, LetterOrigin, LetterState

_REPLACED = "Đã có văn bản ban hành trước khi dùng hệ thống."


@dataclass(frozen=True, slots=True)
class Taken:
    """How many letters were added, how many were there already, and the rows left out.

    unknown: rows whose dossier was never seen in an export.
    """

    added: int
    already: int
    unknown: tuple[RejectedRow, ...]


def take_over(desk: Desk, letters: Sequence[EarlierLetter], bad: Iterable[RejectedRow]) -> Taken:
    """Keep the letters of a list as issued, each with its row in the audit log.

    An untouched draft for such a dossier is withdrawn. A row that can't be taken is named with
    all others like it, and then nothing is written: raises IntakeError. Letters that are there
    already are passed over.
    """
    problems = list(bad)
    unknown: list[RejectedRow] = []
    log: list[Entry] = []
    added = already = 0
    with writing(desk.engine) as connection:
        for letter in sorted(letters, key=lambda one: (one.issued_on, one.row.row)):
            try:
                entries = _take(desk, connection, letter)
            except _UnknownError:
                unknown.append(_because(letter, "no dossier with this code was ever seen"))
            except _ConflictError as error:
                problems.append(_because(letter, str(error)))
            else:
                added += bool(entries)
                already += not entries
                log += entries
        if problems:
            told = "\n".join(map(str, sorted(problems, key=lambda row: (row.sheet, row.row))))
            raise IntakeError(f"{told}\nnothing was imported; mend these rows and try again")
        for one in log:
            append(connection, one)
    return Taken(added, already, tuple(unknown))


class _UnknownError(Exception):
    """The dossier was never seen."""


class _ConflictError(Exception):
    """What stands in the store speaks against the row."""


def _take(desk: Desk, connection: Connection, given: EarlierLetter) -> list[Entry]:
    """Keep one letter; what the audit log says of it, nothing for one that is there already."""
    dossier = find_dossier(connection, given.dossier)
    if dossier is None:
        raise _UnknownError
    held = [
        one for one in letters_of(connection, given.dossier) if one.state != LetterState.WITHDRAWN
    ]
    if any(_is_same(one, given) for one in held):
        return []
    year = given.issued_on.year
    if given.number and (other := holder(connection, given.number, year)):
        raise _ConflictError(f"the number {given.number} of {year} belongs to {other[1]}")
    log: list[Entry] = []
    for one in held:
        if one.state in ISSUED_STATES:
            continue
        if one.state != LetterState.DRAFT or one.origin != LetterOrigin.RUN:
            raise _ConflictError(f"a letter of this dossier is being worked on: it is {one.state}")
        end = {
            "state": LetterState.WITHDRAWN,
            "ended_on": desk.today,
            "ended_reason": _REPLACED,
        }
        if not claim(connection, one, end):
            raise _ConflictError("the draft of this dossier has just been changed; try again")
        log.append(entry(desk, one, "withdraw", {"reason": _REPLACED}))
    values = {
        "dossier": given.dossier,
        "reappointment": 1 + sum(one.state in ISSUED_STATES for one in held),
        "state": LetterState.ISSUED,
        "origin": LetterOrigin.IMPORTED,
        "drafted_on": given.issued_on,
        "due_at": dossier.due_at,
        "reason": given.reason,
        "new_due_on": given.new_due_on,
        "issued_on": given.issued_on,
        "year": year,
        "number": given.number and given.number.number,
        "series": given.number and given.number.series,
    }
    new = Letter(id=add_letter(connection, values), **values)
    return [*log, entry(desk, new, "import", {"from": str(given.row.file), **_told(values)})]


def _is_same(held: Letter, given: EarlierLetter) -> bool:
    number = (given.number.series, given.number.number) if given.number else (None, None)
    same_letter = held.issued_on == given.issued_on and (held.series, held.number) == number
    if same_letter and held.new_due_on != given.new_due_on:
        raise _ConflictError(
            f"this letter is there already with another new date: {held.new_due_on or 'none'}"
        )
    return same_letter


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    names = ("number", "series", "issued_on", "new_due_on", "reason")
    return {name: values[name] for name in names}


def _because(letter: EarlierLetter, reason: str) -> RejectedRow:
    return replace(letter.row, reason=reason)
