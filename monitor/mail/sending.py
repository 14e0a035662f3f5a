"""Sending what stands in the outbox: claim, hand over, record, each once."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Connection, Engine

from monitor.config import Settings
from monitor.mail.session import password_of
from monitor.mail.smtp import transmit
from monitor.store.audit import deciding
from monitor.store.mail_models import MailState
from monitor.store.outbox import Outgoing, Said, answered, claim_next, forsaken

Recorded = Callable[[Connection, Outgoing, Mapping[str, Said]], None]


def send_waiting(
    engine: Engine,
    settings: Settings,
    clock: Callable[[], datetime],
    after: Mapping[str, Recorded],
    only: int | None = None,
    ends: Callable[[], bool] = lambda: False,
) -> dict[MailState, int]:
    """Send every message that is due, or only this one; state → how many stand there now.

    after: kind of subject → what else to record in the transaction of the answer. A message whose
    sender was cut off is never sent again by itself. ends: whether to stop before the next one.
    Raises ConfigError where the password can't be read; nothing is claimed then.
    """
    server, password = settings.mail_server, password_of(settings)
    with deciding(engine) as connection:
        forsaken(connection, clock())
    counted: dict[MailState, int] = {}
    while not ends():
        with deciding(engine) as connection:
            mail = claim_next(connection, clock(), only)
        if mail is None:
            break
        said = transmit(server, password, server.sender, mail.to, mail.content)
        with deciding(engine) as connection:
            state = answered(connection, mail, said, clock())
            record = after.get(mail.subject_kind)
            if record is not None:
                record(connection, mail, said)
        counted[state] = counted.get(state, 0) + 1
    return counted
