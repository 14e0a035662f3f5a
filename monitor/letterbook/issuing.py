"""Step 3, issued: number and date go into the approved content, and nothing else changes."""

from datetime import date
from hashlib import sha256

from sqlalchemy.exc import IntegrityError

from letters import LetterError, Template, Wording
from monitor.letterbook.desk import Desk
from monitor.letterbook.numbers import Number, holder, next_number, read_number, series_of
from monitor.letterbook.refusals import StepError
from monitor.letterbook.rendering import same_content, with_number
from monitor.letterbook.taking import checked, look_for, take, taken
from monitor.letterbook.writing import not_written
from monitor.store.letters import kept_template
from monitor.store.models import Letter, LetterState


def issue(
    desk: Desk,
    code: str,
    *,
    number: str,
    day: date,
    anyway: bool = False,
    version: int | None = None,
) -> None:
    """Give the letter its number and date; the approved bytes stay beside the issued ones.

    number: "12", or with its symbol "12/PXL". day: from the approval to today. Raises StepError;
    for a number that is used it names the dossier and the next free number.
    """
    seen = look_for(desk, code, (LetterState.APPROVED,), version)
    letter = seen.letter
    flags = checked(desk, seen, anyway=anyway)
    _check_day(letter, day, desk.today)
    given = read_number(number, series_of(letter.form, desk.settings, day))
    _refuse_used(desk, letter, given, day.year)
    document = _issued(desk, letter, given, day)
    digest = sha256(document).hexdigest()
    values = {
        "state": LetterState.ISSUED,
        "number": given.number,
        "series": given.series,
        "year": day.year,
        "issued_on": day,
        "issued_document": document,
        "issued_sha256": digest,
    }
    hashes = {"approved_sha256": letter.sha256, "issued_sha256": digest}
    try:
        take(desk, letter, "issue", values, {**hashes, **flags})
    except IntegrityError:
        _refuse_used(desk, letter, given, day.year)
        raise


def _check_day(letter: Letter, day: date, today: date) -> None:
    approved, new = letter.approved_on, letter.new_due_on
    if approved is not None and day < approved:
        raise StepError("issued-early", found=day, approved=approved)
    if day > today:
        raise StepError("issued-future", found=day, today=today)
    if new is not None and day >= new:
        raise StepError("issued-after-new-date", found=day, new=new)


def _refuse_used(desk: Desk, letter: Letter, number: Number, year: int) -> None:
    with desk.engine.connect() as connection:
        held = holder(connection, number, year)
        if held is None:
            return
        if held[0] == letter.id:  # somebody was faster, with the same number
            raise taken(connection, letter)
        following = next_number(connection, number.series, year)
        raise StepError("number-used", number=number, year=year, dossier=held[1], next=following)


def _issued(desk: Desk, letter: Letter, number: Number, day: date) -> bytes:
    """The letter made anew of what it was made of; without the number it must be the same."""
    with desk.engine.connect() as connection:
        kept = kept_template(connection, str(letter.template_sha256))
    if kept is None or letter.fields is None or letter.document is None:
        raise StepError("not-the-same", code=letter.dossier)
    wording = Wording(str(letter.wording))
    try:
        template = Template(kept.document, kept.name)
        same = same_content(template.render(letter.fields, wording), letter.document)
        document = with_number(template, letter.fields, wording, str(number), day)
    except LetterError as error:
        raise not_written(letter.dossier, error) from error
    if not same:
        raise StepError("not-the-same", code=letter.dossier)
    return document
