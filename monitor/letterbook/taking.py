"""Taking one step: look, let the caller decide, then claim the letter and log it as one."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from monitor.letterbook.desk import Desk
from monitor.letterbook.flags import agreed_to, flags_of
from monitor.letterbook.refusals import FlagCode, StepError, TakenError
from monitor.letterbook.sentences import say
from monitor.store.audit import Entry, append, deciding, history
from monitor.store.database import DatabaseError
from monitor.store.letters import claim, find_dossier, letters_of
from monitor.store.models import Dossier, Letter, LetterState

LETTER = "letter"
"""Kind of subject in the audit log; its key is the letter's id."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A dossier and its letters as they were when somebody looked.

    letter: the live one with the highest re-appointment, else the last withdrawn one.
    """

    dossier: Dossier
    letter: Letter
    letters: tuple[Letter, ...]


def look(connection: Connection, code: str) -> Seen:
    """The dossier with its letters; raises StepError where there is none."""
    dossier = find_dossier(connection, code)
    if dossier is None:
        raise StepError("no-dossier", code=code)
    letters = letters_of(connection, code)
    if not letters:
        raise StepError("no-letter", code=code)
    live = [one for one in letters if one.state != LetterState.WITHDRAWN]
    return Seen(dossier, (live or letters)[-1], tuple(letters))


def look_for(desk: Desk, code: str, states: Collection[LetterState], version: int | None) -> Seen:
    """The letter for a step that takes it out of one of `states`.

    version: the one that the officer has seen, None for the one that is there now. Raises
    TakenError where somebody else was faster, StepError where a step before is missing.
    """
    with desk.engine.connect() as connection:
        seen = look(connection, code)
        letter = seen.letter
        if version is not None and version != letter.version:
            raise taken(connection, letter)
        if letter.state not in states:
            order = list(LetterState)
            needed = min(states, key=order.index)
            if order.index(LetterState(letter.state)) > order.index(needed):
                raise taken(connection, letter)
            raise StepError(
                "not-yet",
                code=code,
                state=say("states", letter.state),
                needed=say("states", needed),
            )
    return seen


def checked(
    desk: Desk, seen: Seen, *, anyway: bool, healed: Collection[FlagCode] = ()
) -> dict[str, object]:
    """What the log says of the flags of this letter; raises FlaggedError unless `anyway`.

    healed: flags that the step itself puts right.
    """
    by_clock = desk.settings.late_by_clock
    flags = flags_of(seen.letter, seen.dossier, desk.today, by_clock=by_clock)
    return agreed_to(seen.dossier, [f for f in flags if f.code not in healed], anyway=anyway)


@contextmanager
def decision(desk: Desk) -> Iterator[Connection]:
    """One transaction for one decision; raises StepError where a run keeps the database busy."""
    with ExitStack() as stack:
        try:
            connection = stack.enter_context(deciding(desk.engine))
        except DatabaseError:
            raise StepError("busy") from None
        yield connection


def take(
    desk: Desk,
    letter: Letter,
    action: str,
    values: Mapping[str, Any],
    detail: Mapping[str, Any],
    beside: Iterable[Callable[[Connection], object]] = (),
) -> None:
    """Change the letter, do what belongs to it, and log it: all in one transaction, or nothing.

    values: new values of its columns; those that differ stand in the log with the old ones,
    except for documents, of which the log has the SHA-256. Raises TakenError.
    """
    with decision(desk) as connection:
        if not claim(connection, letter, values):
            raise taken(connection, letter)
        for act in beside:
            act(connection)
        append(
            connection, entry(desk, letter, action, {"changed": _changes(letter, values), **detail})
        )


def entry(desk: Desk, letter: Letter, action: str, detail: Mapping[str, Any]) -> Entry:
    """What the audit log says of a step of this letter."""
    about = {"dossier": letter.dossier, "reappointment": letter.reappointment}
    return Entry(desk.now, desk.by, action, LETTER, str(letter.id), {**about, **detail})


def taken(connection: Connection, letter: Letter) -> StepError:
    """Who has done what to this letter last."""
    past = [
        one
        for one in history(connection, LETTER, str(letter.id))
        if one["action"] != "attach"  # changes nothing of the letter itself
    ]
    if not past:
        return TakenError("redrafted")
    last = past[-1]
    action = say("actions", last["action"])
    return TakenError("taken", who=last["actor"], action=action, at=last["at"])


def _changes(letter: Letter, values: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for name, new in values.items():
        old = getattr(letter, name)
        if old != new and not isinstance(new, bytes | dict):
            found[name] = {"old": _plain(old), "new": _plain(new)}
    return found


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
