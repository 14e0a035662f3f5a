"""An office whose outbox holds a message of each kind."""

from collections.abc import Mapping

from office import Office
from review_site import NOW

from monitor.store.audit import deciding
from monitor.store.mail_models import Answer
from monitor.store.outbox import Said, answered, claim_next, put_in

# Number of the message → to whom, and what the server said of it; nothing: it was not tried.
SAID: Mapping[str, Said | None] = {
    "an@example.vn": None,
    "binh@example.vn": Said(Answer.ACCEPTED, "250 2.0.0 Ok: queued as 4F1"),
    "cuc@example.vn": Said(Answer.REFUSED, "550 5.1.1 <cuc@example.vn>: no such user"),
    "dung@example.vn": Said(Answer.UNKNOWN, "the connection was lost"),
}


def put(office: Office, to: str, said: Said | None, kind: str = "letter") -> int:
    """A message about the first letter, or a digest, and what became of it."""
    with deciding(office.engine) as connection:
        number = put_in(
            connection,
            key=f"{kind}-{to}",
            about=(kind, "1" if kind == "letter" else "2021-09-27 whole"),
            to=[to],
            subject="Thư xin lỗi về hồ sơ A-1" if kind == "letter" else "Bản tin tuần 39",
            content=b"...",
            by="office",
            now=NOW,
        )
        if said is not None:
            mail = claim_next(connection, NOW, number)
            assert mail is not None
            answered(connection, mail, {to: said}, NOW)
    return number


def fill_outbox(office: Office) -> list[int]:
    """One message for each answer; their numbers."""
    return [put(office, to, said) for to, said in SAID.items()]
