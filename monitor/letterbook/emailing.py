"""Sending an issued letter by e-mail, by an officer's explicit act; it counts once accepted."""

from collections.abc import Callable, Mapping
from hashlib import sha256

from sqlalchemy import Connection

from letters.addressing import address_of
from letters.filenames import safe_name
from monitor.letterbook.desk import Desk
from monitor.letterbook.kinds import Channel
from monitor.letterbook.mailbox import refuse_open_mail
from monitor.letterbook.numbers import Number
from monitor.letterbook.pdf import convert
from monitor.letterbook.refusals import StepError
from monitor.letterbook.sentences import say
from monitor.letterbook.soffice import OfficeError, find_soffice
from monitor.letterbook.taking import LETTER, Seen, checked, decision, entry, look_for, taken
from monitor.mail.message import Attachment, MessageError, compose, message_id, recipient
from monitor.mail.sending import send_waiting
from monitor.store.audit import append
from monitor.store.letter_files import signed_pdf
from monitor.store.letters import claim, find_letter, hold
from monitor.store.mail_models import Answer, MailState
from monitor.store.models import LetterState
from monitor.store.outbox import Outgoing, Said, mail_about, put_in

_PDF = "application/pdf"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def email(
    desk: Desk, code: str, *, to: str, anyway: bool = False, version: int | None = None
) -> int:
    """Put an issued letter into the outbox; the number of the message.

    The letter is sent once the mail server has accepted it, see `deliver`. Attached is the
    signed PDF where one is kept, else the letter as it was issued. Raises StepError.
    """
    settings = desk.settings
    if not (settings.mail.host and settings.mail.sender):
        raise StepError("no-mail")
    seen = look_for(desk, code, (LetterState.ISSUED,), version)
    try:
        address = recipient(to)
    except MessageError as error:
        raise StepError("mail-unfit", error=error) from error
    flags = checked(desk, seen, anyway=anyway)
    attached = _attachment(desk, seen)
    about = (LETTER, str(seen.letter.id))
    agency = settings.agency_on(desk.today)
    with decision(desk) as connection:
        if not hold(connection, seen.letter):
            raise taken(connection, seen.letter)
        refuse_open_mail(connection, seen.letter)
        before = mail_about(connection, *about)
        try:
            key = message_id(settings.mail, *about, str(len(before)), address)
            content = compose(
                settings.mail,
                settings.mail.sender_name or agency.name,
                [address],
                say("mail", "subject", code=code),
                _text(seen, agency.name),
                at=desk.now.replace(tzinfo=settings.zone_on(desk.today)),
                key=key,
                attachments=[attached],
            )
        except MessageError as error:
            raise StepError("mail-unfit", error=error) from error
        number = put_in(
            connection,
            key=key,
            about=about,
            to=[address],
            subject=say("mail", "subject", code=code),
            content=content,
            by=desk.by,
            now=desk.now,
        )
        digest = sha256(attached.content).hexdigest()
        detail = {"mail": number, "to": address, "file": attached.name, "sha256": digest, **flags}
        append(connection, entry(desk, seen.letter, "email", detail))
    return number


def deliver(
    desk: Desk, only: int | None = None, ends: Callable[[], bool] = lambda: False
) -> dict[MailState, int]:
    """Send what is due in the outbox, or one message; state → how many stand there now.

    ends: whether to stop before the next message.
    """

    def record(connection: Connection, mail: Outgoing, said: Mapping[str, Said]) -> None:
        _record_answer(desk, connection, mail, said)

    after = {LETTER: record}
    return send_waiting(desk.engine, desk.settings, lambda: desk.now, after, only, ends)


def _record_answer(
    desk: Desk, connection: Connection, mail: Outgoing, said: Mapping[str, Said]
) -> None:
    """What the mail server's answer makes of the letter, in the transaction that records it.

    Accepted: the letter is sent, with the answer as its proof. Refused: the log says so and the
    letter stays issued. A letter that was withdrawn meanwhile is left alone.
    """
    letter = find_letter(connection, int(mail.subject_key))
    for address, told in said.items():
        words = {"to": address, "words": told.words, "mail": mail.id}
        if told.answer is Answer.REFUSED:
            append(connection, entry(desk, letter, "email-failed", words))
        if told.answer is Answer.ACCEPTED and letter.state == LetterState.ISSUED:
            proof = say("mail", "proof", address=address, at=desk.now, words=told.words)
            values = {
                "state": LetterState.SENT,
                "sent_on": desk.today,
                "channel": Channel.EMAIL,
                "proof": proof,
            }
            if claim(connection, letter, values):
                append(connection, entry(desk, letter, "send", words))


def _attachment(desk: Desk, seen: Seen) -> Attachment:
    letter = seen.letter
    name = safe_name(f"{letter.number}-{letter.series}-{letter.year}")
    with desk.engine.connect() as connection:
        signed = signed_pdf(connection, letter.id)
    if signed is not None:
        return Attachment(f"{name}.pdf", _PDF, signed)
    document = letter.issued_document
    if document is None:
        raise StepError("no-document", code=letter.dossier)
    try:
        made = convert({name: document}, find_soffice(desk.settings.soffice)).pdfs
    except OfficeError:  # it can be read in Word all the same
        made = {}
    if name in made:
        return Attachment(f"{name}.pdf", _PDF, made[name])
    return Attachment(f"{name}.docx", _DOCX, document)


def _text(seen: Seen, agency: str) -> str:
    letter, dossier = seen.letter, seen.dossier
    name = dossier.applicant or ""
    title = address_of(name, dossier.applicant_kind).title
    return say(
        "mail",
        "text",
        recipient=f"{title} {name}".strip(),
        agency=agency,
        number=Number(letter.number or 0, letter.series or ""),
        day=letter.issued_on,
        code=dossier.code,
    )
