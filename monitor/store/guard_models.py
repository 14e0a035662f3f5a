"""The table of guards that somebody has lifted."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, column
from sqlalchemy.orm import Mapped, mapped_column

from monitor.store.models import Base, Key


class LiftedGuard(Base):
    """A guard that somebody lifts for the next run that lands.

    reason: the guard, see `monitor.guards.Reason`. why, who, at: the decision. held_run_id: the run
    that the guard held. run_id: the run that landed since; null while it is awaited.
    """

    __tablename__ = "lifted_guard"
    __table_args__ = (
        Index(
            "uq_lifted_guard_awaiting",
            "reason",
            unique=True,
            sqlite_where=column("run_id").is_(None),
            postgresql_where=column("run_id").is_(None),
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    reason: Mapped[str] = mapped_column(String(40))
    why: Mapped[str] = mapped_column(Text)
    who: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    held_run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
    run_id: Mapped[int | None] = mapped_column(ForeignKey("run.id"))
