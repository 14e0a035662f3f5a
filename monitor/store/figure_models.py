"""The table of measured figures."""

from datetime import date

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from monitor.store.models import Base, Key


class KeptFigure(Base):
    """An indicator of a group of dossiers in a span, as the last run that landed measured it.

    kind, start, end: see `rules.indicators.Span`. whole: of all dossiers; else of one division,
    null for those that say none. The others: see `rules.indicators.Tally`.
    """

    __tablename__ = "figure"
    __table_args__ = (Index("ix_figure_span", "kind", "start"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
    kind: Mapped[str] = mapped_column(String(10))
    start: Mapped[date]
    end: Mapped[date]
    whole: Mapped[bool]
    unit: Mapped[str | None] = mapped_column(Text)
    indicator: Mapped[str] = mapped_column(String(40))
    numerator: Mapped[int] = mapped_column(BigInteger)
    denominator: Mapped[int] = mapped_column(BigInteger)
    unknown: Mapped[int] = mapped_column(BigInteger)
    beside: Mapped[int | None] = mapped_column(BigInteger)
    excused: Mapped[int | None] = mapped_column(BigInteger)
    middle: Mapped[float | None]
