"""Drafting: an apology letter for each late dossier that has none, and its file."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from letters import LetterError, Wording, safe_name
from monitor.atomic import write_bytes
from monitor.config import Settings
from monitor.facts import FactsFrame
from monitor.letterbook.pdf import pdfs_beside
from monitor.letterbook.rendering import (
    CASE_FACTS,
    agency_with,
    case_of,
    form_for,
    paper,
    signer_on,
)
from monitor.store.letters import (
    Draft,
    LiveLetter,
    add_drafts,
    follow_the_dossiers,
    live_letters,
    note_paths,
    replace_drafts,
    unwritten,
)
from monitor.store.models import LetterState
from monitor.templates import Templates
from rules import Facts
from rules.deadlines import due_soon
from rules.rule import applied
from rules.status import FINISHED

Progress = Callable[[str, int, int], None]

_NO_UNIT = "Chưa rõ đơn vị"
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Drafted:
    """How many letters were drafted, and why some could not be: dossier → reason."""

    drafted: int
    refused: Mapping[str, str]


def draft_letters(
    connection: Connection,
    facts: FactsFrame,
    settings: Settings,
    changed: Collection[str],
    run_id: int,
    progress: Progress,
) -> Drafted:
    """One draft for each late dossier without a live or issued letter.

    A draft that nobody has touched is written anew when its dossier has changed or it needs
    another wording, e.g. because the result has come meanwhile. One letter that can't be written
    does not stop the others.
    """
    live = live_letters(connection)
    new: list[Draft] = []
    again: list[tuple[LiveLetter, Draft]] = []
    refused: dict[str, str] = {}
    cases = _cases(facts, settings)
    templates = Templates(settings)
    for number, row in enumerate(cases):
        if number % _AT_ONCE == 0:
            progress("drafting letters", number, len(cases))
        letter = live.get(row["code"])
        wording = _wording(row)
        stands = letter and letter.wording == wording and row["code"] not in changed
        if letter and (letter.state != LetterState.DRAFT or stands):
            continue
        try:
            draft = _draft(row, wording, settings, facts, templates)
        except LetterError as error:
            refused[row["code"]] = str(error)
            continue
        if letter is None:
            new.append(draft)
        elif letter.sha256 != draft.sha256:
            again.append((letter, draft))
    add_drafts(connection, new, run_id)
    replace_drafts(connection, again, run_id)
    follow_the_dossiers(connection)
    return Drafted(len(new), refused)


def write_drafts(
    engine: Engine, folder: Path, progress: Progress, soffice: Path | None = None
) -> list[str]:
    """Write the file of every draft that has none yet, to FOLDER/<date>/<unit>/<code>.docx.

    A file that is there with another content may hold an officer's work: it is left, and the draft
    goes beside it with a number. soffice: write a PDF beside each with it; returned are notes on
    the PDFs that could not be made.
    """
    notes: list[str] = []
    with engine.connect() as connection:
        waiting = unwritten(connection)
    for start in range(0, len(waiting), _AT_ONCE):
        progress("writing letters", start, len(waiting))
        portion = waiting[start:][:_AT_ONCE]
        written = [(letter["id"], _write(letter, folder)) for letter in portion]
        if soffice is not None:
            papers = zip(written, portion, strict=True)
            drafts = [(folder / path, letter["document"]) for (_, path), letter in papers]
            notes += pdfs_beside(drafts, soffice)
        with engine.begin() as connection:
            note_paths(connection, written)
    return notes


def _cases(facts: FactsFrame, settings: Settings) -> list[dict[str, Any]]:
    """The facts of the dossiers that need a letter."""
    f = Facts(by_clock=settings.late_by_clock)
    needs = f.is_late
    if settings.letters.draft_before_due:
        needs = needs | applied(due_soon, f, settings.rules.own(due_soon))
    owed = f.apology_issued_at.is_null() & f.excused_on.is_null()
    needs = (needs & owed).fill_null(value=False)
    mask = facts.frame.select(needs=needs)["needs"]
    return facts.rows(mask, (*CASE_FACTS, "status", "field", "end_at", "is_late"))


def _wording(row: Mapping[str, Any]) -> Wording:
    if row["status"] in FINISHED:
        return Wording.FINISHED
    return Wording.AFTER if row["is_late"] else Wording.BEFORE


def _draft(
    row: Mapping[str, Any],
    wording: Wording,
    settings: Settings,
    facts: FactsFrame,
    templates: Templates,
) -> Draft:
    today = facts.as_of
    form = form_for(row["field"], settings, today)
    agency = agency_with(settings, today, signer_on(settings, today))
    made = paper(
        templates.of(form), wording, case_of({**row, "completed_at": row["end_at"]}), agency
    )
    return Draft(
        dossier=row["code"],
        form=form,
        wording=wording,
        drafted_on=today,
        due_at=row["due_at"],
        template_sha256=made.template_sha256,
        document=made.document,
        sha256=made.sha256,
    )


def _write(letter: Mapping[str, Any], folder: Path) -> str:
    unit = safe_name(letter["unit"] or _NO_UNIT)
    place = folder / letter["drafted_on"].isoformat() / unit
    stem, number = safe_name(letter["dossier"]), 1
    path: Path = place / f"{stem}.docx"
    while _is_taken(path, letter["document"]):
        number += 1
        path = place / f"{stem} ({number}).docx"
    if not path.exists():
        write_bytes(path, letter["document"])
    return path.relative_to(folder).as_posix()


def _is_taken(path: Path, document: bytes) -> bool:
    """Whether the name belongs to another letter; a PDF alone is a letter or scan too."""
    if path.exists():
        return path.read_bytes() != document
    return path.with_suffix(".pdf").exists()
