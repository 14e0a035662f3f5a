"""What a person decides about a message that may have arrived, or that was given up."""

from datetime import datetime

from sqlalchemy import Connection

from monitor.store.audit import Entry, append
from monitor.store.mail_models import MailState
from monitor.store.outbox import decide, doubt

MAIL = "mail"
"""Kind of subject in the audit log; its key is the number of the message."""


def settle(
    connection: Connection, number: int, who: str, now: datetime, *, again: bool
) -> MailState | None:
    """Send it again, or leave it as it is; how it stands now, None where nothing was to decide."""
    state = MailState.WAITING if again else MailState.DONE
    if not decide(connection, number, state):
        return None
    append(connection, Entry(now, who, "settle", MAIL, str(number), {"again": again}))
    return state


def hold(connection: Connection, who: str, now: datetime) -> int:
    """Let a person decide about all that waits, since it may have gone already; how many."""
    numbers = doubt(connection)
    for number in numbers:
        append(connection, Entry(now, who, "hold", MAIL, str(number), {}))
    return len(numbers)
