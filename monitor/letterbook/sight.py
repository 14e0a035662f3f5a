"""Everything that an officer must see of a letter before he decides."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection

from monitor.letterbook.completing import appointment
from monitor.letterbook.desk import Desk
from monitor.letterbook.flags import flags_of
from monitor.letterbook.numbers import next_number, series_of
from monitor.letterbook.proposals import Proposal, proposals
from monitor.letterbook.refusals import Flag
from monitor.letterbook.sentences import say
from monitor.letterbook.standing import is_finished
from monitor.letterbook.taking import LETTER, Seen, look
from monitor.store.audit import history
from monitor.store.letter_files import files_of
from monitor.store.models import Letter, LetterState

_HIDDEN = ("document", "issued_document", "fields", "path", "run_id", "search_text")
_OPEN = (LetterState.DRAFT, LetterState.COMPLETED)


@dataclass(frozen=True, slots=True)
class Sight:
    """A letter as it stands.

    letter: its columns, without documents. flags: reasons to think twice. proposals: new dates,
    while one can still be chosen. next_number: the next free one with its series, until the letter
    has one. earlier: the other letters of the dossier. history: at, actor, action, detail.
    """

    letter: dict[str, Any]
    state: str
    flags: list[Flag]
    proposals: list[Proposal]
    next_number: str | None
    files: list[dict[str, Any]]
    earlier: list[dict[str, Any]]
    history: list[dict[str, Any]]

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return asdict(self)


def sight(desk: Desk, code: str) -> Sight:
    """What there is to know of the letter of a dossier; raises StepError where there is none."""
    with desk.engine.connect() as connection:
        return sight_of(desk, connection, look(connection, code))


def sight_of(desk: Desk, connection: Connection, seen: Seen) -> Sight:
    """The same of a letter that was looked up already."""
    letter, dossier = seen.letter, seen.dossier
    live = letter.state not in (LetterState.WITHDRAWN, LetterState.EXCUSED, LetterState.SENT)
    by_clock = desk.settings.late_by_clock
    choose = letter.state in _OPEN and not is_finished(dossier) and _has_appointment(seen)
    return Sight(
        letter=_shown(letter),
        state=say("states", letter.state),
        flags=flags_of(letter, dossier, desk.today, by_clock=by_clock) if live else [],
        proposals=proposals(connection, dossier, appointment(seen), desk.calendar, desk.today)
        if choose
        else [],
        next_number=_next_number(desk, connection, letter)
        if letter.state == LetterState.APPROVED
        else None,
        files=files_of(connection, letter.id),
        earlier=[_shown(one) for one in seen.letters if one.id != letter.id],
        history=[
            event for one in seen.letters for event in history(connection, LETTER, str(one.id))
        ],
    )


def _next_number(desk: Desk, connection: Connection, letter: Letter) -> str:
    series = series_of(letter.form, desk.settings, desk.today)
    return f"{next_number(connection, series, desk.today.year):02}/{series}"


def _has_appointment(seen: Seen) -> bool:
    return (seen.letter if seen.letter.reappointment > 1 else seen.dossier).due_at is not None


def _shown(letter: Letter) -> dict[str, Any]:
    names = [column.name for column in Letter.__table__.columns if column.name not in _HIDDEN]
    return {name: getattr(letter, name) for name in names}
