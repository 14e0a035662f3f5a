"""Step 2, approved: nothing is missing, and from now on nobody can change the content."""

from collections.abc import Mapping
from dataclasses import asdict, replace

from letters import LetterError, Wording
from monitor.letterbook.desk import Desk
from monitor.letterbook.kinds import Fault
from monitor.letterbook.newdate import check_not_past
from monitor.letterbook.refusals import StepError
from monitor.letterbook.rendering import Signer, signer_on, template_of
from monitor.letterbook.sentences import say
from monitor.letterbook.taking import checked, look_for, take
from monitor.letterbook.texts import typed
from monitor.letterbook.writing import columns_of, not_written, write
from monitor.store.letters import keep_template
from monitor.store.models import Letter, LetterState

_WANTED = ("reason", "fault", "new_due_on", "signer_title", "signer_name")


def approve(
    desk: Desk,
    code: str,
    *,
    signer: Mapping[str, str] | None = None,
    anyway: bool = False,
    version: int | None = None,
) -> None:
    """Freeze the letter; its SHA-256 goes into the audit log.

    signer: title, name, power where they are not those of [agency] today; the letter is written
    anew if they differ from those it was completed with, else its bytes are kept as they are.
    Raises StepError that names all that is missing.
    """
    seen = look_for(desk, code, (LetterState.COMPLETED,), version)
    letter, dossier = seen.letter, seen.dossier
    flags = checked(desk, seen, anyway=anyway)
    given = {name: typed(f"signer_{name}", text) for name, text in (signer or {}).items()}
    who = replace(signer_on(desk.settings, desk.today), **given)
    _refuse_blanks(letter, who)
    check_not_past(letter.new_due_on, desk.today)
    assert letter.form is not None  # noqa: S101
    try:
        template = template_of(letter.form, desk.settings)
    except LetterError as error:
        raise not_written(code, error) from error
    values = {"state": LetterState.APPROVED, "approved_on": desk.today}
    signers = {f"signer_{name}": text for name, text in asdict(who).items()}
    if signers != {name: getattr(letter, name) for name in signers} or (
        letter.template_sha256 != template.sha256
    ):
        assert letter.due_at is not None  # noqa: S101
        made = write(
            desk,
            dossier,
            letter.due_at,
            letter.form,
            Wording(str(letter.wording)),
            who,
            reason=letter.reason,
            fault=Fault(str(letter.fault)),
            new_due_on=letter.new_due_on,
            applicant_id=(letter.fields or {}).get("applicant_id"),
        )
        values |= {**signers, **columns_of(made)}
    frozen = values.get("sha256", letter.sha256)
    kept = (template.sha256, template.name, template.document)
    take(
        desk,
        letter,
        "approve",
        values,
        {"sha256": frozen, **flags},
        [lambda connection: keep_template(connection, *kept)],
    )


def _refuse_blanks(letter: Letter, signer: Signer) -> None:
    held = {
        "reason": letter.reason,
        "fault": letter.fault,
        "new_due_on": letter.new_due_on or letter.wording == Wording.FINISHED,
        "signer_title": signer.title.strip(),
        "signer_name": signer.name.strip(),
    }
    missing = [say("names", name) for name in _WANTED if not held[name]]
    if missing:
        raise StepError("blank", names=", ".join(missing))
