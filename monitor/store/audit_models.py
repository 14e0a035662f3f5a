"""The table of checks of the audit log, beside those of `monitor.store.models`."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from monitor.store.models import Base, Key


class AuditCheck(Base):
    """Somebody, or the daemon, has followed the chain of the audit log.

    whole: from its first row on, not from where an earlier check ended. rows, last, head: so many
    are sound, the id and the hash of the last of them. tampered: id of the first that is not, null
    if none was found. left: rows behind the last that were not looked at.
    """

    __tablename__ = "audit_check"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime]
    who: Mapped[str] = mapped_column(Text)
    whole: Mapped[bool]
    rows: Mapped[int]
    last: Mapped[int] = mapped_column(Key)
    head: Mapped[str] = mapped_column(String(64))
    tampered: Mapped[int | None] = mapped_column(Key)
    left: Mapped[int]
