"""Whether the data behind a page is fresh and complete; when it is not, every page says so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from monitor.config.web import WebSettings
from monitor.office_figures import lacking
from monitor.store.ledger import Stamp, last_good_stamp, newest
from monitor.store.models import Run
from monitor.vietnamese import day, moment

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Freshness:
    """How far the data can be believed.

    last: the last run that changed the findings; None before the first. doubts: why the data is
    not fresh or not whole, in Vietnamese.
    """

    last: Stamp | None
    doubts: tuple[str, ...]

    @property
    def run(self) -> int | None:
        """The number of that run."""
        return self.last.id if self.last else None

    @property
    def as_of(self) -> date | None:
        """Its day of reckoning."""
        return self.last.as_of if self.last else None

    @property
    def at(self) -> datetime | None:
        """When it ended."""
        return self.last.finished_at if self.last else None

    @property
    def whole(self) -> bool:
        """Whether "0 trễ hạn" may be claimed."""
        return not self.doubts


def freshness(connection: Connection, settings: WebSettings, now: datetime) -> Freshness:
    """What is to be said of the data at this hour."""
    found = newest(connection)
    last = last_good_stamp(connection, found)
    if last is None:
        return Freshness(None, ("chưa có lần chạy nào thành công",))
    doubts = (*age(last, settings, now), *lacking(found))
    return Freshness(last, doubts)


def age(last: Stamp | Run, settings: WebSettings, now: datetime) -> Iterator[str]:
    """Why the data of that run is old by now, in Vietnamese; nothing where it is fresh."""
    patience = settings.stale_hours * _HOUR
    if last.finished_at and now - last.finished_at > patience:
        yield f"dữ liệu đã cũ, cập nhật lần cuối lúc {moment(last.finished_at)}"
    elif now - datetime.combine(last.as_of, time.max) > patience:  # the run looked back
        yield f"số liệu tính đến ngày {day(last.as_of)}, không phải hôm nay"
